//! What can be said of a database by looking at it, for an operator who wants to know whether it is well.

use jiff::Timestamp;

use crate::{Readers, Store, StoreError, params, sqlite};

/// The number of the last migration that a database has; none if it has no tables yet.
pub async fn version(store: &Store) -> Result<Option<i32>, StoreError> {
    let sql = "SELECT max(version) FROM refinery_schema_history";
    match store.row(sql, params![], |row| row.get::<Option<i32>>(0)).await {
        // There is no such table.
        Err(StoreError::Engine(_)) => Ok(None),
        found => Ok(found?.flatten()),
    }
}

/// The number of the last migration that this version knows.
pub fn known_version() -> i32 {
    i32::try_from(sqlite::MIGRATIONS.len()).expect("migrations are few")
}

/// What SQLite finds damaged in its file, a line each, at most ten; PostgreSQL looks after its own.
pub async fn damage(store: &Store) -> Result<Vec<String>, StoreError> {
    match store.0.readers {
        Readers::Sqlite(_) => {
            let found = store.rows("PRAGMA quick_check(10)", params![], |row| row.get::<String>(0)).await?;
            Ok(found.into_iter().filter(|line| line != "ok").collect())
        }
        Readers::Postgres(_) => Ok(Vec::new()),
    }
}

/// How SQLite keeps its journal, `wal` as the server set it; none on PostgreSQL.
pub async fn journal_mode(store: &Store) -> Result<Option<String>, StoreError> {
    match store.0.readers {
        Readers::Sqlite(_) => store.row("PRAGMA journal_mode", params![], |row| row.get(0)).await,
        Readers::Postgres(_) => Ok(None),
    }
}

/// Whether a PostgreSQL server takes no writes, such as a standby.
pub async fn is_read_only(store: &Store) -> Result<bool, StoreError> {
    match store.0.readers {
        Readers::Sqlite(_) => Ok(false),
        Readers::Postgres(_) => {
            let sql = "SELECT current_setting('transaction_read_only')";
            let setting = store.row(sql, params![], |row| row.get::<String>(0)).await?;
            Ok(setting.as_deref() == Some("on"))
        }
    }
}

/// The time of a PostgreSQL server; SQLite has none of its own.
pub async fn time(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    match store.0.readers {
        Readers::Sqlite(_) => Ok(None),
        Readers::Postgres(_) => store.row("SELECT clock_timestamp()", params![], |row| row.get(0)).await,
    }
}

/// The time of the latest event.
pub async fn latest_event(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT created_at FROM events ORDER BY created_at DESC LIMIT 1";
    store.row(sql, params![], |row| row.get(0)).await
}
