//! Stocks (spec/api.md 11).

use jiff::civil::Date;
use passerelle_domain::{AccountId, Currency, Isin, Millionths, Money, Stock as Domain, StockId};
use serde::Serialize;

use super::time::Time;

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "fields are named as on the wire")]
pub(crate) struct Stock {
    id: StockId,
    account_id: AccountId,
    label: String,
    ticker: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    marketplace: Option<String>,
    isin: Isin,
    stock_key: String,
    current_price: Millionths,
    currency_code: Currency,
    quantity: Millionths,
    total_value: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    average_purchase_price: Option<Millionths>,
    value_date: Date,
    deleted: bool,
    created_at: Time,
    updated_at: Time,
}

impl From<Domain> for Stock {
    fn from(stock: Domain) -> Self {
        Self {
            id: stock.id,
            account_id: stock.account_id,
            label: stock.label,
            ticker: stock.ticker,
            marketplace: stock.marketplace,
            isin: stock.isin,
            stock_key: stock.stock_key,
            current_price: stock.current_price,
            currency_code: stock.currency,
            quantity: stock.quantity,
            total_value: Money::new(stock.total_value_minor, stock.currency),
            average_purchase_price: stock.average_purchase_price,
            value_date: stock.value_date,
            deleted: stock.is_deleted,
            created_at: Time(stock.created_at),
            updated_at: Time(stock.updated_at),
        }
    }
}
