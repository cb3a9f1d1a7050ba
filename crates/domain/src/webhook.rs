//! What a webhook hears of, and why one is off.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::account::named;
use crate::event::EventKind;

/// How many webhooks an application has at most (spec/webhooks.md 1).
pub const MOST_WEBHOOKS: u32 = 10;

named! {
    /// Why nothing is sent to a webhook.
    OffReason {
        /// Its receiver answered 410.
        Gone = "gone",
        /// Nothing but failure for days.
        Failing = "failing",
        /// Somebody switched it off.
        Operator = "operator",
    }
}

/// Nothing but failure came of a webhook, and it was tried throughout.
///
/// The time after which a webhook is switched off has five parts: days, where it is five days. An attempt failed in each
/// part so far; a whole part without one, and the count begins anew: silence is no failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// The first failure.
    pub since: Timestamp,
    /// In how many parts, one after another, an attempt failed.
    pub parts: u32,
}

/// How many parts the time has after which a webhook is switched off.
const PARTS: u32 = 5;

impl Failing {
    /// What is known after one more attempt failed.
    pub fn again(before: Option<Self>, at: Timestamp, off_after: Duration) -> Self {
        let anew = Self { since: at, parts: 1 };
        let Some(before) = before else { return anew };
        let elapsed = Duration::try_from(at.duration_since(before.since)).unwrap_or_default();
        let complete = elapsed.as_nanos() / (off_after / PARTS).as_nanos().max(1);
        match u32::try_from(complete).unwrap_or(u32::MAX) {
            complete if complete < before.parts => before,
            complete if complete == before.parts => Self { parts: complete + 1, ..before },
            _ => anew,
        }
    }

    /// Whether it took so long that the webhook is switched off: each part had its failure, and another came after.
    pub const fn is_for_too_long(self) -> bool {
        self.parts > PARTS
    }
}

/// The kinds of events that a webhook hears of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subscription {
    /// All that Bridge documents. Kinds of our own are heard by those who name them.
    All,
    /// These.
    Only(Vec<EventKind>),
}

impl Subscription {
    /// All without a kind, else these.
    pub fn of(kinds: Vec<EventKind>) -> Self {
        if kinds.is_empty() { Self::All } else { Self::Only(kinds) }
    }
}

impl Serialize for Subscription {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Only(kinds) => kinds.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3600;
    const OFF_AFTER: Duration = Duration::from_hours(120);

    /// After failures at those hours.
    fn after(hours: &[u64]) -> Failing {
        let start: Timestamp = "2026-01-12T09:30:00Z".parse().expect("a time");
        let mut failing = None;
        for hour in hours {
            let at = start + Duration::from_secs(hour * HOUR);
            failing = Some(Failing::again(failing, at, OFF_AFTER));
        }
        failing.expect("an hour")
    }

    #[test]
    fn a_failure_on_each_of_five_days_and_one_after_is_too_long() {
        assert!(after(&[0, 24, 48, 72, 96, 120]).is_for_too_long());
        assert!(after(&[0, 47, 48, 95, 119, 120]).is_for_too_long());
        assert!(!after(&[0, 24, 48, 72, 96, 119]).is_for_too_long(), "it was tried for less than five days");
        assert_eq!(after(&[0, 1, 5, 23]).parts, 1);
    }

    #[test]
    fn a_day_without_an_attempt_begins_anew() {
        assert!(!after(&[0, 120]).is_for_too_long());
        assert_eq!(after(&[0, 120]), Failing { parts: 1, ..after(&[0, 120]) });
        assert!(!after(&[0, 24, 48, 72, 120]).is_for_too_long(), "the fifth day was quiet");
        assert!(!after(&[0, 1000, 1024, 1048, 1072, 1096]).is_for_too_long());
        assert!(after(&[0, 1000, 1024, 1048, 1072, 1096, 1120]).is_for_too_long());
    }
}
