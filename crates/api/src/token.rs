//! Tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passerelle_store::random;

/// 256 random bits as text that needs no escaping anywhere.
pub(crate) fn generate() -> String {
    URL_SAFE_NO_PAD.encode(random::bytes::<32>())
}
