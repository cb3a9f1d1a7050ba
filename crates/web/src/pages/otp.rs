//! `otp_form`.

use serde::Serialize;

use super::Page;
use crate::Mark;

/// The bank makes sure that it is the user: by a code, or by an approval in its app.
#[derive(Debug, Clone, Serialize)]
pub struct OtpForm {
    /// The bank.
    pub provider: Mark,
    /// How it makes sure.
    pub ask: OtpAsk,
}

/// How a bank makes sure that it is the user.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OtpAsk {
    /// By a one-time code, posted as `code`.
    Code {
        /// What the bank says, in the reader's language.
        message: Option<String>,
        /// The field's label; without one it has ours.
        label: Option<String>,
        /// Whether the code has digits only.
        is_numeric: bool,
        /// What was wrong with the last code.
        error: Option<CodeError>,
        /// How many more codes may be tried, once that is worth saying.
        attempts_left: Option<u32>,
    },
    /// By an approval in its app: the page waits, as `sync_in_progress` does.
    Approval {
        /// What the bank says, in the reader's language.
        message: Option<String>,
        /// After how many seconds a browser without script asks again.
        refresh_seconds: u32,
    },
}

/// What was wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeError {
    /// Nothing was filled in.
    Missing,
    /// Something else than digits.
    NotDigits,
    /// The bank refused it.
    Wrong,
}

impl Page for OtpForm {
    const TEMPLATE: &'static str = "otp_form";

    fn has_error(&self) -> bool {
        matches!(self.ask, OtpAsk::Code { error: Some(_), .. })
    }
}
