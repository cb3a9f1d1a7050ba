//! What the user answered to the bank, sealed with the session until a job hands it over.

use std::collections::BTreeMap;

use passerelle_connector::Input;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::JobError;

/// What a user can answer to the bank.
pub enum Answer {
    /// The way of making sure that the user chose, by the connector's key of it.
    Method(String),
    /// A one-time code.
    Code(SecretString),
    /// The wish for a new code.
    NewCode,
    /// The wish to choose another way of making sure.
    OtherMethod,
    /// What came back from the bank's own site, by name.
    Return(BTreeMap<String, SecretString>),
}

/// An answer as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored {
    Method(String),
    Code(String),
    NewCode,
    OtherMethod,
    Return(BTreeMap<String, String>),
}

impl Answer {
    /// The bytes of it, to be sealed.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let text = |secret: &SecretString| secret.expose_secret().to_owned();
        let stored = match self {
            Self::Method(key) => Stored::Method(key.clone()),
            Self::Code(code) => Stored::Code(text(code)),
            Self::NewCode => Stored::NewCode,
            Self::OtherMethod => Stored::OtherMethod,
            Self::Return(given) => {
                Stored::Return(given.iter().map(|(name, value)| (name.clone(), text(value))).collect())
            }
        };
        Zeroizing::new(serde_json::to_vec(&stored).expect("texts always serialise"))
    }
}

/// What the connector gets of the bytes of an answer.
pub(crate) fn input_of(bytes: &[u8]) -> Result<Input, JobError> {
    Ok(match serde_json::from_slice(bytes).map_err(JobError::Answer)? {
        Stored::Method(key) => Input::Method(key),
        Stored::Code(code) => Input::Code(code.into()),
        Stored::NewCode => Input::NewCode,
        Stored::OtherMethod => Input::OtherMethod,
        Stored::Return(given) => {
            Input::Return(given.into_iter().map(|(name, value)| (name, value.into())).collect())
        }
    })
}
