//! Transactions (spec/api.md 10.1).

use jiff::civil::Date;
use passerelle_domain::{AccountId, Currency, Money, OperationType, Transaction as Domain, TransactionId};
use passerelle_store::StoreError;
use passerelle_store::transactions::TransactionRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::names;
use super::time::Time;

/// An operation of an account. A positive amount is a credit, a negative one a debit.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 38_000_301_122_045_i64, "clean_description": "Boulangerie du Parc",
    "provider_description": "CB BOULANGERIE DU PARC 08/01/26", "amount": -4.3, "date": "2026-01-09",
    "booking_date": "2026-01-09", "transaction_date": "2026-01-08", "value_date": "2026-01-09",
    "updated_at": "2026-01-10T06:12:48.210Z", "currency_code": "EUR", "deleted": false, "category_id": 273,
    "operation_type": "card", "account_id": 48_678_161, "future": false
}))]
#[expect(clippy::struct_field_names, reason = "fields are named as on the wire")]
pub(crate) struct Transaction<'a> {
    /// Beyond 32 bits, below 2^53.
    #[schema(value_type = i64)]
    id: TransactionId,
    /// The label, tidied up for people.
    clean_description: &'a str,
    /// The label as the bank writes it.
    provider_description: &'a str,
    #[schema(value_type = f64)]
    amount: Money,
    /// The booking date if there is one, else the transaction date, else the value date.
    #[schema(value_type = String, format = Date)]
    date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date)]
    booking_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date)]
    transaction_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date)]
    value_date: Option<Date>,
    /// When it last changed, which `since` and `until` go by.
    updated_at: Time,
    #[schema(value_type = names::Currency)]
    currency_code: Currency,
    /// Gone at the bank; such ones come in lists with `since` only.
    deleted: bool,
    category_id: i64,
    #[schema(value_type = names::OperationType)]
    operation_type: OperationType,
    #[schema(value_type = i64)]
    account_id: AccountId,
    /// Will be booked later: it counts in `instant_balance` only.
    future: bool,
}

impl<'a> From<&'a Domain> for Transaction<'a> {
    fn from(transaction: &'a Domain) -> Self {
        Self {
            id: transaction.id,
            clean_description: &transaction.clean_description,
            provider_description: &transaction.provider_description,
            amount: Money::new(transaction.amount_minor, transaction.currency),
            date: transaction.date,
            booking_date: transaction.booking_date,
            transaction_date: transaction.transaction_date,
            value_date: transaction.value_date,
            updated_at: Time(transaction.updated_at),
            currency_code: transaction.currency,
            deleted: transaction.is_deleted,
            category_id: transaction.category_id,
            operation_type: transaction.operation_type,
            account_id: transaction.account_id,
            future: transaction.is_future,
        }
    }
}

impl<'a> TryFrom<&'a TransactionRow<'_>> for Transaction<'a> {
    type Error = StoreError;

    fn try_from(row: &'a TransactionRow<'_>) -> Result<Self, StoreError> {
        let currency = row.currency()?;
        Ok(Self {
            id: row.id()?,
            clean_description: row.clean_description()?,
            provider_description: row.provider_description()?,
            amount: Money::new(row.amount_minor()?, currency),
            date: row.date()?,
            booking_date: row.booking_date()?,
            transaction_date: row.transaction_date()?,
            value_date: row.value_date()?,
            updated_at: Time(row.updated_at()?),
            currency_code: currency,
            deleted: row.is_deleted()?,
            category_id: row.category_id()?,
            operation_type: row.operation_type()?,
            account_id: row.account_id()?,
            future: row.is_future()?,
        })
    }
}
