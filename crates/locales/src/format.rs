//! Forms of amounts, dates and countries that differ by language.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::text::text;
use crate::{Argument, Language};

/// An amount as the reader writes it: `€1,489.54`, `1 489,54 €`. `digits` is how many of the minor unit's digits stand
/// behind the decimal sign.
pub fn money(language: Language, amount_minor: i64, digits: u32, currency_code: &str) -> String {
    let (thousands, decimal) = match language {
        Language::En => (",", "."),
        Language::Fr => ("\u{202f}", ","),
    };
    let per_unit = 10_u64.checked_pow(digits).unwrap_or(1);
    let minor = amount_minor.unsigned_abs();
    let mut amount = grouped(minor / per_unit, thousands);
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
        (Language::Fr, symbol) => format!("{sign}{amount}\u{a0}{}", symbol.unwrap_or(currency_code)),
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

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// A date in words: `23 May 2027`, `1er mai 2027`.
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

    #[test]
    fn amounts_have_the_readers_form() {
        for (minor, digits, code, english, french) in [
            (148_954, 2, "EUR", "€1,489.54", "1\u{202f}489,54\u{a0}€"),
            (-692, 2, "EUR", "−€6.92", "−6,92\u{a0}€"),
            (5, 2, "EUR", "€0.05", "0,05\u{a0}€"),
            (0, 2, "GBP", "£0.00", "0,00\u{a0}£"),
            (1_234_567, 0, "JPY", "JPY\u{a0}1,234,567", "1\u{202f}234\u{202f}567\u{a0}JPY"),
            (
                i64::MIN,
                2,
                "EUR",
                "−€92,233,720,368,547,758.08",
                "−92\u{202f}233\u{202f}720\u{202f}368\u{202f}547\u{202f}758,08\u{a0}€",
            ),
        ] {
            assert_eq!(money(Language::En, minor, digits, code), english);
            assert_eq!(money(Language::Fr, minor, digits, code), french);
        }
    }

    #[test]
    fn dates_are_written_out() {
        let date = |day| Date::new(2027, 5, day).expect("a day in May");
        assert_eq!(long_date(Language::En, date(1)), "1\u{a0}May 2027");
        assert_eq!(long_date(Language::Fr, date(1)), "1er\u{a0}mai 2027");
        assert_eq!(long_date(Language::Fr, date(23)), "23\u{a0}mai 2027");
    }

    #[test]
    fn countries_have_names_in_both_languages() {
        assert_eq!(country_name(Language::En, "DE"), "Germany");
        assert_eq!(country_name(Language::Fr, "de"), "Allemagne");
        assert_eq!(country_name(Language::Fr, "XX"), "XX");
    }
}
