//! The choice of accounts.

use serde::{Deserialize, Serialize};

use super::Page;
use crate::Mark;

/// The choice of the accounts to share. Its form posts `account_id` once per box ticked.
#[derive(Debug, Clone, Serialize)]
pub struct Accounts {
    /// The bank.
    pub provider: Mark,
    /// The accounts found.
    pub accounts: Vec<AccountChoice>,
    /// How many may be ticked, if that is limited.
    pub max_selectable: Option<u32>,
    /// Why the last choice was not taken.
    pub error: Option<AccountsError>,
}

/// An account to share or not.
#[derive(Debug, Clone, Serialize)]
pub struct AccountChoice {
    /// The account's id.
    pub account_id: i64,
    /// What the bank calls it.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// The last digits of its number, to tell it by.
    pub last_digits: Option<String>,
    /// What is on it.
    pub balance: Option<Balance>,
    /// Whether its box is ticked.
    pub is_selected: bool,
}

/// An amount, shown in the reader's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The amount in minor units.
    pub amount_minor: i64,
    /// How many decimal digits the currency has.
    pub digits: u32,
    /// The currency's ISO 4217 code.
    pub currency_code: String,
}

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// A current account.
    Checking,
    /// A card with deferred debit.
    Card,
    /// A savings account.
    Savings,
    /// Savings through an employer.
    SharedSavingPlan,
    /// A securities account.
    Brokerage,
    /// A life insurance.
    LifeInsurance,
    /// A loan.
    Loan,
    /// Anything else.
    Special,
}

impl AccountKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Checking,
        Self::Card,
        Self::Savings,
        Self::SharedSavingPlan,
        Self::Brokerage,
        Self::LifeInsurance,
        Self::Loan,
        Self::Special,
    ];
}

/// Why a choice of accounts was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountsError {
    /// No box was ticked.
    NoneSelected,
    /// More boxes were ticked than may be.
    TooMany,
}

impl Page for Accounts {
    const TEMPLATE: &'static str = "accounts";

    fn has_error(&self) -> bool {
        self.error.is_some()
    }
}
