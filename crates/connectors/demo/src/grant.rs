//! What the bank's own site hands to whoever sent the user there: a code that says who agreed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// The name of the query parameter that holds the code.
pub const CODE: &str = "code";

/// The name of the query parameter that says why there is no code (RFC 6749, 4.1.2.1).
pub const ERROR: &str = "error";

/// The value of [`ERROR`] when the user refused.
pub const ACCESS_DENIED: &str = "access_denied";

/// That a user agreed. A real bank keeps it and hands out a name of it; this one has nothing to protect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The login that the user typed, which decides what happens next.
    pub login: String,
}

impl Grant {
    /// As the code of a return.
    pub fn to_code(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).expect("a text always serialises"))
    }

    /// Of the code of a return; none for what this bank did not hand out.
    pub fn of_code(code: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(code).ok()?).ok()
    }
}
