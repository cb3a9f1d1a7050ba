//! `[webhooks]`

use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Webhooks {
    /// When a message is attempted, after its event.
    pub(crate) schedule_ms: Vec<Milliseconds>,
    /// How long a receiver may take.
    pub(crate) timeout_ms: Milliseconds,
    /// After how long of nothing but failure a webhook is switched off.
    pub(crate) off_after_ms: Milliseconds,
    /// How long events and what became of them are kept.
    pub(crate) keep_events_days: u32,
}

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Default for Webhooks {
    fn default() -> Self {
        let schedule = [
            0,
            5 * SECOND,
            MINUTE,
            5 * MINUTE,
            30 * MINUTE,
            2 * HOUR,
            5 * HOUR,
            12 * HOUR,
            24 * HOUR,
            36 * HOUR,
        ];
        Self {
            schedule_ms: schedule.map(Milliseconds::new).to_vec(),
            timeout_ms: Milliseconds::new(15 * SECOND),
            off_after_ms: Milliseconds::new(5 * DAY),
            keep_events_days: 30,
        }
    }
}
