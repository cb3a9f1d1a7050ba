//! Transactions (spec/api.md 10.1).

use jiff::civil::Date;
use passerelle_domain::{AccountId, Currency, Money, OperationType, Transaction as Domain, TransactionId};
use passerelle_store::StoreError;
use passerelle_store::transactions::TransactionRow;
use serde::Serialize;

use super::time::Time;

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "fields are named as on the wire")]
pub(crate) struct Transaction<'a> {
    id: TransactionId,
    clean_description: &'a str,
    provider_description: &'a str,
    amount: Money,
    date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_date: Option<Date>,
    updated_at: Time,
    currency_code: Currency,
    deleted: bool,
    category_id: i64,
    operation_type: OperationType,
    account_id: AccountId,
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
