//! Enqueues a refresh for every item whose time has come.

use futures::future::try_join_all;
use jiff::Timestamp;
use passerelle_domain::ItemKey;
use passerelle_store::jobs::Task;
use passerelle_store::{Batch, StoreError, items, jobs};

use crate::{JobError, Jobs};

/// So many are written side by side, in few commits.
const AT_ONCE: u32 = 100;

pub(crate) async fn run(jobs: &Jobs) -> Result<(), JobError> {
    let now = jobs.clock.now();
    loop {
        let due = items::due(&jobs.store, now, AT_ONCE).await?;
        try_join_all(due.iter().map(|(item, planned)| enqueue(jobs, *item, *planned, now))).await?;
        if due.len() < AT_ONCE as usize {
            return Ok(());
        }
    }
}

async fn enqueue(jobs: &Jobs, item: ItemKey, planned: Timestamp, now: Timestamp) -> Result<(), JobError> {
    let mut batch = Batch::new();
    items::unschedule(&mut batch, item, planned);
    jobs::enqueue(&jobs.store, &mut batch, &Task::Refresh { item }, now).await?;
    match jobs.store.write(batch).await {
        // Another node was first.
        Ok(()) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
