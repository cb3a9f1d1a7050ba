//! `bank_creds_form`, `edit_bank_creds_form`, and the first page for an item that exists.

use serde::Serialize;

use super::{Consent, Page, Trouble};
use crate::Mark;

/// The credentials of a new item. Its form posts one value per field, by the field's key; a second form posts
/// `change_bank=1` to the same page when another bank may be chosen.
#[derive(Clone, Serialize)]
pub struct BankCredsForm {
    /// The bank.
    pub provider: Mark,
    /// What the bank asks.
    pub fields: Vec<CredentialField>,
    /// What is asked.
    pub consent: Consent,
    /// Whether the reader may go back and choose another bank.
    pub can_change_bank: bool,
    /// Whether it is a branch: the reader goes back to the branches of its group.
    pub is_branch: bool,
    /// What is the matter with the bank at present.
    pub trouble: Option<Trouble>,
}

/// New credentials of an item that has some.
#[derive(Clone, Serialize)]
pub struct EditBankCredsForm {
    /// The bank.
    pub provider: Mark,
    /// What the bank asks.
    pub fields: Vec<CredentialField>,
    /// What is asked.
    pub consent: Consent,
    /// Why new ones are needed: the item's status in words.
    pub reason: Option<String>,
}

/// A field of a credential form, as the connector describes it. Not `Debug`: what stands in it may be a login.
#[derive(Clone, Serialize)]
pub struct CredentialField {
    /// Its name in the form.
    pub key: String,
    /// Its label in the reader's language; without one, `login`, `password` and `password2` have ours.
    pub label: Option<String>,
    /// Whether it is shown while typed.
    pub kind: FieldKind,
    /// What stands in it already; a password never comes back.
    pub value: String,
    /// Which keyboard a phone shows.
    pub input_mode: InputMode,
    /// The longest answer the bank takes.
    pub max_length: Option<u16>,
    /// What is wrong with the answer.
    pub error: Option<FieldError>,
}

impl CredentialField {
    /// An empty text field with a label of ours.
    pub fn text(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            label: None,
            kind: FieldKind::Text,
            value: String::new(),
            input_mode: InputMode::Text,
            max_length: None,
            error: None,
        }
    }

    /// An empty password field with a label of ours.
    pub fn password(key: impl Into<String>) -> Self {
        Self { kind: FieldKind::Password, ..Self::text(key) }
    }
}

/// Whether a field is shown while typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Shown; browsers treat it as the user's name at the bank.
    Text,
    /// Hidden.
    Password,
}

/// Which keyboard a phone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputMode {
    /// Letters.
    Text,
    /// Digits.
    Numeric,
    /// Letters with an at sign.
    Email,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FieldError {
    /// Nothing was filled in.
    Missing,
    /// Longer than the bank takes.
    TooLong {
        /// The greatest number of characters.
        max: u16,
    },
    /// Shorter than the bank takes.
    TooShort {
        /// The least number of characters.
        min: u16,
    },
    /// Something else than digits.
    NotDigits,
    /// What the bank says, in the reader's language.
    Other {
        /// Its words.
        message: String,
    },
}

/// The first page of a session for an item that exists: it says what will happen, and its button starts it.
#[derive(Debug, Clone, Serialize)]
pub struct Start {
    /// The bank.
    pub provider: Mark,
    /// What will happen.
    pub start: StartKind,
    /// What is asked.
    pub consent: Consent,
}

/// What a session for an item that exists does.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum StartKind {
    /// Authenticates with the bank again.
    Renew,
    /// Goes on after the user did at the bank what it asks.
    ActAtBank {
        /// What the bank asks: the item's status in words.
        reason: String,
    },
    /// Reads the accounts once more.
    Refresh,
}

impl Page for BankCredsForm {
    const TEMPLATE: &'static str = "bank_creds_form";

    fn has_error(&self) -> bool {
        has_error(&self.fields)
    }
}

impl Page for EditBankCredsForm {
    const TEMPLATE: &'static str = "edit_bank_creds_form";

    fn has_error(&self) -> bool {
        has_error(&self.fields)
    }
}

impl Page for Start {
    const TEMPLATE: &'static str = "start";
}

fn has_error(fields: &[CredentialField]) -> bool {
    fields.iter().any(|field| field.error.is_some())
}
