//! `[testing]`: fault injection. Not for use.

use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Testing {
    /// The server kills itself right after so many commits.
    pub(crate) abort_after_commits: Option<u64>,
}
