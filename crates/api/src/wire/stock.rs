//! Stocks (spec/api.md 11).

use jiff::civil::Date;
use passerelle_domain::{AccountId, Currency, Isin, Millionths, Money, Stock as Domain, StockId};
use serde::Serialize;
use utoipa::ToSchema;

use super::names;
use super::time::Time;

/// A position of a securities account.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 1_820_033, "account_id": 48_678_166, "label": "Air Liquide", "ticker": "AIRL",
    "marketplace": "Euronext Paris", "isin": "FR0000120073", "stock_key": "AI", "current_price": 171.5,
    "currency_code": "EUR", "quantity": 12, "total_value": 2058.0, "average_purchase_price": 140.25,
    "value_date": "2026-01-09", "deleted": false, "created_at": "2025-06-02T08:00:00.000Z",
    "updated_at": "2026-01-12T09:29:40.118Z"
}))]
#[expect(clippy::struct_field_names, reason = "fields are named as on the wire")]
pub(crate) struct Stock {
    #[schema(value_type = i64)]
    id: StockId,
    #[schema(value_type = i64)]
    account_id: AccountId,
    label: String,
    ticker: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    marketplace: Option<String>,
    #[schema(value_type = String, pattern = "^[A-Z]{2}[A-Z0-9]{9}[0-9]$")]
    isin: Isin,
    stock_key: String,
    /// Of one unit.
    #[schema(value_type = f64)]
    current_price: Millionths,
    #[schema(value_type = names::Currency)]
    currency_code: Currency,
    #[schema(value_type = f64)]
    quantity: Millionths,
    /// `current_price` × `quantity`.
    #[schema(value_type = f64)]
    total_value: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    average_purchase_price: Option<Millionths>,
    /// When `current_price` was taken.
    #[schema(value_type = String, format = Date)]
    value_date: Date,
    /// Gone at the bank; such ones come in lists with `since` only.
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
