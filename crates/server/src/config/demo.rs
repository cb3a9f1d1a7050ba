//! `[demo]`: the waits of the Demo Bank.

use passerelle_connector_demo::DemoSettings;
use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "keys name their unit")]
pub(crate) struct Demo {
    /// How long until the app approves (`app2app`).
    pub(crate) app_approval_ms: Milliseconds,
    /// How long until the app's request expires (`app2app_expiry`).
    pub(crate) app_expiry_ms: Milliseconds,
    /// How long a one-time code is good.
    pub(crate) code_lifetime_ms: Milliseconds,
    /// How long operations take to come (`slow`).
    pub(crate) slow_ms: Milliseconds,
    /// Pause before the operations of each account, while the user looks on.
    pub(crate) page_delay_ms: Milliseconds,
}

impl Default for Demo {
    fn default() -> Self {
        Self {
            app_approval_ms: Milliseconds::new(3000),
            app_expiry_ms: Milliseconds::new(8000),
            code_lifetime_ms: Milliseconds::new(300_000),
            slow_ms: Milliseconds::new(90_000),
            page_delay_ms: Milliseconds::new(150),
        }
    }
}

impl From<&Demo> for DemoSettings {
    fn from(demo: &Demo) -> Self {
        Self {
            app_approval: demo.app_approval_ms.get(),
            app_expiry: demo.app_expiry_ms.get(),
            code_lifetime: demo.code_lifetime_ms.get(),
            slow: demo.slow_ms.get(),
            page_delay: demo.page_delay_ms.get(),
        }
    }
}
