//! Operations of an account.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::account::named;
use crate::{AccountId, Currency, TransactionId, UserId};

named! {
    /// How money moved (spec/openapi-notes.md 1).
    OperationType {
        /// Card payment.
        Card = "card",
        /// Cheque.
        Check = "check",
        /// Transfer.
        Transfer = "transfer",
        /// Direct debit.
        DirectDebit = "direct_debit",
        /// Deposit.
        Deposit = "deposit",
        /// Cash withdrawal.
        Withdrawal = "withdrawal",
        /// Payment by a deferred-debit card.
        DeferredDebitCard = "deferred_debit_card",
        /// Unknown.
        Unknown = "unknown",
    }
}

/// A transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Its id: stable over refreshes and repairs.
    pub id: TransactionId,
    /// Whose it is.
    pub user_id: UserId,
    /// Its account.
    pub account_id: AccountId,
    /// The bank's own stable name of it.
    pub external_key: String,
    /// The cleaned label.
    pub clean_description: String,
    /// The bank's raw label.
    pub provider_description: String,
    /// Minor units; negative is a debit.
    pub amount_minor: i64,
    /// The account's currency.
    pub currency: Currency,
    /// One of the three next dates.
    pub date: Date,
    /// When it was posted.
    pub booking_date: Option<Date>,
    /// When it was made.
    pub transaction_date: Option<Date>,
    /// The bank's reference date.
    pub value_date: Option<Date>,
    /// Category id (spec/openapi-notes.md 10).
    pub category_id: i64,
    /// How money moved.
    pub operation_type: OperationType,
    /// Gone at the bank: a tombstone.
    pub is_deleted: bool,
    /// Pending or upcoming: in the instant balance only.
    pub is_future: bool,
    /// Last change.
    pub updated_at: Timestamp,
}
