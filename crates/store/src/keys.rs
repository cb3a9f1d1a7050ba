//! The key ring, and what is sealed with it.
//!
//! A sealed value is `key id (4 bytes) ‖ nonce (24 bytes) ‖ XChaCha20-Poly1305 ciphertext`; its place (what it is and of
//! which row) is the associated data, so a value moved to another row can't be opened there.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{Address, Options, StoreError, random};

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
    /// The code that a session sent to an e-mail address, with the address.
    SessionEmailCode(i64),
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
            Self::SessionEmailCode(id) => ("connect_session.email_code", id),
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

/// The keys of an installation. New values are sealed with the last one; older ones still open. A key that another process
/// adds to the file is taken up while this one runs.
#[derive(Clone)]
pub struct KeyRing(Arc<Ring>);

struct Ring {
    path: PathBuf,
    loaded: RwLock<Loaded>,
}

struct Loaded {
    keys: Arc<Vec<(u32, Key)>>,
    /// When the file was last looked at, and when it had last been changed then.
    looked_at: Instant,
    changed_at: Option<SystemTime>,
}

/// How often the file is looked at for new keys.
const LOOK_EVERY: Duration = Duration::from_secs(1);

const NO_PANIC: &str = "no holder of this lock panics";

impl KeyRing {
    /// Reads the key file, or makes it with one random key and mode 0600.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::File { path: path.to_owned(), source };
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Ok(mut file) => {
                let line = new_line(1);
                let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
                written.and_then(|()| sync_folder(path)).map_err(failed)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
        let loaded = load(path)?;
        Ok(Self(Arc::new(Ring { path: path.to_owned(), loaded: RwLock::new(loaded) })))
    }

    /// Reads the key file of a database; none is made.
    pub fn read(address: &Address, options: &Options) -> Result<Self, StoreError> {
        let path = address.key_file(options.key_file.as_deref())?;
        let loaded = load(&path)?;
        Ok(Self(Arc::new(Ring { path, loaded: RwLock::new(loaded) })))
    }

    /// A ring that seals and opens nothing.
    pub(crate) fn without_keys() -> Self {
        let loaded = Loaded { keys: Arc::default(), looked_at: Instant::now(), changed_at: None };
        Self(Arc::new(Ring { path: PathBuf::new(), loaded: RwLock::new(loaded) }))
    }

    /// Adds a random key, with which everything is sealed from then on. The file is replaced in one step; every process that
    /// has it open takes the key up within a second.
    pub fn add(&self) -> Result<u32, KeyError> {
        let failed = |source| KeyError::File { path: self.0.path.clone(), source };
        let text = Zeroizing::new(std::fs::read_to_string(&self.0.path).map_err(failed)?);
        let id = self.keys().iter().map(|(id, _)| id).max().map_or(1, |id| id + 1);
        let next = self.0.path.with_extension("key.new");
        let lines = Zeroizing::new(format!("{}\n{}", text.trim_end(), *new_line(id)));
        write_private(&next, &lines)
            .and_then(|()| std::fs::rename(&next, &self.0.path))
            .and_then(|()| sync_folder(&self.0.path))
            .map_err(failed)?;
        self.reload()?;
        Ok(id)
    }

    /// The ids of its keys.
    pub fn ids(&self) -> Vec<u32> {
        self.keys().iter().map(|(id, _)| *id).collect()
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The id of the key that new values are sealed with.
    pub fn newest(&self) -> u32 {
        self.keys().last().expect("a key ring holds a key").0
    }

    fn keys(&self) -> Arc<Vec<(u32, Key)>> {
        Arc::clone(&self.0.loaded.read().expect(NO_PANIC).keys)
    }

    fn reload(&self) -> Result<(), KeyError> {
        let loaded = load(&self.0.path)?;
        *self.0.loaded.write().expect(NO_PANIC) = loaded;
        Ok(())
    }

    /// Takes up what was added to the file, now and then. A file that can't be read is as if nothing was added.
    fn look(&self) {
        let (looked_at, changed_at) = {
            let loaded = self.0.loaded.read().expect(NO_PANIC);
            (loaded.looked_at, loaded.changed_at)
        };
        if looked_at.elapsed() < LOOK_EVERY {
            return;
        }
        self.0.loaded.write().expect(NO_PANIC).looked_at = Instant::now();
        if changed_at_of(&self.0.path) != changed_at
            && let Err(error) = self.reload()
        {
            tracing::warn!(%error, "the key ring can't be read again");
        }
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place, value: &[u8]) -> Vec<u8> {
        self.look();
        let keys = self.keys();
        let (id, key) = keys.last().expect("a key ring holds a key");
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
        let mut keys = self.keys();
        if keys.iter().all(|(known, _)| *known != id) {
            self.reload()?;
            keys = self.keys();
        }
        let (_, key) = keys.iter().find(|(known, _)| *known == id).ok_or(KeyError::Unopened)?;
        let associated_data = place.associated_data();
        let payload = Payload { msg: ciphertext, aad: associated_data.as_bytes() };
        XChaCha20Poly1305::new((&**key).into())
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::Unopened)
    }

    /// A keyed digest of parts, for one purpose: of what is too easy to guess to be stored as a plain digest.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; KEY_BYTES] {
        let key = Zeroizing::new(self.derive(purpose));
        let mut mac = Hmac::<Sha256>::new_from_slice(&*key).expect("HMAC takes keys of any length");
        for part in parts {
            // With its length, so that no other parts give the same bytes.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A key for another purpose, the same on every node that has this ring. It follows the first key, so that it
    /// outlives rotations.
    pub fn derive(&self, purpose: &str) -> [u8; KEY_BYTES] {
        let keys = self.keys();
        let (_, key) = keys.first().expect("a key ring holds a key");
        let mut hasher = Sha256::new();
        hasher.update(b"passerelle derived key\0");
        hasher.update(purpose.as_bytes());
        hasher.update([0]);
        hasher.update(**key);
        hasher.finalize().into()
    }
}

/// A file that nobody else may read, on disk when it answers.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Has the name of a file on disk: what is sealed with a key that a power cut took away is lost.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// A line of the file with a new key.
fn new_line(id: u32) -> Zeroizing<String> {
    let key = Zeroizing::new(random::bytes::<KEY_BYTES>());
    Zeroizing::new(format!("{id} {}\n", STANDARD.encode(*key)))
}

fn changed_at_of(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn load(path: &Path) -> Result<Loaded, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    // Before it is read: what changes meanwhile is seen the next time.
    let changed_at = changed_at_of(path);
    let mut file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Exposed(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(failed)?;
    let keys: Option<Vec<(u32, Key)>> = text.lines().map(parse_line).collect();
    let keys = keys.filter(|keys| !keys.is_empty()).ok_or_else(|| KeyError::Damaged(path.to_owned()))?;
    Ok(Loaded { keys: Arc::new(keys), looked_at: Instant::now(), changed_at })
}

fn parse_line(line: &str) -> Option<(u32, Key)> {
    let (id, key) = line.split_once(' ')?;
    let key = Zeroizing::new(STANDARD.decode(key).ok()?);
    Some((id.parse().ok()?, Zeroizing::new(key.as_slice().try_into().ok()?)))
}

/// Which key something was sealed with.
pub(crate) fn key_id(sealed: &[u8]) -> Option<u32> {
    sealed.first_chunk().map(|id| u32::from_be_bytes(*id))
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
    fn a_keyed_digest_is_of_its_purpose_its_parts_and_its_ring() {
        let ((_one, ring), (_other, another)) = (ring(), self::ring());
        let digest = ring.mac("code", &[b"session", b"123456"]);
        assert_eq!(ring.mac("code", &[b"session", b"123456"]), digest);
        assert_ne!(ring.mac("address", &[b"session", b"123456"]), digest);
        assert_ne!(ring.mac("code", &[b"sessio", b"n123456"]), digest);
        assert_ne!(another.mac("code", &[b"session", b"123456"]), digest);
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

    #[test]
    fn a_key_that_is_added_is_taken_up_by_those_who_run() {
        let (folder, ring) = ring();
        let other = KeyRing::open(&folder.path().join("p.key")).expect("another process");
        let before = ring.seal(Place::WebhookSecret(1), b"old");
        assert_eq!((ring.add().expect("a new key"), ring.newest()), (2, 2));
        let after = ring.seal(Place::WebhookSecret(1), b"new");
        assert_eq!((key_id(&before), key_id(&after)), (Some(1), Some(2)));
        assert_eq!(**other.open_sealed(Place::WebhookSecret(1), &after).expect("opens"), *b"new");
        assert_eq!(**other.open_sealed(Place::WebhookSecret(1), &before).expect("opens"), *b"old");
        assert_eq!(other.newest(), 2, "what it opened told it");
        assert_eq!(ring.derive("csrf"), other.derive("csrf"));
        let mode = std::fs::metadata(folder.path().join("p.key")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
