//! What a webhook hears of, and why one is off.

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

    /// Whether events of a kind are heard.
    pub fn includes(&self, kind: EventKind) -> bool {
        match self {
            Self::All => kind.is_for_all(),
            Self::Only(kinds) => kinds.contains(&kind),
        }
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
