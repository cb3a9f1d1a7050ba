//! Forgets how much of limits was used in windows that are over.

use jiff::ToSpan as _;
use passerelle_store::limits;

use crate::{JobError, Jobs};

pub(crate) async fn run(jobs: &Jobs) -> Result<(), JobError> {
    // A minute later: on a node whose clock is behind, a window that is forgotten while it goes on would begin anew.
    let before = jobs.clock.now() - 1.minute();
    Ok(limits::delete_ended(&jobs.store, before).await?)
}
