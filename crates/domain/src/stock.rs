//! Positions of securities accounts.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::{AccountId, Currency, Isin, StockId, UserId};

/// A number with six decimals: quantities and unit prices are finer than a currency's minor unit. It serialises as the
/// JSON number it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millionths(pub i64);

impl Serialize for Millionths {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact up to 2^52 millionths: four thousand million units"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 1_000_000.0)
    }
}

/// A position of a securities account (spec/api.md 11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Its id: stable over refreshes and repairs.
    pub id: StockId,
    /// Whose it is.
    pub user_id: UserId,
    /// Its account.
    pub account_id: AccountId,
    /// The bank's own stable name of it within the account.
    pub stock_key: String,
    /// What people call it.
    pub label: String,
    /// The short name on its exchange.
    pub ticker: String,
    /// The exchange.
    pub marketplace: Option<String>,
    /// What it is.
    pub isin: Isin,
    /// The price of one unit, in units of the currency.
    pub current_price: Millionths,
    /// The currency of the prices and of the value.
    pub currency: Currency,
    /// How many units.
    pub quantity: Millionths,
    /// Price times quantity, in minor units.
    pub total_value_minor: i64,
    /// What one unit cost on average.
    pub average_purchase_price: Option<Millionths>,
    /// When the price was taken.
    pub value_date: Date,
    /// Gone at the bank: a tombstone.
    pub is_deleted: bool,
    /// When the server first saw it.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millionths_are_json_numbers() {
        let json = |millionths| serde_json::to_string(&Millionths(millionths)).expect("serialises");
        assert_eq!(json(171_500_000), "171.5");
        assert_eq!(json(12_000_000), "12.0");
        assert_eq!(json(1), "1e-6");
        assert_eq!(json(-3_141_593), "-3.141593");
    }
}
