//! `sync_in_progress`, and the way to the bank's own site and back.

use serde::Serialize;

use super::Page;
use crate::Mark;

/// Waiting for the bank. It listens to `events` of its session and moves on by itself.
#[derive(Debug, Clone, Serialize)]
pub struct SyncInProgress {
    /// The bank.
    pub provider: Mark,
    /// How far it is.
    pub phase: WaitPhase,
    /// After how many seconds a browser without script asks again.
    pub refresh_seconds: u32,
}

/// How far the server is with the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WaitPhase {
    /// Authenticating.
    Connecting,
    /// Reading accounts and transactions.
    Reading {
        /// The accounts' names, in the order in which they are read.
        accounts: Vec<String>,
        /// How many are read.
        done: u32,
    },
}

/// The user goes to the bank's own site, or is there. It listens to `events` of its session and moves on by itself. Its form
/// posts `change_bank=1` for another bank, and nothing to begin anew.
#[derive(Debug, Clone, Serialize)]
pub struct AtBank {
    /// The bank.
    pub provider: Mark,
    /// Its site.
    pub href: String,
    /// Whether the page goes there by itself.
    pub goes_at_once: bool,
    /// Whether the reader may go back and choose another bank.
    pub can_change_bank: bool,
    /// After how many seconds a browser without script asks again.
    pub refresh_seconds: u32,
}

/// A return from the bank in a browser that the session is not bound to. Its form posts to `/return/confirm`.
#[derive(Clone, Serialize)]
pub struct ConfirmReturn {
    /// The bank.
    pub provider: Mark,
    /// The user's address, masked.
    pub user_email: Option<String>,
    /// What the bank gave back, as a query.
    pub given: String,
    /// The token that the form carries.
    pub csrf: String,
}

impl Page for AtBank {
    const TEMPLATE: &'static str = "at_bank";
}

impl Page for ConfirmReturn {
    const TEMPLATE: &'static str = "confirm_return";
}

impl Page for SyncInProgress {
    const TEMPLATE: &'static str = "sync_in_progress";
}
