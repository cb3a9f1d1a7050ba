//! `[connect]`

use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Connect {
    /// A session that nobody touches for so long ends.
    pub(crate) idle_ms: Milliseconds,
    /// A session ends so long after it was created.
    pub(crate) lifetime_ms: Milliseconds,
    /// After how long a synchronisation is called pending.
    pub(crate) pending_after_ms: Milliseconds,
    /// After how long a waiting page without script asks again.
    pub(crate) refresh_ms: Milliseconds,
    /// How many wrong codes end an authentication.
    pub(crate) code_attempts: u32,
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            idle_ms: Milliseconds::new(30 * 60 * 1000),
            lifetime_ms: Milliseconds::new(4 * 60 * 60 * 1000),
            pending_after_ms: Milliseconds::new(60 * 1000),
            refresh_ms: Milliseconds::new(2000),
            code_attempts: 10,
        }
    }
}
