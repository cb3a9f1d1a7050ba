//! The texts that people read, and the choice of a language.
//!
//! Every sentence lives in `/locales/<language>/*.ftl` and is compiled in, so a server can't start with a text missing.
//! The languages have the same keys, which a test checks; what is right in one of them and not translatable (the form
//! of an amount or of a date) is written in [`mod@format`].

mod categories;
mod fold;
pub mod format;
mod language;
mod status;
mod text;

pub use categories::{Category, categories, category};
pub use fold::fold;
pub use format::{country_name, long_date, money};
pub use language::{Language, UnknownLanguage};
pub use status::status_description;
pub use text::{Argument, TextError, keys, text, try_text};
