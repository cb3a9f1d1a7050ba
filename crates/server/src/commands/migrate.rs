//! `passerelle migrate`

use super::migrate_database;
use crate::cli::Common;
use crate::config;
use crate::output::answer;

pub(super) async fn run(common: &Common) -> anyhow::Result<()> {
    let settings = config::read(common.config.as_deref(), &common.flags())?;
    migrate_database(&settings.database).await?;
    Ok(answer("The database is up to date.")?)
}
