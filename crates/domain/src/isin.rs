//! International securities identification numbers (ISO 6166).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A valid ISIN: two letters, nine letters and digits, and the check digit over them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Isin(String);

impl Isin {
    /// The twelve characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Isin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Not an ISIN: wrong form or check digit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid ISIN")]
pub struct InvalidIsin;

impl FromStr for Isin {
    type Err = InvalidIsin;
    fn from_str(text: &str) -> Result<Self, InvalidIsin> {
        let bytes = text.as_bytes();
        let is_upper = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let has_form = bytes.len() == 12
            && bytes[..2].iter().all(u8::is_ascii_uppercase)
            && bytes.iter().all(is_upper)
            && bytes[11].is_ascii_digit();
        if has_form && has_check_digit(bytes) { Ok(Self(text.to_owned())) } else { Err(InvalidIsin) }
    }
}

/// ISO 6166, annex: a letter counts as the two digits of its place (A is 10), and of all digits, counted from the last
/// one, every second is doubled; the digits of the result add up to a multiple of ten.
fn has_check_digit(bytes: &[u8]) -> bool {
    let digits = bytes.iter().rev().flat_map(|&byte| {
        let value = if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 };
        let tens = (value >= 10).then_some(value / 10);
        std::iter::once(value % 10).chain(tens)
    });
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| {
            let value = if place % 2 == 1 { digit * 2 } else { digit };
            u32::from(value / 10 + value % 10)
        })
        .sum();
    sum.is_multiple_of(10)
}

impl TryFrom<String> for Isin {
    type Error = InvalidIsin;
    fn try_from(text: String) -> Result<Self, InvalidIsin> {
        text.parse()
    }
}

impl From<Isin> for String {
    fn from(isin: Isin) -> String {
        isin.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_numbers_are_valid() {
        // The example of spec/api.md 11, and those that texts on ISO 6166 give.
        for good in ["FR0000120073", "US0378331005", "AU0000XVGZA3", "GB0002634946", "DE000BAY0017"] {
            assert_eq!(good.parse::<Isin>().map(|isin| isin.as_str().to_owned()), Ok(good.to_owned()));
        }
        let bad = ["", "FR0000120074", "FR000012007", "FR00001200730", "fr0000120073", "0R0000120073"];
        for bad in bad.into_iter().chain(["FR00001200É", "FR00001 0073", "US037833100A", "FR0001020073"]) {
            assert_eq!(bad.parse::<Isin>(), Err(InvalidIsin), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn one_check_digit_in_ten_is_right(start in "[A-Z]{2}[A-Z0-9]{9}") {
            let valid = (0..10).filter(|digit| format!("{start}{digit}").parse::<Isin>().is_ok()).count();
            prop_assert_eq!(valid, 1);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = text.parse::<Isin>();
        }
    }
}
