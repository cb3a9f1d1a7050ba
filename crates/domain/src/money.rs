//! Money: integer minor units with a currency, never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// The three upper-case letters.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The sign that people write, such as `€`.
    pub fn symbol(self) -> String {
        self.0.symbol().to_string()
    }

    /// How many decimal digits its minor unit has (ISO 4217); 0 where the standard names none.
    pub fn digits(self) -> u32 {
        self.0.exponent().unwrap_or(0).into()
    }
}

/// Not a currency of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 4217 currency code")]
pub struct UnknownCurrency;

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        iso_currency::Currency::from_code(code).map(Self).ok_or(UnknownCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

/// An amount of one currency. It serialises as the JSON number of currency units that the API sends
/// (`-6.92`), so it never carries its currency with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in minor units: cents for the euro.
    pub amount_minor: i64,
    /// The currency, which says how many minor units make one.
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units.
    pub fn new(amount_minor: i64, currency: Currency) -> Self {
        Self { amount_minor, currency }
    }

    /// The amount in currency units, for output only. The quotient of two exactly representable integers is
    /// correctly rounded, so its shortest decimal form is the exact amount up to 2^52 minor units.
    #[expect(
        clippy::cast_precision_loss,
        reason = "amounts stay below 2^52 minor units: forty-five trillion euros"
    )]
    pub fn units(self) -> f64 {
        let minor_per_unit = 10_i64.pow(self.currency.digits());
        self.amount_minor as f64 / minor_per_unit as f64
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.units())
    }
}

impl fmt::Display for Money {
    /// The amount with all digits of its currency and the currency's code: `-6.92 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits() as usize;
        write!(f, "{:.digits$} {}", self.units(), self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_json_numbers_in_currency_units() {
        let json = |minor| serde_json::to_string(&Money::new(minor, Currency::EUR)).expect("serialises");
        assert_eq!(json(-692), "-6.92");
        assert_eq!(json(148_954), "1489.54");
        assert_eq!(json(10), "0.1");
        assert_eq!(Money::new(-692, Currency::EUR).to_string(), "-6.92 EUR");
        assert_eq!("JPY".parse::<Currency>().map(Currency::digits), Ok(0));
    }

    proptest! {
        #[test]
        fn no_cent_is_lost_in_json(minor in -(1_i64 << 52)..(1_i64 << 52)) {
            let json = serde_json::to_string(&Money::new(minor, Currency::EUR)).expect("serialises");
            let (sign, digits) = json.strip_prefix('-').map_or((1, json.as_str()), |rest| (-1, rest));
            let (units, cents) = digits.split_once('.').unwrap_or((digits, "0"));
            let cents: i64 = format!("{cents:0<2}").parse().expect("at most two decimals");
            let units: i64 = units.parse().expect("digits");
            prop_assert_eq!(sign * (units * 100 + cents), minor);
        }
    }
}
