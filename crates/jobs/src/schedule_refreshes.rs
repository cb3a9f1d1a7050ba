//! Enqueues a refresh for every item whose time has come.

use passerelle_store::jobs::Task;
use passerelle_store::{Batch, StoreError, items, jobs};

use crate::{JobError, Jobs};

const AT_ONCE: u32 = 100;

pub(crate) async fn run(jobs: &Jobs) -> Result<(), JobError> {
    let now = jobs.clock.now();
    for (item, planned) in items::due(&jobs.store, now, AT_ONCE).await? {
        let mut batch = Batch::new();
        items::unschedule(&mut batch, item, planned);
        jobs::enqueue(&jobs.store, &mut batch, &Task::Refresh { item }, now).await?;
        match jobs.store.write(batch).await {
            // Another node was first.
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
