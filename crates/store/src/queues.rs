//! How long the queues are: what an operator watches.

use jiff::Timestamp;

use crate::{Row, Store, StoreError, params};

/// What of a queue is due and waits for a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The name of the task.
    pub kind: String,
    /// How many wait.
    pub count: u32,
    /// Since when the one that waits longest is due.
    pub oldest: Timestamp,
}

/// Jobs that are due and under way nowhere, by the name of their task.
pub async fn jobs(store: &Store, now: Timestamp) -> Result<Vec<Waiting>, StoreError> {
    let sql = "SELECT task ->> 'name', COUNT(*), MIN(due_at) FROM jobs WHERE failed_at IS NULL AND due_at <= $1 GROUP BY 1";
    store.rows(sql, params![now], read).await
}

/// Deliveries that are due and under way nowhere, all under one name; none when none is.
pub async fn deliveries(store: &Store, now: Timestamp) -> Result<Option<Waiting>, StoreError> {
    let sql =
        "SELECT 'deliveries', COUNT(*), MIN(due_at) FROM deliveries WHERE due_at <= $1 HAVING COUNT(*) > 0";
    store.row(sql, params![now], read).await
}

fn read(row: &dyn Row) -> Result<Waiting, StoreError> {
    Ok(Waiting { kind: row.get(0)?, count: row.get(1)?, oldest: row.get(2)? })
}
