//! One user's connection to one provider, and its status.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ApplicationId, ItemId, ItemKey, ProviderId, UserId};

/// The minimum kinds of account wanted (spec/connect-flow.md 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountTypes {
    /// Checking accounts and cards.
    #[default]
    Payment,
    /// Every account.
    All,
}

impl AccountTypes {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Payment, Self::All];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::All => "all",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|types| types.name() == name)
    }
}

/// The overall state of an item (spec/items.md 2). Negative codes are in progress, 0 is fine, the rest is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub enum ItemStatus {
    /// 0: healthy.
    Ok,
    /// -2: created a moment ago, first refresh running.
    JustAdded,
    /// -3: credentials just changed, refresh running.
    JustEdited,
    /// 402: wrong credentials.
    LoginFailed,
    /// 429: the user must act on the bank's own site.
    NeedsHumanAction,
    /// 1003: technical failure.
    CouldNotRefresh,
    /// 1005: account or authentication kind not supported.
    NotSupported,
    /// 1007: refreshing switched off for a while.
    DisabledTemporarily,
    /// 1009: balance moved without transactions; usable.
    Incomplete,
    /// 1010: strong customer authentication required and not given.
    NeedsManualRefresh,
    /// 1099: being moved to another provider.
    Migration,
    /// 1100: professional accounts found, not attested.
    ProAccountLocked,
}

impl ItemStatus {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Ok,
        Self::JustAdded,
        Self::JustEdited,
        Self::LoginFailed,
        Self::NeedsHumanAction,
        Self::CouldNotRefresh,
        Self::NotSupported,
        Self::DisabledTemporarily,
        Self::Incomplete,
        Self::NeedsManualRefresh,
        Self::Migration,
        Self::ProAccountLocked,
    ];

    /// The integer in the API.
    pub const fn code(self) -> i32 {
        match self {
            Self::Ok => 0,
            Self::JustAdded => -2,
            Self::JustEdited => -3,
            Self::LoginFailed => 402,
            Self::NeedsHumanAction => 429,
            Self::CouldNotRefresh => 1003,
            Self::NotSupported => 1005,
            Self::DisabledTemporarily => 1007,
            Self::Incomplete => 1009,
            Self::NeedsManualRefresh => 1010,
            Self::Migration => 1099,
            Self::ProAccountLocked => 1100,
        }
    }

    /// True while the first refresh after new credentials runs.
    pub const fn is_in_progress(self) -> bool {
        self.code() < 0
    }

    /// True when the scheduler may refresh it without the user.
    pub const fn is_refreshable(self) -> bool {
        matches!(self, Self::Ok | Self::CouldNotRefresh | Self::Incomplete)
    }

    /// True when the user can try again in the flow (spec/items.md 7).
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::LoginFailed | Self::NeedsHumanAction | Self::CouldNotRefresh | Self::NeedsManualRefresh
        )
    }

    /// The `status_code_info` of this status when nothing finer is known (spec/items.md 2.1).
    pub const fn default_info(self) -> StatusCodeInfo {
        StatusCodeInfo(Cow::Borrowed(match self {
            Self::Ok | Self::JustAdded | Self::JustEdited => "ok",
            Self::LoginFailed => "invalid_creds",
            Self::NeedsHumanAction => "tos_to_validate",
            Self::CouldNotRefresh => "cnt_crash",
            Self::NotSupported => "otp_not_supported",
            Self::DisabledTemporarily => "disabled_temporarily",
            Self::Incomplete => "incomplete",
            Self::NeedsManualRefresh => "otp_required",
            Self::Migration => "migration",
            Self::ProAccountLocked => "pro_account_locked",
        }))
    }
}

impl From<ItemStatus> for i32 {
    fn from(status: ItemStatus) -> i32 {
        status.code()
    }
}

/// Not a status of spec/items.md 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an item status")]
pub struct UnknownStatus;

impl TryFrom<i32> for ItemStatus {
    type Error = UnknownStatus;
    fn try_from(code: i32) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.code() == code).ok_or(UnknownStatus)
    }
}

/// The finer reason of a status, lower case: `ok`, `invalid_creds`, … The list is open (spec/items.md 2.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatusCodeInfo(Cow<'static, str>);

impl StatusCodeInfo {
    /// The name in the API.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StatusCodeInfo {
    type Err = UnknownStatus;
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        let allowed = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(UnknownStatus)
        }
    }
}

impl TryFrom<String> for StatusCodeInfo {
    type Error = UnknownStatus;
    fn try_from(text: String) -> Result<Self, UnknownStatus> {
        text.parse()
    }
}

impl From<StatusCodeInfo> for String {
    fn from(info: StatusCodeInfo) -> String {
        info.0.into_owned()
    }
}

impl fmt::Display for StatusCodeInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Whose it is.
    pub user_id: UserId,
    /// The application of its user.
    pub application_id: ApplicationId,
    /// The bank.
    pub provider_id: ProviderId,
    /// Which accounts were asked for.
    pub account_types: AccountTypes,
    /// How it is.
    pub status: ItemStatus,
    /// Why.
    pub status_code_info: StatusCodeInfo,
    /// When the user must authenticate again; none before the first authentication.
    pub authentication_expires_at: Option<Timestamp>,
    /// When data last came in whole.
    pub last_successful_refresh: Option<Timestamp>,
    /// When a refresh last began.
    pub last_try_refresh: Option<Timestamp>,
    /// When the user said that the item's business accounts may be shared.
    pub pro_attested_at: Option<Timestamp>,
    /// When the credentials were submitted.
    pub created_at: Timestamp,
    /// Optimistic version.
    pub version: i64,
}

impl Item {
    /// Its whole key.
    pub const fn key(&self) -> ItemKey {
        ItemKey { user: self.user_id, id: self.id }
    }
}

/// Whom an item belongs to, as the bank names them. It has no `Debug` that shows it: names never reach a log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// Given names.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
}

impl std::fmt::Debug for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Holder(…)")
    }
}
