//! Migrations: the same numbers and names on both engines. All that a database lacks is one transaction, so that one that
//! is interrupted leaves it as it was.

use refinery::{Migration, Runner, Target};

use crate::{Options, StoreError};

/// The migrations of an engine's folder, in order: name and text.
macro_rules! migrations {
    ($engine:literal) => {
        $crate::migration::migrations!($engine:
            "0001_first" "V1__first", "0002_limits" "V2__limits", "0003_layout" "V3__layout",
            "0004_lists" "V4__lists", "0005_bank_sites" "V5__bank_sites", "0006_pro" "V6__pro",
            "0007_brand" "V7__brand", "0008_email_validation" "V8__email_validation",
            "0009_stocks" "V9__stocks", "0010_access" "V10__access", "0011_idempotency" "V11__idempotency",
            "0012_webhooks" "V12__webhooks", "0013_traces" "V13__traces")
    };
    ($engine:literal: $($file:literal $name:literal),*) => {
        &[$(($name, include_str!(concat!("../../../migrations/", $engine, "/", $file, ".sql")))),*]
    };
}
pub(crate) use migrations;

/// How far to go.
pub(crate) fn target(options: &Options) -> Target {
    options.last_migration.map_or(Target::Latest, Target::Version)
}

/// What runs an engine's migrations.
pub(crate) fn runner(migrations: &[(&str, &str)], target: Target) -> Result<Runner, StoreError> {
    let migrations: Result<Vec<_>, _> =
        migrations.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect();
    Ok(Runner::new(&migrations.map_err(failed)?).set_target(target).set_grouped(true))
}

/// A migration that went wrong, or a database of a newer version.
pub(crate) fn failed(error: refinery::Error) -> StoreError {
    StoreError::Migration(error.into())
}
