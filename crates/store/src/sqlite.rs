//! The embedded engine: one writer thread with group commit, reader threads with read-only connections.

mod readers;
mod row;
mod writer;

use std::path::Path;
use std::time::Duration;

use refinery::Target;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, ToSql, types};

pub(crate) use readers::Readers;
pub(crate) use writer::start as start_writer;

use crate::migration::{failed, migrations, runner};
use crate::value::Row;
use crate::{StoreError, Value};
use row::SqliteRow;

/// The migrations, in order; numbers and names are shared by all engines.
pub(crate) const MIGRATIONS: &[(&str, &str)] = migrations!("sqlite");

/// How long a connection waits for another process's lock, such as of a command beside a running server.
const BUSY: Duration = Duration::from_secs(10);

/// How many prepared statements a connection keeps: more than there are.
const PREPARED: usize = 256;

/// Brings a database file up to date, making it if need be.
pub(crate) fn migrate(path: &Path, target: Target) -> Result<(), StoreError> {
    let mut connection = open(path)?;
    // A table is made anew beside the old one: nothing of its children may go with the old one.
    connection.pragma_update(None, "foreign_keys", false)?;
    runner(MIGRATIONS, target)?.run(&mut connection).map_err(failed)?;
    let is_broken = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if is_broken { Err(StoreError::Migration("rows lost what they belong to".into())) } else { Ok(()) }
}

/// A connection that writes.
fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    configure(&connection)?;
    Ok(connection)
}

/// A connection that can't write.
fn open_read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    configure(&connection)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    // A plan does not depend on what is bound: without this, a statement is compiled again for other parameters.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Binds `$1`, `$2`, … by their numbers; a count that differs is a mistake of ours that any test of the statement shows.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value]) -> Result<(), StoreError> {
    assert_eq!(
        statement.parameter_count(),
        params.len(),
        "a statement is given as many parameters as it names"
    );
    for (position, value) in params.iter().enumerate() {
        let name = PARAMETER_NAMES.get(position).expect("no statement has that many parameters");
        let index = statement.parameter_index(name)?.expect("parameters are numbered without gaps");
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

/// Runs a statement and hands over each row it answers, borrowed.
fn for_each(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    mut each: impl FnMut(&dyn Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut prepared = connection.prepare_cached(sql)?;
    bind(&mut prepared, params)?;
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next()? {
        each(&SqliteRow(row))?;
    }
    Ok(())
}

const PARAMETER_NAMES: [&str; 24] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16",
    "$17", "$18", "$19", "$20", "$21", "$22", "$23", "$24",
];

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<types::ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => types::Null.into(),
            Self::Integer(value) => (*value).into(),
            Self::Bool(value) => i64::from(*value).into(),
            Self::Text(text) | Self::Json(text) => text.as_str().into(),
            Self::Bytes(bytes) => bytes.as_slice().into(),
            Self::Instant(at) => at.as_microsecond().into(),
            Self::Date(date) => row::date_as_integer(*date).into(),
            Self::Uuid(uuid) => uuid.to_string().into(),
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        use rusqlite::ffi::{
            SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE,
        };
        let Some(engine) = error.sqlite_error() else { return Self::Engine(error.into()) };
        match (engine.code, engine.extended_code) {
            (_, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY) => Self::Duplicate,
            // What the row belongs to was deleted meanwhile.
            (_, SQLITE_CONSTRAINT_FOREIGNKEY) => Self::Conflict,
            (
                ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked,
                _,
            ) => Self::Unavailable(error.into()),
            _ => Self::Engine(error.into()),
        }
    }
}
