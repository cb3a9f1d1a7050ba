//! `passerelle migrate`

use super::{answer, migrate_database};
use crate::cli::Common;
use crate::config;

pub(super) async fn run(common: &Common) -> anyhow::Result<()> {
    let settings = config::read(common.config.as_deref(), &common.flags())?;
    migrate_database(&settings.database).await?;
    answer("The database is up to date.");
    Ok(())
}
