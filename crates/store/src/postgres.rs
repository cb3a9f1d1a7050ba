//! PostgreSQL: one connection that writes with group commit, a pool of connections that read, and one that carries
//! notices between nodes. A connection that breaks is made anew by whoever needs it next.

mod notices;
mod readers;
mod row;
mod session;
mod tls;
mod value;
mod writer;

use refinery::Target;

pub(crate) use notices::Carrier;
pub(crate) use readers::Readers;
pub(crate) use session::Sessions;
pub(crate) use writer::start as start_writer;

use crate::StoreError;
use crate::migration::{failed, migrations, runner};

/// The migrations, in order; numbers and names are shared by all engines.
const MIGRATIONS: &[(&str, &str)] = migrations!("postgres");

/// The oldest server that knows what the SQL needs.
const OLDEST: i32 = 15;

/// Taken while migrations run, so that nodes that start together migrate one after the other.
const MIGRATION_LOCK: i64 = 0x5061_7373_6572;

/// Brings a database up to date, making its tables if need be.
pub(crate) async fn migrate(sessions: &Sessions, target: Target) -> Result<(), StoreError> {
    let runner = runner(MIGRATIONS, target)?;
    let mut client = sessions.connect().await?;
    check_version(&client).await?;
    // A migration takes as long as it takes, and waits for another node's.
    client.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0").await?;
    client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK]).await?;
    make_schema(&client).await?;
    // The lock goes with the connection.
    runner.run_async(&mut client).await.map(|_| ()).map_err(failed)
}

/// Makes the schema that the URL's `search_path` names first, if none of it exists.
async fn make_schema(client: &tokio_postgres::Client) -> Result<(), StoreError> {
    let row = client.query_one("SELECT current_schema()::text, current_setting('search_path')", &[]).await?;
    if row.try_get::<_, Option<String>>(0)?.is_some() {
        return Ok(());
    }
    let path: String = row.try_get(1)?;
    let first = path.split(',').next().unwrap_or_default().trim().trim_matches('"').replace('"', "\"\"");
    Ok(client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{first}\"")).await?)
}

/// Makes sure that the server is there, and new enough.
pub(crate) async fn check(sessions: &Sessions) -> Result<(), StoreError> {
    check_version(&sessions.connect().await?).await
}

/// Refuses a server that is too old, with its version.
async fn check_version(client: &tokio_postgres::Client) -> Result<(), StoreError> {
    let row = client.query_one("SHOW server_version", &[]).await?;
    let found: String = row.try_get(0)?;
    let major =
        found.split(|character: char| !character.is_ascii_digit()).next().and_then(|it| it.parse().ok());
    if major.is_some_and(|major: i32| major >= OLDEST) { Ok(()) } else { Err(StoreError::TooOld { found }) }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(code) = error.code() else {
            // Everything that is not the server's answer to a statement is the connection's end, but for what we sent wrong.
            return if error.is_closed() || is_of_the_line(&error) {
                Self::Unavailable(error.into())
            } else {
                Self::Engine(error.into())
            };
        };
        if *code == SqlState::UNIQUE_VIOLATION {
            return Self::Duplicate;
        }
        // What the row belongs to was deleted meanwhile; or two groups of writes stood in each other's way.
        let is_conflict = [
            SqlState::FOREIGN_KEY_VIOLATION,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::LOCK_NOT_AVAILABLE,
        ];
        if is_conflict.contains(code) {
            return Self::Conflict;
        }
        if is_of_the_server(code.code()) {
            Self::Unavailable(error.into())
        } else {
            Self::Engine(error.into())
        }
    }
}

/// Whether an error without a code came from the connection.
fn is_of_the_line(error: &tokio_postgres::Error) -> bool {
    use std::error::Error as _;
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.is::<std::io::Error>() {
            return true;
        }
        source = cause.source();
    }
    // The driver's own words for a connection that could not be made in time.
    error.to_string().contains("timed out")
}

/// Connections (08), read-only (25006), resources (53), an operator's act and a time limit (57), and the system (58).
fn is_of_the_server(code: &str) -> bool {
    code == "25006" || ["08", "53", "57", "58"].contains(&&code[..2])
}
