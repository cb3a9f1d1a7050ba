//! `[jobs]`

use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Jobs {
    /// How often queues are looked at for what another process added.
    pub(crate) poll_ms: Milliseconds,
    /// How long a job is one server's before another may take it.
    pub(crate) lease_ms: Milliseconds,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { poll_ms: Milliseconds::new(1000), lease_ms: Milliseconds::new(30_000) }
    }
}
