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

    /// Rounded down.
    pub(crate) fn from(duration: Duration) -> Self {
        Self(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    pub(crate) const fn get(self) -> Duration {
        Duration::from_millis(self.0)
    }
}
