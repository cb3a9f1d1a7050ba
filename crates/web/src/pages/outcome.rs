//! `sync_success`, `sync_pending` and `sync_error`.

use jiff::civil::Date;
use serde::Serialize;

use super::Page;
use crate::Mark;

/// The main way back to the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finish {
    /// Where it leads.
    pub href: String,
    /// Whether it ends at the application; otherwise at our status page.
    pub leads_to_application: bool,
}

/// All went well.
#[derive(Debug, Clone, Serialize)]
pub struct SyncSuccess {
    /// The bank.
    pub provider: Mark,
    /// How many accounts are shared.
    pub shared_accounts: u32,
    /// Until when the bank's consent holds.
    pub access_until: Option<Date>,
    /// The way back.
    pub finish: Finish,
}

/// The synchronisation goes on without the user. The page still moves on by itself when it ends.
#[derive(Debug, Clone, Serialize)]
pub struct SyncPending {
    /// The bank.
    pub provider: Mark,
    /// The way back.
    pub finish: Finish,
    /// After how many seconds a browser without script asks again.
    pub refresh_seconds: u32,
}

/// The synchronisation failed.
#[derive(Debug, Clone, Serialize)]
pub struct SyncError {
    /// The bank.
    pub provider: Mark,
    /// What kind of failure it is, which says whose turn it is.
    pub failure: Failure,
    /// What happened: the item's status in words ([`passerelle_locales::status_description`]).
    pub reason: String,
    /// Whether trying again may help; the form posts nothing else.
    pub can_retry: bool,
    /// The way back.
    pub finish: Finish,
}

/// What kind of failure a status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The bank refused the credentials.
    Credentials,
    /// The bank wants something from the user on its own site.
    ActAtBank,
    /// A technical failure, the bank's or ours.
    Technical,
    /// It can't work.
    Unsupported,
    /// Refreshing is switched off for a while.
    Paused,
    /// The bank did not get the user's code or approval.
    Authentication,
    /// Anything else.
    Other,
}

impl Failure {
    /// The kind of failure an item's status is (spec/items.md 7).
    pub fn from_status(status_code: i32) -> Self {
        match status_code {
            402 => Self::Credentials,
            429 | 430 => Self::ActAtBank,
            1003 => Self::Technical,
            1005 => Self::Unsupported,
            1007 | 1099 => Self::Paused,
            1010 => Self::Authentication,
            _ => Self::Other,
        }
    }

    /// Whether trying again may help.
    pub fn is_retryable(self) -> bool {
        match self {
            Self::Credentials | Self::ActAtBank | Self::Technical | Self::Authentication => true,
            Self::Unsupported | Self::Paused | Self::Other => false,
        }
    }
}

impl Page for SyncSuccess {
    const TEMPLATE: &'static str = "sync_success";
}

impl Page for SyncPending {
    const TEMPLATE: &'static str = "sync_pending";
}

impl Page for SyncError {
    const TEMPLATE: &'static str = "sync_error";

    /// Its title says itself what went wrong.
    fn has_error(&self) -> bool {
        false
    }
}
