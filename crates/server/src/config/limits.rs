//! `[limits]`: how much is too much. 0 switches a limit off.

use passerelle_api::{Limit, LimitSettings};
use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    /// Requests of an application in a window.
    pub(crate) application_requests: u32,
    pub(crate) application_window_ms: Milliseconds,
    /// Requests for a user in a window.
    pub(crate) user_requests: u32,
    pub(crate) user_window_ms: Milliseconds,
    /// Tokens for a user in a window.
    pub(crate) authentications: u32,
    pub(crate) authentication_window_ms: Milliseconds,
    /// Sessions that manage an item in any 24 hours.
    pub(crate) management_flows: u32,
}

impl Default for Limits {
    /// As documented (spec/api.md 4).
    fn default() -> Self {
        Self {
            application_requests: 2000,
            application_window_ms: Milliseconds::new(300_000),
            user_requests: 60,
            user_window_ms: Milliseconds::new(60_000),
            authentications: 10,
            authentication_window_ms: Milliseconds::new(60_000),
            management_flows: 4,
        }
    }
}

impl From<&Limits> for LimitSettings {
    fn from(limits: &Limits) -> Self {
        let limit = |permits, window: Milliseconds| Limit { permits, window: window.get() };
        Self {
            application_requests: limit(limits.application_requests, limits.application_window_ms),
            user_requests: limit(limits.user_requests, limits.user_window_ms),
            authentications: limit(limits.authentications, limits.authentication_window_ms),
            management_flows: limits.management_flows,
        }
    }
}
