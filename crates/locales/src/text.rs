//! Texts by key.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::Language;

/// The files of one language; the others have the same ones.
macro_rules! files {
    ($language:literal) => {
        &[
            include_str!(concat!("../../../locales/", $language, "/layout.ftl")),
            include_str!(concat!("../../../locales/", $language, "/connect.ftl")),
            include_str!(concat!("../../../locales/", $language, "/end.ftl")),
            include_str!(concat!("../../../locales/", $language, "/mail.ftl")),
            include_str!(concat!("../../../locales/", $language, "/problems.ftl")),
            include_str!(concat!("../../../locales/", $language, "/status.ftl")),
            include_str!(concat!("../../../locales/", $language, "/names.ftl")),
        ]
    };
}

const fn files(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => files!("en"),
        Language::Fr => files!("fr"),
        Language::De => files!("de"),
        Language::Es => files!("es"),
        Language::It => files!("it"),
        Language::Pt => files!("pt"),
        Language::Nl => files!("nl"),
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; Language::ALL.len()]> =
    LazyLock::new(|| Language::ALL.map(bundle));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let locale = language.locale().parse().expect("our locales are language identifiers");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks would stand in attributes, in titles and in what people copy.
    bundle.set_use_isolating(false);
    for source in files(language) {
        let resource = FluentResource::try_new((*source).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("the texts of `{language}` are well-formed: {errors:?}"));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("the texts of `{language}` have each key once: {errors:?}");
        }
    }
    bundle
}

/// What a text is completed with.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    /// Words, put in as they are.
    Text(&'a str),
    /// A number that the text may choose a plural form by.
    Number(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Argument<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Argument<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// No language has this key.
    #[error("no text has the key `{0}`")]
    Missing(String),
    /// The text could not be completed, which is mostly an argument that was not given.
    #[error("the text `{key}` is incomplete: {reason}")]
    Incomplete {
        /// The key.
        key: String,
        /// What the formatter said.
        reason: String,
    },
}

/// The text of a key, completed with its arguments.
pub fn try_text(
    language: Language,
    key: &str,
    arguments: &[(&str, Argument<'_>)],
) -> Result<String, TextError> {
    let bundle = &BUNDLES[language as usize];
    let missing = || TextError::Missing(key.to_owned());
    let pattern = bundle.get_message(key).and_then(|message| message.value()).ok_or_else(missing)?;
    let mut values = FluentArgs::with_capacity(arguments.len());
    for (name, argument) in arguments {
        let value = match argument {
            Argument::Text(text) => FluentValue::from(*text),
            Argument::Number(number) => FluentValue::from(*number),
        };
        values.set(*name, value);
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    match errors.first() {
        None => Ok(text),
        Some(error) => Err(TextError::Incomplete { key: key.to_owned(), reason: error.to_string() }),
    }
}

/// The text of a key, or the key itself where there is none: tests refuse that, a reader is better off with it than
/// with an error page.
pub fn text(language: Language, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
    try_text(language, key, arguments).unwrap_or_else(|_| key.to_owned())
}

/// All keys of a language, for the tests that compare them with each other and with what is used.
pub fn keys(language: Language) -> impl Iterator<Item = &'static str> {
    files(language)
        .iter()
        .flat_map(|source| source.lines())
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_end())
}
