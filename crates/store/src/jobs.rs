//! The queue of jobs: enqueued in the caller's batch, leased, finished in the job's last batch.

use jiff::Timestamp;
use passerelle_domain::{ItemKey, JobId, SessionKey, Trace};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::batch::Sql;
use crate::cause::{self, trace};
use crate::{Batch, Notice, Rows, Store, StoreError, Value, params};

/// What a job does. Every one can run twice: it finds out by itself what is left to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Task {
    /// Asks the bank what comes next in a session's authentication.
    Authenticate {
        /// The session.
        session: SessionKey,
    },
    /// Fetches the first days of data, which a session waits for.
    FirstSync {
        /// The session.
        session: SessionKey,
    },
    /// Fetches the whole history, right after the first days.
    FullSync {
        /// The item.
        item: ItemKey,
    },
    /// Refreshes an item without its user.
    Refresh {
        /// The item.
        item: ItemKey,
    },
    /// Sends the code that a session keeps for an e-mail address.
    SendEmailCode {
        /// The session.
        session: SessionKey,
    },
    /// Tells a session that still synchronises that it takes long.
    Pending {
        /// The session.
        session: SessionKey,
    },
}

/// A job that this server holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub task: Task,
    /// How many attempts were begun, this one counted.
    pub attempts: u32,
    /// The trace of the request that it is done for.
    pub trace: Option<Trace>,
    lease: Uuid,
}

/// Adds a job to the batch that makes it necessary.
pub async fn enqueue(
    store: &Store,
    batch: &mut Batch,
    task: &Task,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let id: JobId = store.next_id().await?;
    batch.push(
        "INSERT INTO jobs (id, task, due_at, attempts, created_at, trace) VALUES ($1, $2, $3, 0, $3, $4)",
        params![id, Value::json(task), due_at, cause::current()],
        Rows::One,
    );
    batch.notify(Notice::Jobs);
    Ok(())
}

/// Leases the jobs that have been due for longest, `limit` at most. A lease that runs out is anybody's.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    lease: Uuid,
    limit: u32,
) -> Result<Vec<Job>, StoreError> {
    let mut jobs = store
        .returning(
            // On PostgreSQL other nodes do the same at the same time: each takes what nobody else is taking.
            Sql {
                sqlite: "UPDATE jobs SET due_at = $2, lease = $3, attempts = attempts + 1 WHERE id IN (\
                     SELECT id FROM jobs WHERE failed_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $4) \
                     RETURNING id, task, attempts, trace",
                postgres: "UPDATE jobs SET due_at = $2, lease = $3, attempts = attempts + 1 WHERE id IN (\
                     SELECT id FROM jobs WHERE failed_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $4 \
                     FOR UPDATE SKIP LOCKED) RETURNING id, task, attempts, trace",
            },
            params![now, until, lease, limit],
            move |row| {
                Ok(Job {
                    id: row.get(0)?,
                    task: row.json(1)?,
                    attempts: row.get(2)?,
                    trace: trace(row, 3)?,
                    lease,
                })
            },
        )
        .await?;
    // Ids ascend with time, more or less: who came first begins first.
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// Keeps the lease of a job that takes long; a conflict when it was taken over.
pub fn renew(batch: &mut Batch, job: &Job, until: Timestamp) {
    batch.push(
        "UPDATE jobs SET due_at = $3 WHERE id = $1 AND lease = $2",
        params![job.id, job.lease, until],
        Rows::One,
    );
}

/// Removes a job that is done; a conflict when it was taken over, so that nothing of its last batch happens twice.
pub fn finish(batch: &mut Batch, job: &Job) {
    batch.row(
        Sql {
            sqlite: "DELETE FROM jobs WHERE id = $1 AND lease = $2",
            postgres: "DELETE FROM jobs j USING unnest($1::bigint[], $2::uuid[]) AS n (id, lease) \
                 WHERE j.id = n.id AND j.lease = n.lease",
        },
        params![job.id, job.lease],
    );
}

/// Puts a job back: its task, as it then is, runs again at that time. Its attempts begin anew.
pub fn reschedule(batch: &mut Batch, job: &Job, due_at: Timestamp) {
    batch.push(
        "UPDATE jobs SET due_at = $3, attempts = 0, lease = NULL WHERE id = $1 AND lease = $2",
        params![job.id, job.lease, due_at],
        Rows::One,
    );
    batch.notify(Notice::Jobs);
}

/// Puts a job back after an error.
pub fn retry(batch: &mut Batch, job: &Job, due_at: Timestamp, error: &str) {
    batch.push(
        "UPDATE jobs SET due_at = $3, last_error = $4, lease = NULL WHERE id = $1 AND lease = $2",
        params![job.id, job.lease, due_at, error],
        Rows::One,
    );
}

/// Gives a job up; it stays visible with its last error.
pub fn fail(batch: &mut Batch, job: &Job, at: Timestamp, error: &str) {
    batch.push(
        "UPDATE jobs SET failed_at = $3, last_error = $4, lease = NULL WHERE id = $1 AND lease = $2",
        params![job.id, job.lease, at, error],
        Rows::One,
    );
}

/// When the next job is due or its lease runs out, if one waits.
pub async fn next_at(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT due_at FROM jobs WHERE failed_at IS NULL ORDER BY due_at, id LIMIT 1";
    store.row(sql, params![], |row| row.get(0)).await
}
