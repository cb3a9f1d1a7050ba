//! Every id is its own type; a bare integer or UUID never crosses a function.
//!
//! Sizes follow what clients read: items, accounts and providers stay below 2^31, transactions below 2^53
//! (JavaScript's exact integers). Ids are never reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id that is not an integer of the kind's range, or a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct InvalidId;

macro_rules! integer_id {
    ($($(#[$doc:meta])* $name:ident below $limit:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// The first integer that is too large for this kind of id.
            pub const LIMIT: i64 = $limit;

            /// The integer inside.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl TryFrom<i64> for $name {
            type Error = InvalidId;
            fn try_from(value: i64) -> Result<Self, InvalidId> {
                if value > 0 && value < Self::LIMIT { Ok(Self(value)) } else { Err(InvalidId) }
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse::<i64>().map_err(|_| InvalidId)?.try_into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

const BELOW_32_BITS: i64 = 1 << 31;
const BELOW_JAVASCRIPT_LIMIT: i64 = 1 << 53;

integer_id! {
    /// An application of an integrator.
    ApplicationId below BELOW_32_BITS;
    /// A user, inside; outside it is a [`UserUuid`].
    UserId below BELOW_JAVASCRIPT_LIMIT;
    /// A bank or one of its branches.
    ProviderId below BELOW_32_BITS;
    /// One user's connection to one provider.
    ItemId below BELOW_32_BITS;
    /// An account of an item.
    AccountId below BELOW_32_BITS;
    /// A position of a securities account.
    StockId below BELOW_32_BITS;
    /// A transaction of an account.
    TransactionId below BELOW_JAVASCRIPT_LIMIT;
    /// A Connect session, inside; outside it is a [`ConnectSessionUuid`].
    ConnectSessionId below BELOW_JAVASCRIPT_LIMIT;
    /// A webhook of an application.
    WebhookId below BELOW_32_BITS;
    /// An event.
    EventId below BELOW_JAVASCRIPT_LIMIT;
    /// A delivery of an event to a webhook.
    DeliveryId below BELOW_JAVASCRIPT_LIMIT;
    /// A job of the queue.
    JobId below BELOW_JAVASCRIPT_LIMIT;
}

/// The whole key of what a user owns: the owner leads, and the id is only looked for among what is the owner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Owned<T> {
    /// Whose it is.
    pub user: UserId,
    /// Which.
    pub id: T,
}

/// The whole key of an item.
pub type ItemKey = Owned<ItemId>;

/// The whole key of a Connect session.
pub type SessionKey = Owned<ConnectSessionId>;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The UUID inside.
            pub const fn get(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }
    )*};
}

uuid_id! {
    /// A user as applications know it.
    UserUuid;
    /// A Connect session as applications know it: the `id` of the answer, not the last segment of its `url`.
    ConnectSessionUuid;
    /// The `webhook-id` of an event: the same on every attempt.
    MessageId;
}

/// An application's own id of a user: `[a-zA-Z0-9-_]{1,128}` (spec/api.md 6.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalUserId(String);

impl ExternalUserId {
    /// The text inside.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExternalUserId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        if (1..=128).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_in_their_range() {
        assert_eq!("2147483647".parse::<ItemId>().map(ItemId::get), Ok(2_147_483_647));
        for bad in ["2147483648", "0", "-1", "", "9223372036854775808", "1.0", "x"] {
            assert_eq!(bad.parse::<ItemId>(), Err(InvalidId), "{bad}");
        }
        assert!("9007199254740991".parse::<TransactionId>().is_ok());
        assert!("9007199254740992".parse::<TransactionId>().is_err());
    }

    #[test]
    fn external_user_ids_follow_the_documented_pattern() {
        assert!("crm-4711_B".parse::<ExternalUserId>().is_ok());
        assert!("a".repeat(128).parse::<ExternalUserId>().is_ok());
        for bad in [String::new(), "a b".into(), "é".into(), "a".repeat(129)] {
            assert!(bad.parse::<ExternalUserId>().is_err(), "{bad}");
        }
    }
}
