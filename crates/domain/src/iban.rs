//! International bank account numbers (ISO 13616).

use std::fmt;
use std::str::FromStr;

use iban::IbanLike as _;
use serde::{Deserialize, Serialize};

/// A valid IBAN without spaces. It has no `Debug` that shows it: an IBAN never reaches a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);

impl Iban {
    /// The number in its electronic form, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is shown to people who must only recognise it: the last four characters.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iban(…)")
    }
}

/// Not an IBAN: wrong country, length, form or check digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid IBAN")]
pub struct InvalidIban;

impl FromStr for Iban {
    type Err = InvalidIban;
    fn from_str(text: &str) -> Result<Self, InvalidIban> {
        let iban: iban::Iban = text.parse().map_err(|_| InvalidIban)?;
        Ok(Self(iban.electronic_str().to_owned()))
    }
}

impl TryFrom<String> for Iban {
    type Error = InvalidIban;
    fn try_from(text: String) -> Result<Self, InvalidIban> {
        text.parse()
    }
}

impl From<Iban> for String {
    fn from(iban: Iban) -> String {
        iban.0
    }
}
