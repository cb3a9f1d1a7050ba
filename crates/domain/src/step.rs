//! The public names of the flow's pages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A page of the flow as the callback's `step` names it (spec/connect-flow.md 3). All twelve are part of the contract; the flow
/// reaches those that its providers need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Choice of bank.
    HighlightedBanks,
    /// Choice of a branch of the bank.
    SubBanksList,
    /// The IBAN given could not be tied to a provider.
    LinkIbanError,
    /// The user's e-mail address is checked.
    EmailValidationForm,
    /// The user attests being entitled to professional accounts.
    ProValidationForm,
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
            Self::SubBanksList => "sub_banks_list",
            Self::LinkIbanError => "link_iban_error",
            Self::EmailValidationForm => "email_validation_form",
            Self::ProValidationForm => "pro_validation_form",
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
