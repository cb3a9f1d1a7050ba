//! `passerelle migrate`

use passerelle_store::Store;

use super::answer;
use crate::cli::Common;
use crate::config;

pub(super) fn run(common: &Common) -> anyhow::Result<()> {
    let settings = config::read(common.config.as_deref(), &[("database.url", common.database.clone())])?;
    Store::migrate(&settings.database.address()?)?;
    answer("The database is up to date.");
    Ok(())
}
