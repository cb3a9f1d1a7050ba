//! `email_validation_form`.

use serde::Serialize;

use super::{CodeError, Page};
use crate::Mark;

/// The user's e-mail address is validated by a code. Its form posts `email`, `code` or nothing, as it asks; a second one posts
/// `resend=1` for a new code, and `change=1` for another address.
#[derive(Debug, Clone, Serialize)]
pub struct EmailValidationForm {
    /// The bank, where the session has one already.
    pub provider: Option<Mark>,
    /// What is asked.
    pub ask: EmailAsk,
}

/// What is asked of the address.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum EmailAsk {
    /// Which it is: the application did not say.
    Address {
        /// What was typed.
        value: String,
        /// What is wrong with it.
        error: Option<EmailError>,
        /// What keeps a code from being sent.
        trouble: Option<EmailTrouble>,
    },
    /// Whether to send a code to the one that the application gave.
    Send {
        /// The address, masked.
        email: String,
        /// What keeps a code from being sent.
        trouble: Option<EmailTrouble>,
    },
    /// The code.
    Code {
        /// The address, masked.
        email: String,
        /// For how many minutes a code is valid.
        minutes: u32,
        /// What was wrong with the last code.
        error: Option<CodeError>,
        /// How many more may be tried, once one was wrong.
        attempts_left: Option<u32>,
        /// Why no code is valid any more.
        over: Option<CodeOver>,
        /// What keeps another from being sent.
        trouble: Option<EmailTrouble>,
        /// Whether another may be asked for.
        can_resend: bool,
        /// Whether another address may be given.
        can_change: bool,
    },
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailError {
    /// Nothing was filled in.
    Missing,
    /// It is none.
    Invalid,
    /// It takes no mail.
    Refused,
}

/// What keeps a code from being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum EmailTrouble {
    /// The address takes no mail, and the application gave it.
    Refused,
    /// We can't send mail.
    Unsent,
    /// It is too soon after the last.
    TooSoon {
        /// For how long to wait.
        seconds: u32,
    },
    /// The session has had all its codes.
    NoneLeft,
}

/// Why a code is valid no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeOver {
    /// Its time is over.
    Expired,
    /// It was wrong too often.
    UsedUp,
}

impl Page for EmailValidationForm {
    const TEMPLATE: &'static str = "email_validation_form";

    fn has_error(&self) -> bool {
        match &self.ask {
            EmailAsk::Address { error, trouble, .. } => error.is_some() || trouble.is_some(),
            EmailAsk::Send { trouble, .. } => trouble.is_some(),
            EmailAsk::Code { error, over, trouble, .. } => {
                error.is_some() || over.is_some() || trouble.is_some()
            }
        }
    }
}
