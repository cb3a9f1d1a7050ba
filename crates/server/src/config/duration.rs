//! Durations, in whole milliseconds as the keys say.

use std::time::Duration;

use serde::Deserialize;

/// A duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Milliseconds(u64);

impl Milliseconds {
    pub(crate) const fn new(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    pub(crate) const fn get(self) -> Duration {
        Duration::from_millis(self.0)
    }
}
