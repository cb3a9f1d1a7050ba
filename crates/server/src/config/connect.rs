//! `[connect]`

use passerelle_jobs::EmailCodes;
use serde::Deserialize;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Connect {
    /// A session that nobody touches for so long ends.
    pub(crate) idle_ms: Milliseconds,
    /// A session ends so long after it was created.
    pub(crate) lifetime_ms: Milliseconds,
    /// After how long a synchronisation is called pending.
    pub(crate) pending_after_ms: Milliseconds,
    /// After how long a waiting page without script asks again.
    pub(crate) refresh_ms: Milliseconds,
    /// How many wrong codes end an authentication.
    pub(crate) code_attempts: u32,
    /// How long a code that went to an e-mail address is valid.
    pub(crate) email_code_lifetime_ms: Milliseconds,
    /// How many of them a session may ask for.
    pub(crate) email_codes: u32,
    /// How long a user waits before asking for another.
    pub(crate) email_code_pause_ms: Milliseconds,
}

impl Connect {
    /// How many codes go to an e-mail address, and how long they are valid.
    pub(crate) const fn email_codes(&self) -> EmailCodes {
        EmailCodes {
            lifetime: self.email_code_lifetime_ms.get(),
            most: self.email_codes,
            pause: self.email_code_pause_ms.get(),
        }
    }
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            idle_ms: Milliseconds::new(30 * 60 * 1000),
            lifetime_ms: Milliseconds::new(4 * 60 * 60 * 1000),
            pending_after_ms: Milliseconds::new(60 * 1000),
            refresh_ms: Milliseconds::new(2000),
            code_attempts: 10,
            email_code_lifetime_ms: Milliseconds::new(10 * 60 * 1000),
            email_codes: 5,
            email_code_pause_ms: Milliseconds::new(30 * 1000),
        }
    }
}
