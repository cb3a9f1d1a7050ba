//! Forgets how much of limits was used in windows that are over, and answers that are not kept any longer.

use jiff::ToSpan as _;
use passerelle_store::{idempotency, limits};

use crate::{JobError, Jobs};

pub(crate) async fn run(jobs: &Jobs) -> Result<(), JobError> {
    // A minute later: on a node whose clock is behind, a window that is forgotten while it goes on would begin anew.
    let before = jobs.clock.now() - 1.minute();
    idempotency::delete_ended(&jobs.store, before).await?;
    Ok(limits::delete_ended(&jobs.store, before).await?)
}
