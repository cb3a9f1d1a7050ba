//! From a typed context to a page.

use std::fmt::{self, Write as _};

use jiff::civil::Date;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, escape_formatter};
use passerelle_locales::{Argument, Language, country_name, fold, long_date, money, try_text};
use serde::Serialize;

use crate::pages::{Balance, Page};
use crate::{Shell, assets};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$((concat!($name, ".html"), include_str!(concat!("../../../templates/connect/", $name, ".html")))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = embedded![
    "components/banks",
    "components/bridge",
    "components/consent",
    "components/credentials",
    "components/csrf",
    "components/email_trouble",
    "components/finish",
    "components/icons",
    "components/layout",
    "components/live",
    "components/note",
    "components/validity",
    "accounts",
    "bank_creds_form",
    "edit_bank_creds_form",
    "email_validation_form",
    "end",
    "exit",
    "highlighted_banks",
    "otp_form",
    "pro_validation_form",
    "problem",
    "start",
    "sync_error",
    "sync_in_progress",
    "at_bank",
    "sub_banks_list",
    "confirm_return",
    "sync_pending",
    "sync_success",
];

/// A page that could not be made: a mistake in a template, which a test over all of them would have shown.
#[derive(Debug, thiserror::Error)]
#[error("the page `{template}` could not be rendered")]
pub struct RenderError {
    pub(crate) template: &'static str,
    #[source]
    pub(crate) source: minijinja::Error,
}

/// What a template sees.
#[derive(Serialize)]
struct Context<'a, P> {
    shell: &'a Shell,
    page: &'a P,
    has_error: bool,
    /// The application's name, which most sentences need; empty where it is not known.
    app: &'a str,
}

/// All pages, ready to be rendered.
pub struct Pages {
    environments: [Environment<'static>; Language::ALL.len()],
}

impl Pages {
    /// Compiles the templates; the languages share them.
    pub fn new() -> Self {
        let templates = templates();
        Self { environments: Language::ALL.map(|language| environment(templates.clone(), language)) }
    }

    /// The HTML of a page in its shell's language.
    pub fn render<P: Page>(&self, shell: &Shell, page: &P) -> Result<String, RenderError> {
        let app = shell.application.as_ref().map_or("", |application| application.mark.name());
        let context = Context { shell, page, has_error: page.has_error(), app };
        self.environments[shell.language as usize]
            .get_template(&format!("{}.html", P::TEMPLATE))
            .and_then(|template| template.render(Serde(&context)))
            .map_err(|source| RenderError { template: P::TEMPLATE, source })
    }
}

impl Default for Pages {
    fn default() -> Self {
        Self::new()
    }
}

fn templates() -> Environment<'static> {
    let mut environment = bare_environment();
    for (name, source) in TEMPLATES {
        if let Err(error) = environment.add_template(name, source) {
            panic!("embedded templates are well-formed: {error:#}");
        }
    }
    environment.add_global("languages", languages());
    environment
}

/// How all templates are read and written.
pub(crate) fn bare_environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write_html);
    let mut syntax = SyntaxConfig::builder();
    environment.set_syntax(
        syntax.trim_blocks(true).lstrip_blocks(true).build().expect("the delimiters are the usual ones"),
    );
    environment.add_function("asset", asset);
    environment
}

fn environment(mut environment: Environment<'static>, language: Language) -> Environment<'static> {
    environment.add_function("t", move |key: &str, arguments: Kwargs| translate(language, key, &arguments));
    environment
        .add_function("rich", move |key: &str, arguments: Kwargs| emphasise(language, key, &arguments));
    environment.add_function("money", move |balance: Value| amount(language, &balance));
    environment.add_function("long_date", move |date: &str| day(language, date));
    environment.add_function("countries", move |codes: Vec<String>| countries(language, &codes));
    environment
}

/// How values are written: escaped, and an absent one not at all.
fn write_html(output: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_none() {
        return Err(failed("a template shows a value that is absent"));
    }
    match value.as_str() {
        Some(text) if !value.is_safe() => Ok(write!(output, "{}", Escaped(text))?),
        _ => escape_formatter(output, state, value),
    }
}

/// Text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    Escaped(text).to_string()
}

/// Text for content and quoted attributes. The engine's own form escapes slashes too, which nothing needs and every
/// address has.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// `t("key", name=value)`: the text of a key.
fn translate(language: Language, key: &str, arguments: &Kwargs) -> Result<String, minijinja::Error> {
    let values = named_values(arguments)?;
    let arguments: Vec<_> = values.iter().map(|(name, value)| (*name, argument(value))).collect();
    try_text(language, key, &arguments).map_err(failed)
}

/// Marks around an argument while the text is escaped. Private-use characters: no name means anything by them.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// `rich("key", name=value)`: the text of a key with its words emphasised, as HTML.
fn emphasise(language: Language, key: &str, arguments: &Kwargs) -> Result<Value, minijinja::Error> {
    let mut values = named_values(arguments)?;
    for (_, value) in &mut values {
        if let OwnedArgument::Text(text) = value {
            *text = format!("{OPEN}{}{CLOSE}", text.replace([OPEN, CLOSE], ""));
        }
    }
    let arguments: Vec<_> = values.iter().map(|(name, value)| (*name, argument(value))).collect();
    let text = try_text(language, key, &arguments).map_err(failed)?;
    let mut html = String::with_capacity(text.len() + 32);
    write!(html, "{}", Escaped(&text)).expect("a String takes everything");
    Ok(Value::from_safe_string(html.replace(OPEN, "<strong>").replace(CLOSE, "</strong>")))
}

enum OwnedArgument {
    Text(String),
    Number(i64),
}

fn argument(value: &OwnedArgument) -> Argument<'_> {
    match value {
        OwnedArgument::Text(text) => Argument::Text(text),
        OwnedArgument::Number(number) => Argument::Number(*number),
    }
}

fn named_values(arguments: &Kwargs) -> Result<Vec<(&str, OwnedArgument)>, minijinja::Error> {
    let mut values = Vec::new();
    for name in arguments.args() {
        let value: Value = arguments.get(name)?;
        let value = match (value.as_str(), value.as_i64()) {
            (Some(text), _) => OwnedArgument::Text(text.to_owned()),
            (None, Some(number)) => OwnedArgument::Number(number),
            (None, None) => {
                return Err(failed(format!("the argument `{name}` is neither words nor a number")));
            }
        };
        values.push((name, value));
    }
    Ok(values)
}

/// `asset("connect.css")`: its path.
fn asset(name: &str) -> Result<&'static str, minijinja::Error> {
    assets::path(name).ok_or_else(|| failed(format!("there is no asset `{name}`")))
}

/// `money(balance)`: the amount in the reader's form.
fn amount(language: Language, balance: &Value) -> Result<String, minijinja::Error> {
    let balance: Balance = serde::Deserialize::deserialize(balance.clone())?;
    Ok(money(language, balance.amount_minor, balance.digits, &balance.currency_code))
}

/// `long_date(date)`: the date in words.
fn day(language: Language, date: &str) -> Result<String, minijinja::Error> {
    date.parse::<Date>().map(|date| long_date(language, date)).map_err(failed)
}

/// `countries(codes)`: codes with names, in the order of the names.
fn countries(language: Language, codes: &[String]) -> Value {
    let mut countries: Vec<_> = codes.iter().map(|code| (country_name(language, code), code)).collect();
    countries.sort_by_key(|(name, _)| fold(name));
    let rows =
        countries.into_iter().map(|(name, code)| Value::from_pairs([("code", code.clone()), ("name", name)]));
    rows.collect()
}

/// The languages of the switch: codes with their own names.
fn languages() -> Value {
    let rows = Language::ALL
        .map(|language| Value::from_pairs([("code", language.code()), ("name", language.own_name())]));
    rows.into_iter().collect()
}

fn failed(reason: impl fmt::Display) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, reason.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(source: &str, value: &str) -> Result<String, minijinja::Error> {
        environment(templates(), Language::En).render_str(source, Value::from_pairs([("value", value)]))
    }

    #[test]
    fn everything_is_escaped_everywhere() {
        let nasty = "<b>&\"'/";
        let escaped = "&lt;b&gt;&amp;&quot;&#39;/";
        assert_eq!(render("{{ value }}", nasty).ok(), Some(escaped.to_owned()));
        let text = render("{{ t('back-to-application', application=value) }}", nasty);
        assert_eq!(text.ok(), Some(format!("Back to {escaped}")));
        let rich = render("{{ rich('back-to-application', application=value) }}", "<b>\u{e000}");
        assert_eq!(rich.ok(), Some("Back to <strong>&lt;b&gt;</strong>".to_owned()));
    }

    #[test]
    fn countries_stand_where_their_readers_look_for_them() {
        let codes = ["PT", "NO", "AT"].map(str::to_owned);
        let names = |language| -> Vec<String> {
            let rows = countries(language, &codes);
            let rows = rows.try_iter().expect("a list");
            rows.map(|row| row.get_attr("name").expect("a name").to_string()).collect()
        };
        assert_eq!(names(Language::De), ["Norwegen", "Österreich", "Portugal"]);
        assert_eq!(names(Language::Pt), ["Áustria", "Noruega", "Portugal"]);
    }

    #[test]
    fn nothing_that_is_missing_renders_quietly() {
        for source in [
            "{{ missing }}",
            "{{ none }}",
            "{% if missing %}{% endif %}",
            "{{ t('no-such-key') }}",
            "{{ t('back-to-application') }}",
            "{{ t('back-to-application', application=none) }}",
            "{{ asset('missing.css') }}",
        ] {
            assert!(render(source, "").is_err(), "{source}");
        }
    }
}
