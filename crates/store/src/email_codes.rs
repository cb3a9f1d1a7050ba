//! The codes by which users validate their e-mail addresses, and the addresses that are validated.
//!
//! A session keeps its code sealed, with the address and the code's keyed digest. The code itself is there until it is
//! sent. Of a validated address the user keeps a keyed digest and nothing else.

use jiff::Timestamp;
use passerelle_domain::{ConnectSession, ConnectSessionUuid, EmailAddress, SessionKey, UserId};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{Batch, Place, Rows, Store, StoreError, params};

/// A code, as its session keeps it.
#[derive(Clone, Serialize, Deserialize)]
pub struct EmailCode {
    /// Where it goes.
    pub address: EmailAddress,
    /// In which language.
    pub language: String,
    /// When the user asked for it.
    pub asked_at: Timestamp,
    /// Until when it is valid.
    pub expires_at: Timestamp,
    /// The code itself, while it is not sent. Sandbox applications keep it: their developers ask for it.
    pub code: Option<String>,
    /// True when it was sent.
    pub is_sent: bool,
    digest: [u8; 32],
}

impl EmailCode {
    /// A code of a session for an address.
    pub fn new(
        store: &Store,
        session: &ConnectSession,
        address: EmailAddress,
        language: String,
        code: String,
        (asked_at, expires_at): (Timestamp, Timestamp),
    ) -> Self {
        let digest = digest(store, session.uuid, &address, &code);
        Self { address, language, asked_at, expires_at, code: Some(code), is_sent: false, digest }
    }

    /// Whether that is the code, in the time that it takes for any other.
    pub fn is(&self, store: &Store, session: &ConnectSession, typed: &str) -> bool {
        digest(store, session.uuid, &self.address, typed).ct_eq(&self.digest).into()
    }

    /// Whether another is the same code, sent or not.
    pub fn is_same(&self, other: &Self) -> bool {
        self.digest == other.digest && self.asked_at == other.asked_at
    }
}

impl Drop for EmailCode {
    fn drop(&mut self) {
        self.code.zeroize();
    }
}

/// Of one session and one address: nowhere else is the code of any use.
fn digest(store: &Store, session: ConnectSessionUuid, address: &EmailAddress, code: &str) -> [u8; 32] {
    let session = session.to_string();
    store.keys().mac("email.code", &[session.as_bytes(), address.canonical().as_bytes(), code.as_bytes()])
}

fn seal(store: &Store, key: SessionKey, code: &EmailCode) -> Vec<u8> {
    let value = Zeroizing::new(serde_json::to_vec(code).expect("texts and times always serialise"));
    store.keys().seal(Place::SessionEmailCode(key.id.get()), &value)
}

/// Keeps or forgets a session's code, in the batch that changes the session.
pub fn set(store: &Store, batch: &mut Batch, key: SessionKey, code: Option<&EmailCode>) {
    batch.push(
        "UPDATE connect_sessions SET email_code = $3 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, code.map(|code| seal(store, key, code))],
        Rows::One,
    );
}

/// Notes of a code what became of it; a conflict when the session has changed since it was read.
pub fn note(store: &Store, batch: &mut Batch, session: &ConnectSession, code: &EmailCode) {
    let key = session.key();
    batch.push(
        "UPDATE connect_sessions SET email_code = $3 WHERE user_id = $1 AND id = $2 AND version = $4",
        params![key.user, key.id, seal(store, key, code), session.version],
        Rows::One,
    );
}

/// The code that a session keeps.
pub async fn find(store: &Store, key: SessionKey) -> Result<Option<EmailCode>, StoreError> {
    let sql = "SELECT email_code FROM connect_sessions WHERE user_id = $1 AND id = $2";
    let sealed = store.row(sql, params![key.user, key.id], |row| row.get::<Option<Vec<u8>>>(0)).await?;
    let Some(sealed) = sealed.flatten() else { return Ok(None) };
    let value = store.keys().open_sealed(Place::SessionEmailCode(key.id.get()), &sealed)?;
    serde_json::from_slice(&value).map(Some).map_err(|error| StoreError::content(0, error))
}

fn address_digest(store: &Store, user: UserId, address: &EmailAddress) -> [u8; 32] {
    let user = user.get().to_be_bytes();
    store.keys().mac("email.validated", &[&user, address.canonical().as_bytes()])
}

/// Keeps that a user validated an address, in the place of the one before.
pub fn keep_validated(store: &Store, batch: &mut Batch, user: UserId, address: &EmailAddress, at: Timestamp) {
    batch.push(
        "UPDATE users SET validated_email = $2, email_validated_at = $3 WHERE id = $1",
        params![user, address_digest(store, user, address), at],
        Rows::One,
    );
}

/// Whether a user validated that address last, or any address where none is named.
pub async fn is_validated(
    store: &Store,
    user: UserId,
    address: Option<&EmailAddress>,
) -> Result<bool, StoreError> {
    let sql = "SELECT validated_email FROM users WHERE id = $1";
    let known = store.row(sql, params![user], |row| row.get::<Option<[u8; 32]>>(0)).await?.flatten();
    Ok(match (known, address) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(known), Some(address)) => known == address_digest(store, user, address),
    })
}
