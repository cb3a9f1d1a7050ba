//! `sync_in_progress`.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WaitPhase {
    /// Authenticating.
    Connecting,
    /// Reading accounts and transactions.
    Reading {
        /// How many accounts are read.
        done: u32,
        /// Of how many; 0 while that is not known.
        total: u32,
    },
}

impl Page for SyncInProgress {
    const TEMPLATE: &'static str = "sync_in_progress";

    fn has_error(&self) -> bool {
        false
    }
}
