//! Tokens that show that a form was ours.
//!
//! A token is an HMAC over the browser's cookie and what the form is about, so it needs no storage, works on every node
//! that has the key, and is worth nothing in another browser or another session.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::BrowserId;

/// The form field that carries the token.
pub const FIELD: &str = "csrf";

/// The server's key for CSRF tokens.
pub struct CsrfKey(Zeroizing<[u8; 32]>);

impl CsrfKey {
    /// A key of 256 secret bits; every node needs the same.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The token for forms of one scope, such as a session's id, in one browser.
    pub fn token(&self, browser: &BrowserId, scope: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).expect("HMAC takes keys of any length");
        // The cookie has a fixed length, so no other pair of cookie and scope gives the same bytes.
        mac.update(browser.as_bytes());
        mac.update(scope.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    /// Whether a form's token is the one we gave this browser for this scope.
    pub fn is_valid(&self, browser: &BrowserId, scope: &str, presented: &str) -> bool {
        self.token(browser, scope).as_bytes().ct_eq(presented.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_token_holds_only_in_its_browser_its_scope_and_under_its_key() {
        let mut rng = StdRng::seed_from_u64(1);
        let (browser, other) = (BrowserId::generate(&mut rng), BrowserId::generate(&mut rng));
        let key = CsrfKey::new([7; 32]);
        let token = key.token(&browser, "session");
        assert!(key.is_valid(&browser, "session", &token));
        assert!(!key.is_valid(&other, "session", &token));
        assert!(!key.is_valid(&browser, "session2", &token));
        assert!(!CsrfKey::new([8; 32]).is_valid(&browser, "session", &token));
        assert!(!key.is_valid(&browser, "session", ""));
        assert!(!key.is_valid(&browser, "session", &token[1..]));
        assert_eq!(token.len(), 43);
    }
}
