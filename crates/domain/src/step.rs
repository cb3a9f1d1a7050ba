//! The public names of the flow's pages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A page of the flow as the callback's `step` names it (spec/connect-flow.md 3). Of the documented twelve, the ones
/// that the flow can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Choice of bank.
    HighlightedBanks,
    /// Credentials of a new item.
    BankCredsForm,
    /// New credentials of an item.
    EditBankCredsForm,
    /// Waiting for the bank; also the choice of accounts.
    SyncInProgress,
    /// One-time code, or approval in the bank's app.
    OtpForm,
    /// All went well.
    SyncSuccess,
    /// The synchronisation failed.
    SyncError,
    /// The synchronisation goes on without the user.
    SyncPending,
}

impl Step {
    /// The name in the callback.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HighlightedBanks => "highlighted_banks",
            Self::BankCredsForm => "bank_creds_form",
            Self::EditBankCredsForm => "edit_bank_creds_form",
            Self::SyncInProgress => "sync_in_progress",
            Self::OtpForm => "otp_form",
            Self::SyncSuccess => "sync_success",
            Self::SyncError => "sync_error",
            Self::SyncPending => "sync_pending",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
