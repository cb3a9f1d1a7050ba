//! `passerelle demo`
use crate::cli::Demo;

pub(super) async fn run(_arguments: Demo) -> anyhow::Result<()> {
    anyhow::bail!("not yet")
}
