//! The only crate that knows SQL: batches of writes, reads, migrations, the key ring.
//!
//! **Writes are values**: functions named after what happens add statements to a [`Batch`]; [`Store::write`] runs all of
//! it or nothing, and answers after the commit. Read-modify-write is optimistic: a `version` (or a user's last change)
//! stands in the `WHERE`, and a batch that came too late is a [`StoreError::Conflict`].
//! **Reads** run on reader threads and see what is committed.

mod batch;
mod error;
pub mod keys;
pub mod random;
mod sequences;
mod sqlite;
mod value;

pub mod accounts;
pub mod applications;
pub mod connect_sessions;
pub mod deliveries;
pub mod events;
pub mod items;
pub mod jobs;
pub mod providers;
pub mod transactions;
pub mod users;
pub mod webhooks;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast;

pub use batch::{Batch, Notice};
pub use error::StoreError;
pub use keys::{KeyRing, Place, digest};
pub use value::{FromColumn, Row, Value};

use batch::Rows;
use sequences::Sequences;

/// How many notices a slow listener may be behind before it is told that it missed some.
const NOTICES: usize = 4096;

/// How often a read-modify-write is tried before its conflict is an error, and the longest pause between two tries.
const TRIES: u32 = 40;
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

/// Where the data is: `sqlite:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(PathBuf);

impl Address {
    /// The database file.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The key ring beside it: `PATH.key`.
    pub fn key_path(&self) -> PathBuf {
        let mut path = self.0.clone().into_os_string();
        path.push(".key");
        path.into()
    }
}

impl std::str::FromStr for Address {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self(path.into())),
            _ => Err(StoreError::Address(text.to_owned())),
        }
    }
}

/// The data of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    writer: sqlite::Writer,
    readers: sqlite::Readers,
    notices: broadcast::Sender<Notice>,
    keys: KeyRing,
    sequences: Sequences,
}

/// How to open a store.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Fault injection for tests: the process dies right after that many commits.
    pub abort_after_commits: Option<u64>,
}

impl Store {
    /// Brings the database up to date, making it if need be.
    pub fn migrate(address: &Address) -> Result<(), StoreError> {
        sqlite::migrate(address.path())
    }

    /// Opens a database that is up to date, with its key ring, which is made on first use.
    pub fn open(address: &Address, options: Options) -> Result<Self, StoreError> {
        let keys = KeyRing::open(&address.key_path())?;
        let (notices, _) = broadcast::channel(NOTICES);
        let writer = sqlite::Writer::start(address.path(), notices.clone(), options.abort_after_commits)?;
        let readers = sqlite::Readers::start(address.path())?;
        Ok(Self(Arc::new(Inner { writer, readers, notices, keys, sequences: Sequences::default() })))
    }

    /// Writes all of a batch or nothing of it. When it answers well, everybody sees it and it survives a crash.
    pub async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() { Ok(()) } else { self.0.writer.write(batch).await }
    }

    /// What is committed from now on that somebody may wait for. A listener that lags must look by itself.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.notices.subscribe()
    }

    /// The key ring.
    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub(crate) async fn rows<T: Send + 'static>(
        &self,
        sql: impl Into<String>,
        params: Vec<Value>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError> + Send + 'static,
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
        self.0.readers.fold(sql.into(), params, accumulator, each).await
    }

    /// One writing statement with what it returns, on its own: leases and blocks of ids.
    pub(crate) async fn returning<T: Send + 'static>(
        &self,
        sql: &'static str,
        params: Vec<Value>,
        read: impl Fn(&dyn Row) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Vec<T>, StoreError> {
        let (sender, receiver) = std::sync::mpsc::channel();
        let each = move |row: &dyn Row| sender.send(read(row)?).map_err(|_| StoreError::Closed);
        self.0.writer.returning(sql, params, Box::new(each)).await?;
        Ok(receiver.try_iter().collect())
    }
}
