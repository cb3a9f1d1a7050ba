//! Forms of amounts, dates and countries that differ by language.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::text::text;
use crate::{Argument, Language};

/// An amount as the reader writes it: `€1,489.54`, `1 489,54 €`. `digits` is how many of the minor unit's digits stand
/// behind the decimal sign. Separators, groups and the sign's place are those of CLDR.
pub fn money(language: Language, amount_minor: i64, digits: u32, currency_code: &str) -> String {
    let (thousands, decimal) = match language {
        Language::En => (",", "."),
        Language::Fr => ("\u{202f}", ","),
        Language::De | Language::Es | Language::It | Language::Nl => (".", ","),
        Language::Pt => ("\u{a0}", ","),
    };
    // How many digits are grouped at all: some languages leave four of them together.
    let grouped_from = match language {
        Language::En | Language::Fr | Language::De | Language::Nl => 4,
        Language::Es | Language::It | Language::Pt => 5,
    };
    let per_unit = 10_u64.checked_pow(digits).unwrap_or(1);
    let minor = amount_minor.unsigned_abs();
    let units = (minor / per_unit).to_string();
    let mut amount = if units.len() < grouped_from { units } else { grouped(&units, thousands) };
    if per_unit > 1 {
        amount.push_str(decimal);
        let width = digits as usize;
        let cents = minor % per_unit;
        write!(amount, "{cents:0width$}").expect("writing to a string never fails");
    }
    let sign = if amount_minor < 0 { "\u{2212}" } else { "" };
    match (language, symbol(currency_code)) {
        (Language::En, Some(symbol)) => format!("{sign}{symbol}{amount}"),
        (Language::En, None) => format!("{sign}{currency_code}\u{a0}{amount}"),
        (Language::Nl, symbol) => format!("{}\u{a0}{sign}{amount}", symbol.unwrap_or(currency_code)),
        (Language::Fr | Language::De | Language::Es | Language::It | Language::Pt, symbol) => {
            format!("{sign}{amount}\u{a0}{}", symbol.unwrap_or(currency_code))
        }
    }
}

/// A sign that readers in all our languages know; other currencies show their code.
fn symbol(currency_code: &str) -> Option<&'static str> {
    match currency_code {
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        _ => None,
    }
}

fn grouped(digits: &str, separator: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A date in words: `23 May 2027`, `1er mai 2027`, `23 de mayo de 2027`.
pub fn long_date(language: Language, date: Date) -> String {
    let month = text(language, &format!("month-{}", date.month()), &[]);
    let day = match (language, date.day()) {
        (Language::Fr, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    let arguments = [
        ("day", Argument::Text(&day)),
        ("month", Argument::Text(&month)),
        ("year", Argument::Text(&date.year().to_string())),
    ];
    text(language, "long-date", &arguments)
}

/// The name of a country by its ISO 3166-1 code; the code itself where we have no name.
pub fn country_name(language: Language, country_code: &str) -> String {
    let key = format!("country-{}", country_code.to_ascii_lowercase());
    crate::try_text(language, &key, &[]).unwrap_or_else(|_| country_code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Readable here: `_` for a space that does not break, `'` for the narrow one.
    fn spaced(text: &str) -> String {
        text.replace('_', "\u{a0}").replace('\'', "\u{202f}")
    }

    #[test]
    fn amounts_have_the_readers_form() {
        let amounts = [
            (148_954, 2, "EUR"),
            (-692, 2, "EUR"),
            (5, 2, "EUR"),
            (2_295_000, 2, "EUR"),
            (0, 2, "GBP"),
            (1_234_567, 0, "JPY"),
        ];
        for (language, written) in [
            (Language::En, ["€1,489.54", "−€6.92", "€0.05", "€22,950.00", "£0.00", "JPY_1,234,567"]),
            (Language::Fr, ["1'489,54_€", "−6,92_€", "0,05_€", "22'950,00_€", "0,00_£", "1'234'567_JPY"]),
            (Language::De, ["1.489,54_€", "−6,92_€", "0,05_€", "22.950,00_€", "0,00_£", "1.234.567_JPY"]),
            (Language::Es, ["1489,54_€", "−6,92_€", "0,05_€", "22.950,00_€", "0,00_£", "1.234.567_JPY"]),
            (Language::It, ["1489,54_€", "−6,92_€", "0,05_€", "22.950,00_€", "0,00_£", "1.234.567_JPY"]),
            (Language::Pt, ["1489,54_€", "−6,92_€", "0,05_€", "22_950,00_€", "0,00_£", "1_234_567_JPY"]),
            (Language::Nl, ["€_1.489,54", "€_−6,92", "€_0,05", "€_22.950,00", "£_0,00", "JPY_1.234.567"]),
        ] {
            for ((minor, digits, code), written) in amounts.into_iter().zip(written) {
                assert_eq!(money(language, minor, digits, code), spaced(written), "{language}");
            }
        }
    }

    #[test]
    fn no_amount_is_too_great() {
        for (language, least) in [
            (Language::En, "−€92,233,720,368,547,758.08"),
            (Language::Fr, "−92'233'720'368'547'758,08_€"),
            (Language::Nl, "€_−92.233.720.368.547.758,08"),
        ] {
            assert_eq!(money(language, i64::MIN, 2, "EUR"), spaced(least));
        }
    }

    #[test]
    fn dates_are_written_out() {
        let date = |day| Date::new(2027, 5, day).expect("a day in May");
        for (language, first, later) in [
            (Language::En, "1_May 2027", "23_May 2027"),
            (Language::Fr, "1er_mai 2027", "23_mai 2027"),
            (Language::De, "1._Mai 2027", "23._Mai 2027"),
            (Language::Es, "1_de mayo de 2027", "23_de mayo de 2027"),
            (Language::It, "1_maggio 2027", "23_maggio 2027"),
            (Language::Pt, "1_de maio de 2027", "23_de maio de 2027"),
            (Language::Nl, "1_mei 2027", "23_mei 2027"),
        ] {
            assert_eq!(long_date(language, date(1)), spaced(first));
            assert_eq!(long_date(language, date(23)), spaced(later));
        }
    }

    #[test]
    fn countries_have_names_in_every_language() {
        for (language, germany) in [
            (Language::En, "Germany"),
            (Language::Fr, "Allemagne"),
            (Language::De, "Deutschland"),
            (Language::Es, "Alemania"),
            (Language::It, "Germania"),
            (Language::Pt, "Alemanha"),
            (Language::Nl, "Duitsland"),
        ] {
            assert_eq!(country_name(language, "DE"), germany);
            assert_eq!(country_name(language, "de"), germany);
            assert_eq!(country_name(language, "XX"), "XX");
        }
    }
}
