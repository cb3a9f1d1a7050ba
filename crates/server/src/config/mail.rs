//! `[mail]`: by which server codes go to people's e-mail addresses.

use std::fmt;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use passerelle_mail::{Encryption as MailEncryption, Login, Mailer};
use serde::Deserialize;

use super::Milliseconds;
use crate::failure::Reason;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Mail {
    /// The sender, such as `Acme <no-reply@acme.com>`.
    pub(crate) from: Option<String>,
    /// The mail server.
    pub(crate) host: Option<String>,
    /// Its port; without it 465, 587 or 25, by the encryption.
    pub(crate) port: Option<u16>,
    /// How the way there is protected; `none` is for a server on this machine.
    pub(crate) encryption: Encryption,
    /// Who we are to it, if it asks.
    pub(crate) username: Option<String>,
    /// The password that goes with it.
    pub(crate) password: Option<Password>,
    /// A file that holds the password.
    pub(crate) password_file: Option<PathBuf>,
    /// Who may sign its certificate (PEM); without it the system's authorities.
    pub(crate) ca_file: Option<PathBuf>,
    /// How long one mail may take.
    pub(crate) timeout_ms: Milliseconds,
}

/// Never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Encryption {
    #[default]
    Tls,
    StartTls,
    None,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            from: None,
            host: None,
            port: None,
            encryption: Encryption::default(),
            username: None,
            password: None,
            password_file: None,
            ca_file: None,
            timeout_ms: Milliseconds::new(20_000),
        }
    }
}

impl Mail {
    /// What sends mails; none where nothing is configured.
    pub(crate) fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        self.configured().map_err(|error| Reason::Usage.because(error))
    }

    fn configured(&self) -> anyhow::Result<Option<Mailer>> {
        let (from, host) = match (&self.from, &self.host) {
            (None, None) => return Ok(None),
            (Some(from), Some(host)) => (from.clone(), host.clone()),
            (None, Some(_)) => bail!("mail.from is not set: who the mails are from"),
            (Some(_), None) => bail!("mail.host is not set: the mail server"),
        };
        let authorities = match &self.ca_file {
            Some(path) => {
                Some(std::fs::read(path).with_context(|| format!("mail.ca_file: {}", path.display()))?)
            }
            None => None,
        };
        let settings = passerelle_mail::Settings {
            from,
            host,
            port: self.port,
            encryption: match self.encryption {
                Encryption::Tls => MailEncryption::Tls,
                Encryption::StartTls => MailEncryption::StartTls,
                Encryption::None => MailEncryption::None,
            },
            login: self.login()?,
            authorities,
            timeout: self.timeout_ms.get(),
        };
        Ok(Some(Mailer::new(settings).context("mail")?))
    }

    fn login(&self) -> anyhow::Result<Option<Login>> {
        let from_file = match (&self.password, &self.password_file) {
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("mail.password_file: {}", path.display()))?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            _ => None,
        };
        let password = self.password.as_ref().map(|Password(text)| text.clone()).or(from_file);
        match (&self.username, password) {
            (None, None) => Ok(None),
            (Some(username), Some(password)) => Ok(Some(Login { username: username.clone(), password })),
            (None, Some(_)) => bail!("mail.username is not set: whose password it is"),
            (Some(_), None) => bail!("mail.password (or mail.password_file) is not set"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        let (from, host) = (Some("no-reply@acme.example".to_owned()), Some("mail.example".to_owned()));
        Mail { from, host, ..Mail::default() }
    }

    #[test]
    fn half_a_configuration_is_none() {
        assert!(Mail::default().mailer().is_ok_and(|mailer| mailer.is_none()));
        assert!(mail().mailer().is_ok_and(|mailer| mailer.is_some()));
        let password = || Some(Password("secret".to_owned()));
        let username = || Some("acme".to_owned());
        for (named, wrong) in [
            ("mail.from", Mail { from: None, ..mail() }),
            ("mail.host", Mail { host: None, ..mail() }),
            ("mail.username", Mail { password: password(), ..mail() }),
            ("mail.password", Mail { username: username(), ..mail() }),
            ("mail.password_file", Mail { password_file: Some("/no/such".into()), ..mail() }),
            ("mail.ca_file", Mail { ca_file: Some("/no/such".into()), ..mail() }),
            ("encryption", Mail { encryption: Encryption::None, ..mail() }),
        ] {
            let error = wrong.mailer().err().map(|error| format!("{error:#}")).unwrap_or_default();
            assert!(error.contains(named), "{named}: {error}");
            assert!(!format!("{wrong:?}").contains("secret"), "{wrong:?}");
        }
        let whole = Mail { username: username(), password: password(), ..mail() };
        assert!(whole.mailer().is_ok_and(|mailer| mailer.is_some()));
    }
}
