//! The credential form of a bank: what it asks, and what is wrong with what was typed.

use std::collections::BTreeMap;

use passerelle_connector::Field;
use passerelle_locales::try_text;
use passerelle_web::pages::{CredentialField, FieldError, FieldKind, InputMode};
use passerelle_web::{FormBody, Language};
use zeroize::Zeroizing;

/// What was typed, as it is stored.
pub(super) type Typed = Zeroizing<Vec<u8>>;

/// The empty form.
pub(super) fn empty(language: Language, fields: &[Field]) -> Vec<CredentialField> {
    fields.iter().map(|field| shown(language, field)).collect()
}

/// Reads the form; or gives it back with what is wrong, and what was typed but for secrets.
pub(super) fn read(
    language: Language,
    fields: &[Field],
    form: &FormBody,
) -> Result<Typed, Vec<CredentialField>> {
    let mut typed: BTreeMap<&str, &str> = BTreeMap::new();
    let mut answered = Vec::with_capacity(fields.len());
    for field in fields {
        let value = form.value(field.key).unwrap_or_default();
        typed.insert(field.key, value);
        let mut shown = shown(language, field);
        shown.error = error(field, value);
        if !field.is_secret {
            value.clone_into(&mut shown.value);
        }
        answered.push(shown);
    }
    if answered.iter().any(|field| field.error.is_some()) {
        return Err(answered);
    }
    Ok(Zeroizing::new(serde_json::to_vec(&typed).expect("texts always serialise")))
}

fn shown(language: Language, field: &Field) -> CredentialField {
    CredentialField {
        key: field.key.to_owned(),
        label: try_text(language, &format!("field-{}", field.key), &[]).ok(),
        kind: if field.is_secret { FieldKind::Password } else { FieldKind::Text },
        value: String::new(),
        input_mode: if field.is_numeric { InputMode::Numeric } else { InputMode::Text },
        max_length: Some(short(*field.length.end())),
        error: None,
    }
}

fn error(field: &Field, value: &str) -> Option<FieldError> {
    let length = value.chars().count();
    if value.trim().is_empty() {
        Some(FieldError::Missing)
    } else if length < *field.length.start() {
        Some(FieldError::TooShort { min: short(*field.length.start()) })
    } else if length > *field.length.end() {
        Some(FieldError::TooLong { max: short(*field.length.end()) })
    } else if field.is_numeric && !value.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(FieldError::NotDigits)
    } else {
        None
    }
}

fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
