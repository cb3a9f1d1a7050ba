//! The one thread that writes. Whatever waits when it is ready is one group: a savepoint each, one commit for all, and
//! answers only after it.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use rusqlite::Connection;
use tokio::sync::{broadcast, oneshot};

use super::{bind, for_each, open};
use crate::batch::{Batch, Notice, Rows, Statement};
use crate::value::Row;
use crate::{StoreError, Value};

/// The most batches in one group: an answer never waits for more than these.
const GROUP: usize = 256;

/// What is read of the rows that a writing statement returns.
pub(crate) type EachRow = Box<dyn FnMut(&dyn Row) -> Result<(), StoreError> + Send>;

enum Work {
    Batch(Batch),
    Returning { sql: &'static str, params: Vec<Value>, each: EachRow },
}

struct Request {
    work: Work,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

/// The way to the writer thread.
pub(crate) struct Writer(mpsc::Sender<Request>);

impl Writer {
    /// Starts the thread. `abort_after` is the fault injection of tests: the process dies after that many commits.
    pub(crate) fn start(
        path: &Path,
        notices: broadcast::Sender<Notice>,
        abort_after: Option<u64>,
    ) -> Result<Self, StoreError> {
        let connection = open(path)?;
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || run(&connection, &receiver, &notices, abort_after))
            .map_err(|error| StoreError::Engine(error.into()))?;
        Ok(Self(sender))
    }

    /// Writes all of a batch or nothing of it; answers after the commit.
    pub(crate) async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.request(Work::Batch(batch)).await
    }

    /// Runs one writing statement and hands over the rows it returns. They count only when this answers well.
    pub(crate) async fn returning(
        &self,
        sql: &'static str,
        params: Vec<Value>,
        each: EachRow,
    ) -> Result<(), StoreError> {
        self.request(Work::Returning { sql, params, each }).await
    }

    async fn request(&self, work: Work) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Request { work, answer }).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn run(
    connection: &Connection,
    requests: &mpsc::Receiver<Request>,
    notices: &broadcast::Sender<Notice>,
    abort_after: Option<u64>,
) {
    let mut commits = 0_u64;
    while let Ok(first) = requests.recv() {
        let mut group = vec![first];
        group.extend(requests.try_iter().take(GROUP - 1));
        let (done, committed) = run_group(connection, group);
        if committed {
            commits += 1;
            if abort_after == Some(commits) {
                kill_this_process();
            }
        }
        for (request, result) in done {
            if let (Work::Batch(batch), Ok(())) = (&request.work, &result) {
                for notice in &batch.notices {
                    // Nobody listening is fine: who starts later looks by itself.
                    let _ = notices.send(*notice);
                }
            }
            // A caller that went away does not undo what is committed.
            let _ = request.answer.send(result);
        }
    }
}

/// As a power cut would: no destructor, no answer.
fn kill_this_process() -> ! {
    let process = std::process::id().to_string();
    loop {
        if let Err(error) = std::process::Command::new("kill").args(["-KILL", &process]).status() {
            tracing::error!(%error, "the fault injection found no `kill`");
            std::process::abort();
        }
    }
}

type Done = Vec<(Request, Result<(), StoreError>)>;

/// Runs a group; says what came of each request, and whether anything was committed.
fn run_group(connection: &Connection, group: Vec<Request>) -> (Done, bool) {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        return (all_failed(group, &error), false);
    }
    let mut done: Done = Vec::with_capacity(group.len());
    for mut request in group {
        let result = run_one(connection, &mut request.work);
        done.push((request, result));
    }
    match connection.execute_batch("COMMIT") {
        Ok(()) => (done, true),
        Err(error) => {
            if let Err(error) = connection.execute_batch("ROLLBACK") {
                tracing::error!(%error, "a failed commit could not be rolled back");
            }
            (all_failed(done.into_iter().map(|(request, _)| request).collect(), &error), false)
        }
    }
}

fn all_failed(group: Vec<Request>, error: &rusqlite::Error) -> Done {
    tracing::error!(%error, "a group of writes failed");
    let failure = || StoreError::Engine(error.to_string().into());
    group.into_iter().map(|request| (request, Err(failure()))).collect()
}

fn run_one(connection: &Connection, work: &mut Work) -> Result<(), StoreError> {
    connection.execute_batch("SAVEPOINT batch")?;
    let result = match work {
        Work::Batch(batch) => {
            batch.statements.iter().try_for_each(|statement| run_statement(connection, statement))
        }
        Work::Returning { sql, params, each } => for_each(connection, sql, params, each),
    };
    let end = if result.is_ok() { "RELEASE batch" } else { "ROLLBACK TO batch; RELEASE batch" };
    connection.execute_batch(end)?;
    result
}

fn run_statement(connection: &Connection, statement: &Statement) -> Result<(), StoreError> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    for params in &statement.runs {
        bind(&mut prepared, params)?;
        let touched = prepared.raw_execute()?;
        if statement.rows == Rows::One && touched != 1 {
            return Err(StoreError::Conflict);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params;

    fn request(batch: Batch) -> (Request, oneshot::Receiver<Result<(), StoreError>>) {
        let (answer, answered) = oneshot::channel();
        (Request { work: Work::Batch(batch), answer }, answered)
    }

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
        let group = [insert(1), late, insert(1), insert(3)].map(|batch| request(batch).0);
        let (done, is_committed) = run_group(&connection, group.into());
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
