//! How an application or a bank looks: its name, and its logo or a monogram in its place.

use serde::Serialize;

/// A name with its picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    name: String,
    logo_url: Option<String>,
    monogram: String,
    tint: u8,
}

/// How many tints the stylesheet has for monograms.
const TINTS: u32 = 6;

impl Mark {
    /// A name and, if there is one, the logo's address. The address must be of our own origin: the pages load no
    /// picture from elsewhere.
    pub fn new(name: impl Into<String>, logo_url: Option<String>) -> Self {
        let name = name.into();
        let initials = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
        let monogram = initials.take(2).flat_map(char::to_uppercase).collect();
        // Any function will do that gives the same name the same colour everywhere.
        let sum = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let tint = u8::try_from(sum % TINTS).expect("fewer than 256 tints");
        Self { name, logo_url, monogram, tint }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monogram_is_the_initials_of_two_words() {
        for (name, monogram) in [
            ("Demo Bank", "DB"),
            ("Crédit Agricole Île-de-France", "CA"),
            ("boursorama", "B"),
            ("écu & co", "ÉC"),
            ("", ""),
        ] {
            assert_eq!(Mark::new(name, None).monogram, monogram);
        }
    }
}
