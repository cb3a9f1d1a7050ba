//! What is remembered between two calls, and how an authentication goes from turn to turn.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use passerelle_connector::{CodePrompt, ConnectorError, Failure, Input, Purpose, Sealed, Turn};
use passerelle_domain::ItemStatus;
use passerelle_domain::clock::after;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::DemoSettings;
use crate::login::{Challenge, Outcome, Refresh, Script};

/// How long an authentication lasts.
pub(crate) const CONSENT_DAYS: u32 = 180;

/// The longest pause between two polls of an app approval.
const LONGEST_POLL: Duration = Duration::from_secs(1);

/// What the bank remembers of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Consent {
    /// The login that decides what happens.
    pub(crate) login: String,
    /// How many refreshes it has met.
    pub(crate) next: usize,
}

impl Consent {
    /// Of that login. Another login is another story; the same one goes on with its next part.
    pub(crate) fn of(login: &str, before: Option<Self>) -> Self {
        before
            .filter(|before| before.login == login)
            .unwrap_or_else(|| Self { login: login.to_owned(), next: 0 })
    }

    /// What the last refresh met.
    pub(crate) fn current(&self) -> Refresh {
        Script::read(&self.login).refresh(self.next.saturating_sub(1))
    }

    /// What the next refresh will meet.
    pub(crate) fn upcoming(&self) -> Refresh {
        Script::read(&self.login).refresh(self.next)
    }

    /// After that refresh.
    pub(crate) fn moved(self) -> Self {
        Self { next: self.next.saturating_add(1), ..self }
    }
}

/// A visit to the bank's own site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Visit {
    pub(crate) before: Option<Consent>,
    pub(crate) purpose: Purpose,
}

/// An authentication under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Conversation {
    consent: Consent,
    purpose: Purpose,
    /// How many challenges the user has passed.
    passed: usize,
    /// When the present challenge began.
    asked_at: Timestamp,
}

impl Conversation {
    pub(crate) fn new(consent: Consent, purpose: Purpose, now: Timestamp) -> Self {
        Self { consent, purpose, passed: 0, asked_at: now }
    }

    /// The challenges of this authentication: a renewal asks a code where the login asks nothing.
    fn refresh(&self) -> Refresh {
        let mut refresh = self.consent.upcoming();
        if self.purpose == Purpose::Reauthenticate && refresh.challenges.is_empty() {
            refresh.challenges.push(Challenge::Code);
            let is_cured = |failure: &Failure| failure.status == ItemStatus::NeedsManualRefresh;
            if matches!(&refresh.outcome, Outcome::Failure(failure) if is_cured(failure)) {
                refresh.outcome = Outcome::Success;
            }
        }
        refresh
    }

    /// The end of an authentication whose challenges were met on the bank's own site.
    pub(crate) fn finish(self, now: Timestamp) -> Result<Turn, ConnectorError> {
        let outcome = self.refresh().outcome;
        self.end(outcome, now)
    }

    /// What to do now, before the user did anything about the present challenge.
    pub(crate) fn turn(self, settings: &DemoSettings, now: Timestamp) -> Result<Turn, ConnectorError> {
        let refresh = self.refresh();
        match refresh.challenges.get(self.passed) {
            None => self.end(refresh.outcome, now),
            Some(Challenge::Code | Challenge::WrongCode) => self.ask_code(false),
            Some(Challenge::App) => self.wait(settings.app_approval, now),
            Some(Challenge::AppExpiry) => self.wait(settings.app_expiry, now),
        }
    }

    /// The user or the passing time did something.
    pub(crate) fn answer(
        self,
        input: &Input,
        settings: &DemoSettings,
        now: Timestamp,
    ) -> Result<Turn, ConnectorError> {
        let challenge = self.refresh().challenges.get(self.passed).copied();
        match (challenge, input) {
            (Some(Challenge::Code), Input::Code(_)) => self.pass(settings, now),
            (Some(Challenge::WrongCode), Input::Code(_)) => self.ask_code(true),
            (Some(Challenge::App), _) if self.has_lasted(settings.app_approval, now) => {
                self.pass(settings, now)
            }
            (Some(Challenge::AppExpiry), _) if self.has_lasted(settings.app_expiry, now) => {
                Ok(Turn::Failed { failure: ItemStatus::NeedsManualRefresh.into(), consent: None })
            }
            (Some(_) | None, Input::Code(_) | Input::Return(_) | Input::Poll) => self.turn(settings, now),
        }
    }

    fn has_lasted(&self, limit: Duration, now: Timestamp) -> bool {
        after(self.asked_at, limit) <= now
    }

    fn pass(self, settings: &DemoSettings, now: Timestamp) -> Result<Turn, ConnectorError> {
        Self { passed: self.passed + 1, asked_at: now, ..self }.turn(settings, now)
    }

    fn ask_code(self, is_retry: bool) -> Result<Turn, ConnectorError> {
        let message = Some("Saisissez le code reçu par SMS au 06 •• •• •• 12.".to_owned());
        let prompt = CodePrompt { message, is_numeric: true };
        Ok(Turn::AskCode { prompt, is_retry, conversation: seal(&self)? })
    }

    fn wait(self, limit: Duration, now: Timestamp) -> Result<Turn, ConnectorError> {
        let remaining = after(self.asked_at, limit).duration_since(now).max(SignedDuration::from_millis(1));
        let poll_after = Duration::try_from(remaining).unwrap_or(LONGEST_POLL).min(LONGEST_POLL);
        Ok(Turn::Wait { poll_after, conversation: seal(&self)? })
    }

    fn end(self, outcome: Outcome, now: Timestamp) -> Result<Turn, ConnectorError> {
        let consent = seal(&self.consent.moved())?;
        match outcome {
            Outcome::Failure(failure) => Ok(Turn::Failed { failure, consent: Some(consent) }),
            Outcome::Success | Outcome::Slow => Ok(Turn::Authenticated {
                consent,
                expires_at: after(now, Duration::from_secs(u64::from(CONSENT_DAYS) * 86_400)),
            }),
        }
    }
}

/// A value as the connector remembers it.
pub(crate) fn seal(value: &impl Serialize) -> Result<Sealed, ConnectorError> {
    serde_json::to_vec(value).map(Sealed).map_err(|error| ConnectorError::State(error.into()))
}

/// The value that was remembered.
pub(crate) fn unseal<T: DeserializeOwned>(sealed: &Sealed) -> Result<T, ConnectorError> {
    serde_json::from_slice(&sealed.0).map_err(|error| ConnectorError::State(error.into()))
}
