//! Tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use passerelle_store::random;

/// 256 random bits as text that needs no escaping anywhere.
pub(crate) fn generate() -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<32>())
}

/// The token of a session's URL: when it was made, in milliseconds of 12 hexadecimal digits, and 256 random bits.
pub(crate) fn of_session(now: Timestamp) -> String {
    format!("{:012x}{}", now.as_millisecond(), generate())
}
