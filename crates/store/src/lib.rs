//! The only crate that knows SQL: batches of writes, reads, migrations, the key ring.
//!
//! **Writes are values**: functions named after what happens add statements to a [`Batch`]; [`Store::write`] runs all of
//! it or nothing, and answers after the commit. Read-modify-write is optimistic: a `version` (or a user's last change)
//! stands in the `WHERE`, and a batch that came too late is a [`StoreError::Conflict`].
//! **Reads** run on reader threads and see what is committed.

mod address;
mod batch;
pub mod cause;
mod counts;
mod error;
pub mod keys;
mod metrics;
mod migration;
mod postgres;
pub mod random;
mod sequences;
mod sqlite;
mod value;
mod writer;

pub mod accounts;
pub mod applications;
pub mod connect_sessions;
pub mod deliveries;
pub mod delivery_records;
pub mod email_codes;
pub mod events;
pub mod idempotency;
pub mod items;
pub mod jobs;
pub mod limits;
pub mod providers;
pub mod queues;
pub mod rewrap;
pub mod stocks;
pub mod transactions;
pub mod users;
pub mod webhooks;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::broadcast;

pub use address::{Address, Options};
pub use batch::{Batch, Notice};
pub use counts::Count;
pub use error::StoreError;
pub use keys::{KeyRing, Place, digest};
pub use value::{FromColumn, Row, Value};

use batch::{Rows, Sql};
use counts::Counts;
use sequences::Sequences;
use writer::{AfterCommit, Listeners, Writer};

/// How often a read-modify-write is tried before its conflict is an error, and the longest pause between two tries. Many
/// writers of one user on a busy machine take turns by chance: this is a few seconds of it.
const TRIES: u32 = 200;
const LONGEST_PAUSE_MICROSECONDS: u64 = 20_000;

/// An error that may be a conflict.
pub trait MayConflict {
    /// True when reading again and trying again may help.
    fn is_conflict(&self) -> bool;
}

impl MayConflict for StoreError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// Runs a read-modify-write, again while somebody else was first. The attempt must read anew each time.
pub async fn retry_on_conflict<T, E, F>(mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    E: MayConflict,
    F: Future<Output = Result<T, E>>,
{
    for tried in 1..TRIES {
        match attempt().await {
            Err(error) if error.is_conflict() => tokio::time::sleep(pause(tried)).await,
            result => return result,
        }
    }
    attempt().await
}

/// A random pause, longer with each try, so that many writers of the same rows get through one after another.
fn pause(tried: u32) -> Duration {
    let most = (100_u64 << tried.min(10)).min(LONGEST_PAUSE_MICROSECONDS);
    Duration::from_micros(u64::from_ne_bytes(random::bytes()) % most)
}

/// The data of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    writer: Writer,
    readers: Readers,
    listeners: Listeners,
    keys: KeyRing,
    sequences: Sequences,
    counts: Arc<Counts>,
}

/// What an engine reads with.
enum Readers {
    Sqlite(sqlite::Readers),
    Postgres(postgres::Readers),
}

impl Store {
    /// Brings the database up to date, making it if need be.
    pub async fn migrate(address: &Address, options: &Options) -> Result<(), StoreError> {
        match address {
            Address::Sqlite(path) => sqlite::migrate(path, migration::target(options)),
            Address::Postgres(config) => {
                let sessions = postgres::Sessions::new(config, options)?;
                postgres::migrate(&sessions, migration::target(options)).await
            }
        }
    }

    /// Opens a database that is up to date, with its key ring, which is made on first use.
    pub async fn open(address: &Address, options: &Options) -> Result<Self, StoreError> {
        let keys = KeyRing::open(&address.key_file(options.key_file.as_deref())?)?;
        let listeners = Listeners::new();
        let counts = Arc::new(Counts::new(options.keep_queries));
        let after = AfterCommit { counts: Arc::clone(&counts), abort_after: options.abort_after_commits };
        let (writer, readers) = match address {
            Address::Sqlite(path) => {
                let writer = sqlite::start_writer(path, listeners.clone(), after)?;
                (writer, Readers::Sqlite(sqlite::Readers::start(path, options.readers)?))
            }
            Address::Postgres(config) => {
                let sessions = postgres::Sessions::new(config, options)?;
                postgres::check(&sessions).await?;
                let readers = postgres::Readers::new(&sessions)?;
                let carrier = postgres::Carrier::start(sessions.clone(), listeners.clone());
                let writer = postgres::start_writer(sessions, listeners.clone(), carrier, after);
                (writer, Readers::Postgres(readers))
            }
        };
        Ok(Self(Arc::new(Inner {
            writer,
            readers,
            listeners,
            keys,
            sequences: Sequences::default(),
            counts,
        })))
    }

    /// Writes all of a batch or nothing of it. When it answers well, everybody sees it and it survives a crash.
    pub async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() { Ok(()) } else { self.0.writer.write(batch).await }
    }

    /// What is committed from now on that somebody may wait for. A listener that lags must look by itself.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.listeners.listen()
    }

    /// Whether notices of other processes on this database come here too.
    pub fn hears_nodes(&self) -> bool {
        matches!(self.0.readers, Readers::Postgres(_))
    }

    /// The key ring.
    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    /// What this store did since it was opened.
    pub fn count(&self) -> Count {
        self.0.counts.get()
    }

    /// The texts of the queries that ran, each with what it was last given, where [`Options::keep_queries`] was set: for
    /// tests of what they cost.
    pub fn queries(&self) -> std::collections::BTreeMap<String, Vec<Value>> {
        self.0.counts.queries()
    }

    pub(crate) async fn rows<T: Send + 'static>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        mut read: impl FnMut(&dyn Row) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Vec<T>, StoreError> {
        self.fold(sql, params, Vec::new(), move |rows: &mut Vec<T>, row| {
            rows.push(read(row)?);
            Ok(())
        })
        .await
    }

    pub(crate) async fn row<T: Send + 'static>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, params, read).await?.pop())
    }

    pub(crate) async fn fold<A: Send + 'static>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        accumulator: A,
        each: impl FnMut(&mut A, &dyn Row) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<A, StoreError> {
        let sql = sql.into();
        self.0.counts.read(&sql, &params);
        let _reading = metrics::Reading::begin();
        match &self.0.readers {
            Readers::Sqlite(readers) => readers.fold(sql, params, accumulator, each).await,
            Readers::Postgres(readers) => readers.fold(&sql, &params, accumulator, each).await,
        }
    }

    /// A query for the integers in the JSON list that is parameter `number`: neither engine knows the other's form.
    pub(crate) fn listed(&self, number: usize) -> String {
        match self.0.readers {
            Readers::Sqlite(_) => format!("SELECT value FROM json_each(${number})"),
            Readers::Postgres(_) => format!("SELECT value::bigint FROM jsonb_array_elements_text(${number})"),
        }
    }

    /// One writing statement with what it returns, on its own: leases and blocks of ids.
    pub(crate) async fn returning<T: Send + 'static>(
        &self,
        sql: impl Into<Sql>,
        params: Vec<Value>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<Vec<T>, StoreError> {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let rows = Taken { read, rows: Arc::clone(&taken) };
        self.0.writer.returning(sql.into(), params, Box::new(rows)).await?;
        Ok(std::mem::take(&mut *taken.lock().expect(NO_PANIC)))
    }
}

/// Rows as they are read.
struct Taken<T, F> {
    read: F,
    rows: Arc<Mutex<Vec<T>>>,
}

impl<T, F> writer::TakeRows for Taken<T, F>
where
    T: Send,
    F: Fn(&dyn Row) -> Result<T, StoreError> + Send + Sync,
{
    fn begin(&mut self) {
        self.rows.lock().expect(NO_PANIC).clear();
    }

    fn take(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let row = (self.read)(row)?;
        self.rows.lock().expect(NO_PANIC).push(row);
        Ok(())
    }
}

const NO_PANIC: &str = "no holder of this lock panics";
