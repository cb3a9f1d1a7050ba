//! Colours, as an application names its own.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Not a `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected # and six hexadecimal digits, such as #0a7c66")]
pub struct InvalidColour;

/// A colour of sRGB. Three bytes and nothing else: what is written of it is always `#rrggbb`, so that nothing an operator
/// types reaches a stylesheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "String")]
pub struct Colour([u8; 3]);

impl Colour {
    /// The colour of these shares of red, green and blue.
    pub const fn from_rgb(rgb: [u8; 3]) -> Self {
        Self(rgb)
    }

    /// Its shares of red, green and blue.
    pub const fn rgb(self) -> [u8; 3] {
        self.0
    }
}

impl FromStr for Colour {
    type Err = InvalidColour;

    /// `#rrggbb` only, in capitals or not: no names, no short forms, no transparency.
    fn from_str(text: &str) -> Result<Self, InvalidColour> {
        let digits = text.strip_prefix('#').map(str::as_bytes);
        let Some(&[r1, r2, g1, g2, b1, b2]) = digits else { return Err(InvalidColour) };
        let byte = |high, low| Some(digit(high)? << 4 | digit(low)?);
        let rgb = byte(r1, r2).zip(byte(g1, g2)).zip(byte(b1, b2));
        rgb.map(|((red, green), blue)| Self([red, green, blue])).ok_or(InvalidColour)
    }
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        b'A'..=b'F' => Some(character - b'A' + 10),
        _ => None,
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_colour_is_six_digits_behind_a_hash() {
        assert_eq!("#0A7c66".parse(), Ok(Colour([0x0a, 0x7c, 0x66])));
        for text in [
            "",
            "#",
            "0a7c66",
            "#0a7",
            "#0a7c6",
            "#0a7c667",
            "#0a7c66ff",
            "#0a7c6g",
            "# a7c66",
            "#+a7c66",
            " #0a7c66",
            "#0a7c66 ",
            "##a7c66",
            "red",
            "rgb(1,2,3)",
            "#0a7c66;}",
            "#é7c66",
            "#\u{ff10}a7c66",
        ] {
            assert_eq!(text.parse::<Colour>(), Err(InvalidColour), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_colour_is_written_as_it_is_read(rgb: [u8; 3]) {
            let colour = Colour::from_rgb(rgb);
            prop_assert_eq!(colour.to_string().parse(), Ok(colour));
        }

        #[test]
        fn what_is_read_is_written_as_a_colour_and_nothing_else(text in ".{0,12}|#[0-9a-fA-F]{5,8}") {
            if let Ok(colour) = text.parse::<Colour>() {
                prop_assert_eq!(colour.to_string(), text.to_lowercase());
            }
        }
    }
}
