//! Which engine a database is on, and plain connections to it.

use anyhow::{Context as _, Result, bail};
use tokio_postgres::NoTls;

/// A database by its address, without what Passerelle's store puts before it.
pub(crate) enum Engine {
    Sqlite(rusqlite::Connection),
    Postgres(tokio_postgres::Client),
}

/// A durable connection to `sqlite:PATH` or `postgres://...`.
pub(crate) async fn open(address: &str) -> Result<Engine> {
    if let Some(path) = address.strip_prefix("sqlite:") {
        return Ok(Engine::Sqlite(sqlite(path)?));
    }
    if address.starts_with("postgres:") {
        return Ok(Engine::Postgres(postgres(address).await?));
    }
    bail!("--database: expected sqlite:PATH or postgres://...")
}

/// A connection as durable as Passerelle's own.
pub(crate) fn sqlite(path: &str) -> Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(path).with_context(|| format!("opening {path}"))?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection whose other half runs by itself.
pub(crate) async fn postgres(address: &str) -> Result<tokio_postgres::Client> {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.context("connecting")?;
    tokio::spawn(connection);
    Ok(client)
}

/// A date as Passerelle keeps it on SQLite: 20261125.
pub(crate) fn date_as_integer(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}
