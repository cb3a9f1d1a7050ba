//! The languages, and which of them a reader gets.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that every text exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English: what a reader gets whose languages we don't have.
    #[default]
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Spanish, as in Spain.
    Es,
    /// Italian.
    It,
    /// Portuguese, as in Portugal.
    Pt,
    /// Dutch.
    Nl,
}

/// Not the code of a language that we have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a language that texts exist in")]
pub struct UnknownLanguage;

impl Language {
    /// All of them, in the order in which the switch shows them, which is that of their declaration.
    pub const ALL: [Self; 7] = [Self::En, Self::Fr, Self::De, Self::Es, Self::It, Self::Pt, Self::Nl];

    /// The code for `lang` attributes, cookies and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Es => "es",
            Self::It => "it",
            Self::Pt => "pt",
            Self::Nl => "nl",
        }
    }

    /// The locale by whose rules texts choose plural forms. Portugal's differ from Brazil's, which `pt` alone means:
    /// `0 bancos`, not `0 banco`.
    pub(crate) const fn locale(self) -> &'static str {
        match self {
            Self::Pt => "pt-PT",
            Self::En | Self::Fr | Self::De | Self::Es | Self::It | Self::Nl => self.code(),
        }
    }

    /// The language's own name.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::De => "Deutsch",
            Self::Es => "Español",
            Self::It => "Italiano",
            Self::Pt => "Português",
            Self::Nl => "Nederlands",
        }
    }

    /// The language an `Accept-Language` header asks for (RFC 9110, 12.5.4): of those we have, the one with the greatest
    /// weight, the first of equals; English when there is none. Anything unreadable in the header is passed over.
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let mut best: Option<(Self, u16)> = None;
        for range in accept_language.unwrap_or_default().split(',') {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::of_range) else { continue };
            let weight = match parts.find_map(|parameter| parameter.trim().strip_prefix("q=")) {
                Some(weight) => thousandths(weight),
                None => Some(1000),
            };
            let Some(weight) = weight.filter(|weight| *weight > 0) else { continue };
            if best.is_none_or(|(_, greatest)| weight > greatest) {
                best = Some((language, weight));
            }
        }
        best.map_or(Self::En, |(language, _)| language)
    }

    /// The language of a range such as `fr`, `fr-CA` or `*`.
    fn of_range(range: &str) -> Option<Self> {
        let range = range.trim();
        if range == "*" {
            return Some(Self::default());
        }
        let primary = range.split('-').next()?.to_ascii_lowercase();
        primary.parse().ok()
    }
}

/// A weight between 0 and 1 with at most three decimals, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (units, decimals) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match units {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_weightiest_language_that_we_have_is_chosen() {
        for (header, language) in [
            ("fr", Language::Fr),
            ("FR-ca", Language::Fr),
            ("fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", Language::Fr),
            ("en;q=0.8, fr", Language::Fr),
            ("en;q=0.8,fr;q=0.85", Language::Fr),
            ("pl, fr;q=0.5", Language::Fr),
            ("pl, *;q=0.3, fr;q=0.5", Language::Fr),
            ("de", Language::De),
            ("de-AT,de;q=0.9,en;q=0.8", Language::De),
            ("es-419, en;q=0.5", Language::Es),
            ("it-CH;q=0.9, de;q=0.8", Language::It),
            ("pt-BR", Language::Pt),
            ("NL-be, fr;q=0.9", Language::Nl),
            ("en,fr", Language::En),
            ("fr;q=0", Language::En),
            ("fr;q=0, en;q=0.1", Language::En),
            ("*", Language::En),
            ("pl", Language::En),
            ("frr", Language::En),
            ("fr;q=2", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::negotiate(Some(header)), language, "{header}");
        }
        assert_eq!(Language::negotiate(None), Language::En);
    }

    #[test]
    fn each_language_is_known_by_its_code_and_its_own_name() {
        let known = Language::ALL.map(|language| (language.code(), language.own_name()));
        assert_eq!(
            known,
            [
                ("en", "English"),
                ("fr", "Français"),
                ("de", "Deutsch"),
                ("es", "Español"),
                ("it", "Italiano"),
                ("pt", "Português"),
                ("nl", "Nederlands"),
            ]
        );
        for (index, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language as usize, index);
            assert_eq!(language.code().parse(), Ok(language));
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(header in ".*") {
            Language::negotiate(Some(&header));
        }
    }
}
