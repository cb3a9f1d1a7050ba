//! What work is done for: the trace of the request at its beginning. Jobs and events that are added while it is done keep
//! it, so it outlives the process.

use passerelle_domain::Trace;

use crate::{Row, StoreError};

tokio::task_local! {
    static TRACE: Option<Trace>;
}

/// Does work for a trace.
pub async fn within<F: Future>(trace: Option<Trace>, work: F) -> F::Output {
    TRACE.scope(trace, work).await
}

/// The trace that the work at hand is done for, as it is stored.
pub(crate) fn current() -> Option<String> {
    TRACE.try_with(|trace| trace.as_ref().map(ToString::to_string)).ok().flatten()
}

/// The trace in a column.
pub(crate) fn trace(row: &dyn Row, index: usize) -> Result<Option<Trace>, StoreError> {
    if row.is_null(index)? { Ok(None) } else { row.parsed(index).map(Some) }
}
