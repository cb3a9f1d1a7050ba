//! The countries a Connect session may name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Not one of the countries of spec/connect-flow.md 2.1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a supported country code")]
pub struct UnknownCountry;

macro_rules! countries {
    ($($code:ident)*) => {
        /// One of the 28 countries of `country_code` (spec/connect-flow.md 2.1), ISO 3166-1 alpha-2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        #[expect(missing_docs, reason = "each variant is its ISO code")]

        pub enum Country { $($code),* }

        impl Country {
            /// All of them, in the documentation's order.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The two upper-case letters.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),* }
            }
        }
    };
}

countries! { FR ES IT PT DE BE NL LU PL HU IE MT CZ NO BG SE DK AT SK FI GB GR EE IS CY HR LV RO }

impl FromStr for Country {
    type Err = UnknownCountry;
    fn from_str(code: &str) -> Result<Self, UnknownCountry> {
        Self::ALL.iter().copied().find(|country| country.code() == code).ok_or(UnknownCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;
    fn try_from(code: String) -> Result<Self, UnknownCountry> {
        code.parse()
    }
}

impl From<Country> for &'static str {
    fn from(country: Country) -> &'static str {
        country.code()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
