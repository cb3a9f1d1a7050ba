//! Accounts of an item.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AccountId, Currency, Iban, ItemId, Money, ProviderId, UserId};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in the API and in the database.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// The kind of an account (spec/openapi-notes.md 4).
    AccountType {
        /// Current account.
        Checking = "checking",
        /// Savings account.
        Savings = "savings",
        /// Deferred-debit card.
        Card = "card",
        /// Credit.
        Loan = "loan",
        /// Securities account.
        Brokerage = "brokerage",
        /// Equity savings plan and the like.
        SharedSavingPlan = "shared_saving_plan",
        /// Life insurance.
        LifeInsurance = "life_insurance",
        /// Not yet known.
        Pending = "pending",
        /// Something else.
        Special = "special",
        /// Unknown.
        Unknown = "unknown",
    }
}

impl AccountType {
    /// True for the kinds that a `payment` session reaches.
    pub const fn is_payment(self) -> bool {
        matches!(self, Self::Checking | Self::Card)
    }
}

named! {
    /// Whether the user shares the account.
    DataAccess {
        /// Shared.
        Enabled = "enabled",
        /// Not shared: no IBAN, no balance, no transactions, no events.
        Disabled = "disabled",
    }
}

named! {
    /// Whether the item's last refresh updated the account.
    RefreshOutcome {
        /// It did.
        Successful = "successful",
        /// It did not.
        Failed = "failed",
    }
}

/// Details of a loan (spec/api.md 9.1); amounts in the account's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanDetails {
    /// Such as `mortgage`.
    pub kind: String,
    /// In thousandths of a percent: 1450 is 1.45 %.
    pub interest_rate_milli: i64,
    /// When it began.
    pub opening_date: Date,
    /// When it ends.
    pub maturity_date: Date,
    /// The next instalment's date.
    pub next_payment_date: Date,
    /// The next instalment.
    pub next_payment_minor: i64,
    /// What was lent.
    pub borrowed_minor: i64,
    /// What was paid back.
    pub repaid_minor: i64,
    /// What is left.
    pub remaining_minor: i64,
    /// Interests over the whole life.
    pub total_interests_minor: i64,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of an account, as they are stored")]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub user_id: UserId,
    /// Its item.
    pub item_id: ItemId,
    /// Its bank.
    pub provider_id: ProviderId,
    /// The bank's own stable name of it.
    pub external_key: String,
    /// The label taken from the bank.
    pub name: String,
    /// Its kind.
    pub account_type: AccountType,
    /// Its currency.
    pub currency: Currency,
    /// Booked operations only, minor units.
    pub accounting_balance_minor: Option<i64>,
    /// With pending and future operations, minor units.
    pub instant_balance_minor: Option<i64>,
    /// Shared by the user or not.
    pub data_access: DataAccess,
    /// Whether the last refresh updated it.
    pub last_refresh_status: RefreshOutcome,
    /// A business account.
    pub is_pro: bool,
    /// A business account that the user has not said may be shared: it shows no data (spec/items.md 2, status 1100).
    pub is_locked: bool,
    /// Its IBAN.
    pub iban: Option<Iban>,
    /// For loans.
    pub loan_details: Option<LoanDetails>,
    /// The bank no longer lists it.
    pub is_deleted: bool,
    /// `item.account.created` was sent for it.
    pub is_announced: bool,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Account {
    /// The balance to show: the booked one, or the expected one where the bank gives only that; zero where none.
    pub fn balance(&self) -> Money {
        let minor = self.accounting_balance_minor.or(self.instant_balance_minor).unwrap_or(0);
        Money::new(minor, self.currency)
    }
}
