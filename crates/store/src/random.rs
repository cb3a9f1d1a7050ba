//! Chance, from the system's generator: ids that nobody can guess, secrets, and jitter. No test depends on what comes out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rand::TryRng as _;
use uuid::Uuid;

/// Random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the system has random bytes");
    bytes
}

/// 256 random bits as text that needs no escaping anywhere.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// A random UUID.
pub fn uuid() -> Uuid {
    uuid::Builder::from_random_bytes(bytes()).into_uuid()
}

/// A random UUID that holds a time, to the millisecond: UUIDs of one moment lie together.
pub fn uuid_at(at: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &bytes()).into_uuid()
}

/// A number from 0 to 1.
pub fn fraction() -> f64 {
    f64::from(u32::from_ne_bytes(bytes())) / f64::from(u32::MAX)
}
