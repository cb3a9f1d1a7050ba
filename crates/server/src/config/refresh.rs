//! `[refresh]`

use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Refresh {
    /// Between two refreshes of an item.
    pub(crate) interval_ms: Milliseconds,
}

impl Default for Refresh {
    fn default() -> Self {
        Self { interval_ms: Milliseconds::new(12 * 60 * 60 * 1000) }
    }
}
