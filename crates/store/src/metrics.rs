//! How busy the store is, for whoever records metrics (docs/operations.md).

use std::time::Instant;

use metrics::{gauge, histogram};

/// A read, from the moment somebody asks for it. It counts as long as it lives, also when its caller goes away.
pub(crate) struct Reading(Instant);

impl Reading {
    pub(crate) fn begin() -> Self {
        gauge!("passerelle_store_reads").increment(1.0);
        Self(Instant::now())
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        gauge!("passerelle_store_reads").decrement(1.0);
        histogram!("passerelle_store_read_duration_seconds").record(self.0.elapsed());
    }
}

/// A group that was committed.
pub(crate) fn committed(batches: usize, begun: Instant) {
    histogram!("passerelle_store_group_batches").record(u32::try_from(batches).unwrap_or(u32::MAX));
    histogram!("passerelle_store_commit_duration_seconds").record(begun.elapsed());
}
