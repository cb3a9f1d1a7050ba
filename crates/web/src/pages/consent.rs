//! What people agree to when they go on.

use serde::Serialize;

/// What is asked and for how long, beside the form whose button is the consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// Which kinds of accounts the session asks for.
    pub account_types: AccountTypes,
    /// How long the consent is good for.
    pub days: u16,
    /// Whether people choose the accounts to share, later in the flow.
    pub has_choice: bool,
}

/// Which kinds of accounts a session asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountTypes {
    /// Current accounts and cards.
    Payment,
    /// Savings, investments and loans too.
    All,
}
