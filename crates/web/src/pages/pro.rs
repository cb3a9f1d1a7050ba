//! `pro_validation_form`.

use serde::Serialize;

use super::Page;
use crate::Mark;

/// Some of the accounts are a business's: the reader says whether they may be shared. Its form posts `decision`: `attest`, or
/// `exclude` to go on without them.
#[derive(Debug, Clone, Serialize)]
pub struct ProValidationForm {
    /// The bank.
    pub provider: Mark,
    /// The business accounts.
    pub accounts: Vec<ProAccount>,
    /// Whether others are shared, with which the reader can go on.
    pub can_exclude: bool,
}

/// A business account.
#[derive(Debug, Clone, Serialize)]
pub struct ProAccount {
    /// What the bank calls it.
    pub name: String,
    /// The last digits of its number, to tell it by.
    pub last_digits: Option<String>,
}

impl Page for ProValidationForm {
    const TEMPLATE: &'static str = "pro_validation_form";
}
