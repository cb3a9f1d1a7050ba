//! The pages of the flow: one type each, which its template can be filled with and nothing else.

mod accounts;
mod banks;
mod consent;
mod credentials;
mod email;
mod end;
mod otp;
mod outcome;
mod pro;
mod problem;
mod waiting;

use serde::Serialize;

pub use accounts::{AccountChoice, AccountKind, Accounts, AccountsError, Balance};
pub use banks::{Bank, BanksError, Choice, HighlightedBanks, SubBanksList, Trouble};
pub use consent::{AccountTypes, Consent};
pub use credentials::{
    BankCredsForm, CredentialField, EditBankCredsForm, FieldError, FieldKind, InputMode, Start, StartKind,
};
pub use email::{CodeOver, EmailAsk, EmailError, EmailTrouble, EmailValidationForm};
pub use end::{ConfirmExit, End, EndOutcome, ExitEffect};
pub use otp::{CodeAsk, CodeError, MethodChoice, MethodKind, OtpAsk, OtpForm, PictureView, Validity};
pub use outcome::{Failure, Finish, SyncError, SyncPending, SyncSuccess};
pub use pro::{ProAccount, ProValidationForm};
pub use problem::{Problem, ProblemKind};
pub use waiting::{AtBank, ConfirmReturn, SyncInProgress, WaitPhase};

/// A page that can be rendered.
pub trait Page: Serialize {
    /// The template's name under `/templates/connect`, without extension.
    const TEMPLATE: &'static str;

    /// Whether the reader has to put something right on it, which the window's title then says first.
    fn has_error(&self) -> bool {
        false
    }
}
