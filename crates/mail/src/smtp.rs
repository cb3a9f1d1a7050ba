//! Sending a mail: one connection, one recipient.

use std::error::Error as _;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use passerelle_domain::EmailAddress;
use uuid::Uuid;

use crate::CodeLetter;

/// How the way to the mail server is protected. None of them falls back to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte.
    Tls,
    /// TLS by `STARTTLS`, before anything else; a server that does not offer it gets nothing.
    StartTls,
    /// None: to this machine only.
    None,
}

impl Encryption {
    const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// Who we are to the mail server.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Which server sends, and as whom.
#[derive(Clone)]
pub struct Settings {
    /// The sender, such as `Acme <no-reply@acme.com>`.
    pub from: String,
    /// The mail server.
    pub host: String,
    /// Its port; without one the usual one of the encryption.
    pub port: Option<u16>,
    /// How the way there is protected.
    pub encryption: Encryption,
    /// Who we are to it, if it asks.
    pub login: Option<Login>,
    /// Who may sign its certificate (PEM); without it the system's authorities.
    pub authorities: Option<Vec<u8>>,
    /// How long one mail may take.
    pub timeout: Duration,
}

/// Settings that no mail could be sent with.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSettings {
    /// The sender is no address.
    #[error("from: expected an address such as `Acme <no-reply@acme.com>`")]
    From(#[source] lettre::address::AddressError),
    /// Mails would cross a network as they are.
    #[error("encryption: `none` is for a mail server on this machine only, and {0} is another")]
    Exposed(String),
    /// The authorities can't be read.
    #[error("ca_file: expected certificates in PEM")]
    Authorities(#[source] lettre::transport::smtp::Error),
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The server takes nothing for this address, now or later.
    #[error("the mail server refused the recipient with {code}")]
    Refused {
        /// What it answered.
        code: u16,
    },
    /// It did not work this time.
    #[error("the mail server took nothing at {stage}: {reason}")]
    Unsent {
        /// How far it went.
        stage: &'static str,
        /// What happened, without anything that the server said of the mail.
        reason: String,
    },
}

/// What sends mails. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: Mailbox,
    host: String,
    port: u16,
    encryption: Encryption,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    timeout: Duration,
}

impl Mailer {
    /// Checks the settings; nothing is sent.
    pub fn new(settings: Settings) -> Result<Self, InvalidSettings> {
        let Settings { from, host, port, encryption, login, authorities, timeout } = settings;
        let from: Mailbox = from.parse().map_err(InvalidSettings::From)?;
        let tls = match encryption {
            Encryption::None if is_this_machine(&host) => None,
            Encryption::None => return Err(InvalidSettings::Exposed(host)),
            Encryption::Tls | Encryption::StartTls => Some(tls(&host, authorities)?),
        };
        Ok(Self {
            from,
            port: port.unwrap_or(encryption.port()),
            host,
            encryption,
            tls,
            credentials: login.map(|login| Credentials::new(login.username, login.password)),
            timeout,
        })
    }

    /// Sends a letter, once; `id` becomes its `Message-ID`.
    ///
    /// # Errors
    /// [`SendError::Refused`] when another try would not help; [`SendError::Unsent`] when it may.
    pub async fn send(
        &self,
        to: &EmailAddress,
        letter: &CodeLetter<'_>,
        at: Timestamp,
        id: Uuid,
    ) -> Result<(), SendError> {
        // What no mail can be addressed to.
        let to: Address = to.as_str().parse().map_err(|_| SendError::Refused { code: 553 })?;
        let message = self.message(&to, letter, at, id);
        let sending = tokio::time::timeout(self.timeout, self.deliver(to, &message));
        sending.await.unwrap_or_else(|_| Err(unsent("its end", "it took too long")))
    }

    fn message(&self, to: &Address, letter: &CodeLetter<'_>, at: Timestamp, id: Uuid) -> Vec<u8> {
        let body = MultiPart::alternative_plain_html(letter.plain(), letter.html());
        let id = format!("<{id}@{}>", self.from.email.domain());
        let since_epoch = Duration::from_secs(u64::try_from(at.as_second()).unwrap_or_default());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(letter.subject())
            .date(SystemTime::UNIX_EPOCH + since_epoch)
            .message_id(Some(id))
            .multipart(body)
            .expect("sender and recipient are there");
        // So that nobody's absence answers it (RFC 3834).
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        message.formatted()
    }

    /// Goes as far as a mail would, up to the login: nothing is sent.
    pub async fn check(&self) -> Result<(), SendError> {
        let checking = tokio::time::timeout(self.timeout, async {
            let mut connection = self.connect().await?;
            let result = self.log_in(&mut connection).await;
            drop(connection.quit().await);
            result
        });
        checking.await.unwrap_or_else(|_| Err(unsent("its end", "it took too long")))
    }

    async fn deliver(&self, to: Address, message: &[u8]) -> Result<(), SendError> {
        let mut connection = self.connect().await?;
        let result = self.hand_over(&mut connection, to, message).await;
        match result {
            // It has the mail: what it says of our leaving changes nothing.
            Ok(()) => drop(connection.quit().await),
            Err(_) => connection.abort().await,
        }
        result
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        let at_once = self.tls.clone().filter(|_| self.encryption == Encryption::Tls);
        let server = (self.host.as_str(), self.port);
        let connection = AsyncSmtpConnection::connect_tokio1(server, None, &hello, at_once, None).await;
        let mut connection = connection.map_err(|error| at("the connection", &error))?;
        if let (Encryption::StartTls, Some(tls)) = (self.encryption, self.tls.clone()) {
            connection.starttls(tls, &hello).await.map_err(|error| at("STARTTLS", &error))?;
        }
        Ok(connection)
    }

    async fn log_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), SendError> {
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, credentials).await.map_err(|error| at("the login", &error))?;
        }
        Ok(())
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: Address,
        message: &[u8],
    ) -> Result<(), SendError> {
        self.log_in(connection).await?;
        let sender = Some(self.from.email.clone());
        connection.command(Mail::new(sender, vec![])).await.map_err(|error| at("the sender", &error))?;
        connection.command(Rcpt::new(to, vec![])).await.map_err(|error| of_recipient(&error))?;
        connection.command(Data).await.map_err(|error| at("the beginning of the text", &error))?;
        connection.message(message).await.map_err(|error| at("the text", &error))?;
        Ok(())
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn tls(host: &str, authorities: Option<Vec<u8>>) -> Result<TlsParameters, InvalidSettings> {
    let mut builder = TlsParameters::builder(host.to_owned());
    // Read now, so that what is wrong with them is said at the start.
    if let Some(pem) = authorities {
        let certificates = Certificate::from_pem(&pem).map_err(InvalidSettings::Authorities)?;
        builder = builder.certificate_store(CertificateStore::None).add_root_certificate(certificates);
    }
    builder.build_rustls().map_err(InvalidSettings::Authorities)
}

fn unsent(stage: &'static str, reason: impl Into<String>) -> SendError {
    SendError::Unsent { stage, reason: reason.into() }
}

/// A failure that another try may mend. Of an answer, its code.
fn at(stage: &'static str, error: &lettre::transport::smtp::Error) -> SendError {
    match error.status() {
        Some(code) => unsent(stage, format!("it answered {code}")),
        None if error.is_response() => unsent(stage, "it answered something that is no SMTP"),
        None => {
            let source = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            unsent(stage, source)
        }
    }
}

/// Codes that are about the mailbox (RFC 5321 section 4.2.3, RFC 7504), unless their extended form says that it is about
/// us: 5.7, policy (RFC 3463 section 3.8).
fn of_recipient(error: &lettre::transport::smtp::Error) -> SendError {
    let stage = "the recipient";
    let code = error.status().map_or(0, u16::from);
    let is_about_us = error.source().is_some_and(|text| text.to_string().trim_start().starts_with("5.7."));
    match code {
        521 | 550..=553 | 556 if !is_about_us => SendError::Refused { code },
        _ => at(stage, error),
    }
}

#[cfg(test)]
mod tests {
    use passerelle_locales::Language;

    use super::*;

    fn settings() -> Settings {
        Settings {
            from: "Acme <no-reply@acme.example>".to_owned(),
            host: "localhost".to_owned(),
            port: None,
            encryption: Encryption::None,
            login: None,
            authorities: None,
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn what_could_not_send_is_refused_at_once() {
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(Mailer::new(Settings { host: host.to_owned(), ..settings() }).is_ok(), "{host}");
        }
        for host in ["mail.example", "192.0.2.1", "localhost.example"] {
            let refused = Mailer::new(Settings { host: host.to_owned(), ..settings() });
            assert!(matches!(refused.err(), Some(InvalidSettings::Exposed(_))), "{host}");
        }
        let refused = Mailer::new(Settings { from: "Acme".to_owned(), ..settings() });
        assert!(matches!(refused.err(), Some(InvalidSettings::From(_))));
        let authorities = Some(b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n".to_vec());
        let refused = Mailer::new(Settings { encryption: Encryption::Tls, authorities, ..settings() });
        assert!(matches!(refused.err(), Some(InvalidSettings::Authorities(_))));
    }

    #[test]
    fn a_message_has_the_headers_that_we_gave_it_and_no_others() {
        let mailer = Mailer::new(settings()).expect("good settings");
        let letter = CodeLetter {
            application: "Acme\r\nBcc: other@mail.example\r\n\r\nHello",
            code: "048213",
            minutes: 10,
            language: Language::Fr,
        };
        let to = "camille@mail.example".parse().expect("an address");
        let message = String::from_utf8(mailer.message(&to, &letter, Timestamp::UNIX_EPOCH, Uuid::nil()))
            .expect("text");
        let (head, _) = message.split_once("\r\n\r\n").expect("a head");
        let names = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let mut names: Vec<&str> = names.filter_map(|line| line.split(':').next()).collect();
        names.sort_unstable();
        let expected =
            ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
        assert_eq!(names, expected, "{head}");
        assert!(head.contains("Date: Thu, 01 Jan 1970 00:00:00 +0000"), "{head}");
    }

    #[tokio::test]
    async fn a_server_that_is_away_may_come_back() {
        let mailer = Mailer::new(Settings { port: Some(1), ..settings() }).expect("good settings");
        let letter = CodeLetter { application: "Acme", code: "048213", minutes: 10, language: Language::En };
        let to = "camille@mail.example".parse().expect("an address");
        let sent = mailer.send(&to, &letter, Timestamp::UNIX_EPOCH, Uuid::nil()).await;
        assert!(matches!(sent, Err(SendError::Unsent { stage: "the connection", .. })), "{sent:?}");
    }
}
