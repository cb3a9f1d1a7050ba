//! What the store did since it was opened: counts, which no noise of a machine can change.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Value;

/// What a store did since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Queries.
    pub reads: u64,
    /// Batches and single writing statements that were handed to the writer.
    pub batches: u64,
    /// Statements in them; one for many rows counts once.
    pub writes: u64,
    /// Rows that they touched.
    pub rows: u64,
    /// Commits, each one flush to disk.
    pub commits: u64,
}

/// The running counts of a store.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    reads: AtomicU64,
    batches: AtomicU64,
    writes: AtomicU64,
    rows: AtomicU64,
    commits: AtomicU64,
    /// The texts of queries with what they were last given, where somebody asked for them.
    queries: Option<Mutex<BTreeMap<String, Vec<Value>>>>,
}

impl Counts {
    /// None so far; with `keep_queries` the queries are kept.
    pub(crate) fn new(keep_queries: bool) -> Self {
        Self { queries: keep_queries.then(Mutex::default), ..Self::default() }
    }

    pub(crate) fn read(&self, sql: &str, params: &[Value]) {
        self.reads.fetch_add(1, Ordering::Relaxed);
        if let Some(queries) = &self.queries {
            queries.lock().expect("no holder of this lock panics").insert(sql.to_owned(), params.to_vec());
        }
    }

    pub(crate) fn queries(&self) -> BTreeMap<String, Vec<Value>> {
        let queries = self.queries.as_ref();
        queries
            .map(|queries| queries.lock().expect("no holder of this lock panics").clone())
            .unwrap_or_default()
    }

    /// A batch that is to be committed, with how many statements it had and how many rows they touched.
    pub(crate) fn batch(&self, statements: u64, rows: u64) {
        self.batches.fetch_add(1, Ordering::Relaxed);
        self.writes.fetch_add(statements, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// One more commit; answers how many there were.
    pub(crate) fn commit(&self) -> u64 {
        self.commits.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn get(&self) -> Count {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Count {
            reads: of(&self.reads),
            batches: of(&self.batches),
            writes: of(&self.writes),
            rows: of(&self.rows),
            commits: of(&self.commits),
        }
    }
}
