//! `[metrics]`

use std::net::SocketAddr;

use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Metrics {
    /// Address of metrics and health; without it there are no metrics.
    pub(crate) listen: Option<SocketAddr>,
    /// How often the queues are measured.
    pub(crate) sample_ms: Milliseconds,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { listen: None, sample_ms: Milliseconds::new(15_000) }
    }
}
