//! The one thread that writes: one commit for a group. Only when something in it is wrong, it is undone and tried again,
//! batch by batch, each under a savepoint.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{bind, for_each, open};
use crate::StoreError;
use crate::batch::{Params, Rows, Statement};
use crate::counts::Counts;
use crate::writer::{AfterCommit, Done, Listeners, Queue, Request, Work, Writer, answer};

/// How long an answer is waited for: a process that holds the lock may keep a group and the next one waiting.
const PATIENCE: Duration = Duration::from_secs(25);

/// Starts the thread.
pub(crate) fn start(path: &Path, listeners: Listeners, after: AfterCommit) -> Result<Writer, StoreError> {
    let connection = open(path)?;
    let (writer, queue) = Writer::new(PATIENCE);
    thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || run(&connection, queue, &listeners, &after))
        .map_err(|error| StoreError::Engine(error.into()))?;
    Ok(writer)
}

fn run(connection: &Connection, mut queue: Queue, listeners: &Listeners, after: &AfterCommit) {
    while let Some(group) = queue.group_blocking() {
        let (begun, batches) = (Instant::now(), group.len());
        let (done, is_committed) = run_group(connection, group, &after.counts);
        if is_committed {
            after.committed(batches, begun);
        }
        answer(done, |notice| listeners.tell(notice));
    }
}

/// Runs a group; says what came of each request, and whether anything was committed.
fn run_group(connection: &Connection, mut group: Vec<Request>, counts: &Counts) -> (Vec<Done>, bool) {
    if let Err(error) = command(connection, "BEGIN IMMEDIATE") {
        return (all_failed(group, &error.into()), false);
    }
    let results = if run_together(connection, &mut group, counts) {
        group.iter().map(|_| Ok(())).collect()
    } else {
        match run_one_by_one(connection, &mut group, counts) {
            Ok(results) => results,
            Err(error) => return (all_failed(group, &error), false),
        }
    };
    match command(connection, "COMMIT") {
        Ok(()) => (group.into_iter().zip(results).collect(), true),
        Err(error) => {
            if !connection.is_autocommit()
                && let Err(error) = command(connection, "ROLLBACK")
            {
                tracing::error!(%error, "a failed commit could not be rolled back");
            }
            (all_failed(group, &error.into()), false)
        }
    }
}

/// The whole group without savepoints, which copy every page that is written. False when something in it went wrong: then
/// it may be half done.
fn run_together(connection: &Connection, group: &mut [Request], counts: &Counts) -> bool {
    let written: Result<Vec<Written>, StoreError> =
        group.iter_mut().map(|request| run_one(connection, &mut request.work)).collect();
    let Ok(written) = written else { return false };
    for written in written {
        counts.batch(written.statements, written.rows);
    }
    true
}

/// Undoes what was done, and runs each request under a savepoint of its own. An error is that of all.
fn run_one_by_one(
    connection: &Connection,
    group: &mut [Request],
    counts: &Counts,
) -> Result<Vec<Result<(), StoreError>>, StoreError> {
    // A full disk has ended the transaction already.
    if !connection.is_autocommit() {
        command(connection, "ROLLBACK")?;
    }
    command(connection, "BEGIN IMMEDIATE")?;
    let mut results = Vec::with_capacity(group.len());
    for request in group {
        command(connection, "SAVEPOINT batch")?;
        let result = run_one(connection, &mut request.work);
        if connection.is_autocommit() {
            // With what the others in the group had written.
            return Err(result.err().unwrap_or(StoreError::Closed));
        }
        if result.is_err() {
            command(connection, "ROLLBACK TO batch")?;
        }
        command(connection, "RELEASE batch")?;
        results.push(result.map(|written| counts.batch(written.statements, written.rows)));
    }
    Ok(results)
}

/// Runs a command that was compiled once.
fn command(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

fn all_failed(group: impl IntoIterator<Item = Request>, error: &StoreError) -> Vec<Done> {
    tracing::error!(error = error as &dyn std::error::Error, "a group of writes failed");
    group.into_iter().map(|request| (request, Err(error.again()))).collect()
}

/// What a request wrote.
#[derive(Default)]
struct Written {
    statements: u64,
    rows: u64,
}

fn run_one(connection: &Connection, work: &mut Work) -> Result<Written, StoreError> {
    let mut written = Written::default();
    match work {
        Work::Batch(batch) => {
            for statement in &batch.statements {
                written.rows += run_statement(connection, statement)?;
                written.statements += 1;
            }
        }
        Work::Returning { sql, params, rows } => {
            rows.begin();
            written.statements = 1;
            for_each(connection, sql.sqlite, params, |row| {
                written.rows += 1;
                rows.take(row)
            })?;
        }
    }
    Ok(written)
}

/// Runs a statement; answers how many rows it touched.
fn run_statement(connection: &Connection, statement: &Statement) -> Result<u64, StoreError> {
    let mut prepared = connection.prepare_cached(statement.sql.sqlite)?;
    let runs = match &statement.params {
        Params::Once(params) => std::slice::from_ref(params),
        Params::Rows(rows) => rows,
    };
    let mut touched_rows = 0;
    for params in runs {
        bind(&mut prepared, params)?;
        let touched = prepared.raw_execute()?;
        if statement.rows == Rows::One && touched != 1 {
            return Err(StoreError::Conflict);
        }
        touched_rows += u64::try_from(touched).unwrap_or(u64::MAX);
    }
    Ok(touched_rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;
    use crate::params;

    fn insert(number: i64) -> Batch {
        let mut batch = Batch::new();
        batch.push("INSERT INTO t (number) VALUES ($1)", params![number], Rows::One);
        batch
    }

    #[test]
    fn a_batch_that_fails_is_undone_alone_and_the_others_share_one_commit() {
        let folder = tempfile::tempdir().expect("a folder");
        let connection = open(&folder.path().join("t.db")).expect("a database");
        connection.execute_batch("CREATE TABLE t (number INTEGER PRIMARY KEY)").expect("a table");
        let mut late = insert(2);
        late.push("UPDATE t SET number = 9 WHERE number = $1", params![77], Rows::One);
        let group = [insert(1), late, insert(1), insert(3)].map(Request::unwatched);
        let (done, is_committed) = run_group(&connection, group.into(), &Counts::default());
        assert!(is_committed);
        let results: Vec<&Result<(), StoreError>> = done.iter().map(|(_, result)| result).collect();
        assert!(matches!(
            results[..],
            [Ok(()), Err(StoreError::Conflict), Err(StoreError::Duplicate), Ok(())]
        ));
        let mut found = connection.prepare("SELECT number FROM t ORDER BY number").expect("a query");
        let numbers: Vec<i64> =
            found.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("numbers");
        assert_eq!(numbers, [1, 3]);
        assert!(connection.is_autocommit(), "the group's one transaction is over");
    }

    #[test]
    fn the_engine_is_set_up_for_durability() {
        let folder = tempfile::tempdir().expect("a folder");
        let connection = open(&folder.path().join("t.db")).expect("a database");
        let pragma = |name: &str| -> String {
            connection
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{value:?}"))
                .expect("a setting")
        };
        assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
        assert_eq!(pragma("synchronous"), "Integer(2)", "FULL");
        assert!(rusqlite::version_number() >= 3_051_003, "older WAL code can lose commits");
    }
}
