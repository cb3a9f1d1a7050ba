//! The key ring, and what is sealed with it.
//!
//! A sealed value is `key id (4 bytes) ‖ nonce (24 bytes) ‖ XChaCha20-Poly1305 ciphertext`; its place (what it is and of
//! which row) is the associated data, so a value moved to another row can't be opened there.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::random;

/// What a sealed value is and whose; part of what is authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What the user typed to connect an item.
    ItemCredentials(i64),
    /// What the connector remembers of an item's consent.
    ItemConsent(i64),
    /// What the connector remembers of a session's authentication.
    SessionConversation(i64),
    /// What the user answered and no job has handed to the bank yet.
    SessionAnswer(i64),
    /// What was answered to a request with an idempotency key; the number is of the key's digest.
    IdempotentAnswer(i64),
    /// The secret of a webhook.
    WebhookSecret(i64),
}

impl Place {
    fn associated_data(self) -> String {
        let (name, id) = match self {
            Self::ItemCredentials(id) => ("item.credentials", id),
            Self::ItemConsent(id) => ("item.consent", id),
            Self::SessionConversation(id) => ("connect_session.conversation", id),
            Self::SessionAnswer(id) => ("connect_session.answer", id),
            Self::IdempotentAnswer(id) => ("idempotent_request.answer", id),
            Self::WebhookSecret(id) => ("webhook.secret", id),
        };
        format!("{name}:{id}")
    }
}

/// What is wrong with the key ring or with a sealed value.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be read or made.
    #[error("the key file {path}: {source}")]
    File {
        /// The key file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Others may read it.
    #[error("the key file {0} can be read by others: its mode must be 0600")]
    Exposed(PathBuf),
    /// It is not a key file.
    #[error("the key file {0} is damaged: expected lines of a number and a base64 key of 32 bytes")]
    Damaged(PathBuf),
    /// A value was changed, moved, or sealed with a key that is gone.
    #[error("a sealed value can't be opened")]
    Unopened,
}

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
const ID_BYTES: usize = 4;

type Key = Zeroizing<[u8; KEY_BYTES]>;

/// The keys of an installation. New values are sealed with the last one; older ones still open.
#[derive(Clone)]
pub struct KeyRing(Arc<Vec<(u32, Key)>>);

impl KeyRing {
    /// Reads the key file, or makes it with one random key and mode 0600.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Ok(mut file) => {
                let key = Zeroizing::new(random::bytes::<KEY_BYTES>());
                let line = Zeroizing::new(format!("1 {}\n", STANDARD.encode(*key)));
                file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
                Ok(Self(Arc::new(vec![(1, key)])))
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::read(path),
            Err(error) => Err(failed(error)),
        }
    }

    fn read(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Exposed(path.to_owned()));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(failed)?;
        let keys: Option<Vec<(u32, Key)>> = text.lines().map(parse_line).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(Arc::new(keys))),
            _ => Err(KeyError::Damaged(path.to_owned())),
        }
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place, value: &[u8]) -> Vec<u8> {
        let (id, key) = self.0.last().expect("a key ring holds a key");
        let nonce = random::bytes::<NONCE_BYTES>();
        let associated_data = place.associated_data();
        let payload = Payload { msg: value, aad: associated_data.as_bytes() };
        let sealed = XChaCha20Poly1305::new((&**key).into())
            .encrypt(&XNonce::from(nonce), payload)
            .expect("values are far shorter than the cipher's limit");
        [&id.to_be_bytes()[..], &nonce, &sealed].concat()
    }

    /// Opens a value that was sealed for that place.
    pub fn open_sealed(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (id, rest) = sealed.split_first_chunk::<ID_BYTES>().ok_or(KeyError::Unopened)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Unopened)?;
        let id = u32::from_be_bytes(*id);
        let (_, key) = self.0.iter().find(|(known, _)| *known == id).ok_or(KeyError::Unopened)?;
        let associated_data = place.associated_data();
        let payload = Payload { msg: ciphertext, aad: associated_data.as_bytes() };
        XChaCha20Poly1305::new((&**key).into())
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Unopened)
    }

    /// A key for another purpose, the same on every node that has this ring. It follows the first key, so that it
    /// outlives rotations.
    pub fn derive(&self, purpose: &str) -> [u8; KEY_BYTES] {
        let (_, key) = self.0.first().expect("a key ring holds a key");
        let mut hasher = Sha256::new();
        hasher.update(b"passerelle derived key\0");
        hasher.update(purpose.as_bytes());
        hasher.update([0]);
        hasher.update(**key);
        hasher.finalize().into()
    }
}

fn parse_line(line: &str) -> Option<(u32, Key)> {
    let (id, key) = line.split_once(' ')?;
    let key = Zeroizing::new(STANDARD.decode(key).ok()?);
    Some((id.parse().ok()?, Zeroizing::new(key.as_slice().try_into().ok()?)))
}

/// What is stored of a secret that is only ever compared: 256 random bits need no slow hash.
pub fn digest(secret: impl AsRef<[u8]>) -> [u8; 32] {
    Sha256::digest(secret.as_ref()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> (tempfile::TempDir, KeyRing) {
        let folder = tempfile::tempdir().expect("a folder");
        let ring = KeyRing::open(&folder.path().join("p.key")).expect("a new ring");
        (folder, ring)
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let (_folder, ring) = ring();
        let sealed = ring.seal(Place::ItemCredentials(7), b"login and password");
        assert!(!sealed.windows(5).any(|window| window == b"login"));
        assert_eq!(
            **ring.open_sealed(Place::ItemCredentials(7), &sealed).expect("opens"),
            *b"login and password"
        );
        assert!(ring.open_sealed(Place::ItemCredentials(8), &sealed).is_err());
        assert!(ring.open_sealed(Place::ItemConsent(7), &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().expect("bytes") ^= 1;
        assert!(ring.open_sealed(Place::ItemCredentials(7), &changed).is_err());
        assert!(ring.open_sealed(Place::ItemCredentials(7), b"short").is_err());
    }

    #[test]
    fn the_file_is_private_and_read_again() {
        let (folder, ring) = ring();
        let path = folder.path().join("p.key");
        let mode = std::fs::metadata(&path).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let sealed = ring.seal(Place::WebhookSecret(1), b"secret");
        let again = KeyRing::open(&path).expect("the ring");
        assert_eq!(**again.open_sealed(Place::WebhookSecret(1), &sealed).expect("opens"), *b"secret");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        assert!(matches!(KeyRing::open(&path), Err(KeyError::Exposed(_))));
    }
}
