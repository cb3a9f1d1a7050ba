//! E-mail addresses, as far as a server can judge them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An address of the form `local@domain`. It has no `Debug` that shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address as whoever knows it recognises it, and nobody else: `j•••@bridgeapi.io`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        format!("{}•••@{domain}", &local[..1])
    }

    /// The form in which addresses of one mailbox are the same: capitals make no difference in a domain. In what stands
    /// before it they may (RFC 5321 section 2.4).
    pub fn canonical(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        format!("{local}@{}", domain.to_ascii_lowercase())
    }

    /// The address as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// Not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct InvalidEmailAddress;

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    /// Follows the pattern of HTML's `<input type=email>` (HTML Living Standard, 4.10.5.1.5), with the length limits of
    /// RFC 5321 section 4.5.3.1, and asks for a dot in the domain.
    fn from_str(text: &str) -> Result<Self, InvalidEmailAddress> {
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmailAddress)?;
        let local_allowed = |c: u8| c.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&c);
        let label_allowed = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let valid = (1..=64).contains(&local.len())
            && local.bytes().all(local_allowed)
            && domain.len() <= 253
            && domain.contains('.')
            && domain.split('.').all(label_allowed);
        if valid { Ok(Self(text.to_owned())) } else { Err(InvalidEmailAddress) }
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;
    fn try_from(text: String) -> Result<Self, InvalidEmailAddress> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_matter_before_the_domain_only() {
        let canonical = |text: &str| text.parse::<EmailAddress>().map(|email| email.canonical());
        assert_eq!(canonical("Camille@Mail.Example"), Ok("Camille@mail.example".to_owned()));
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["a@b.fr", "camille.martin+bank@sub.example.com"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        for bad in
            ["", "a", "a@", "@b.fr", "a b@c.fr", "a@b", "a@b..fr", "a@-b.fr", "a@b.fr\n", "[email protected]"]
        {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad}");
        }
    }
}
