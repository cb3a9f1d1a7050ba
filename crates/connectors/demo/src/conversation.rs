//! What is remembered between two calls, and how an authentication goes from turn to turn.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use passerelle_connector::{
    ApprovalPrompt, CodePrompt, ConnectorError, Failure, Input, Method, MethodKind, Purpose, Sealed, Turn,
};
use passerelle_domain::ItemStatus;
use passerelle_domain::clock::after;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::catalogue::Manner;
use crate::login::{Challenge, Outcome, Refresh, Script};
use crate::{DemoSettings, picture};

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

/// How many codes the bank makes for one question.
const CODES: u32 = 3;

/// An authentication under way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Conversation {
    consent: Consent,
    purpose: Purpose,
    manner: Manner,
    /// The way of making sure that the user chose.
    method: Option<Way>,
    /// How many challenges the user has passed.
    passed: usize,
    /// How many codes were made for the present one.
    codes: u32,
    /// When the present challenge, or its last code, began.
    asked_at: Timestamp,
}

/// The ways that a user can choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Sms,
    Photo,
    App,
}

impl Way {
    const ALL: [Self; 3] = [Self::Sms, Self::Photo, Self::App];

    fn method(self) -> Method {
        let (key, kind, hint) = match self {
            Self::Sms => ("sms", MethodKind::Sms, "06 •• •• •• 12"),
            Self::Photo => ("photo", MethodKind::Photo, "MosaïquePhoto"),
            Self::App => ("app", MethodKind::App, "iPhone de Camille"),
        };
        Method { key: key.to_owned(), kind, hint: Some(hint.to_owned()) }
    }
}

impl Conversation {
    pub(crate) fn new(consent: Consent, purpose: Purpose, manner: Manner, now: Timestamp) -> Self {
        Self { consent, purpose, manner, method: None, passed: 0, codes: 1, asked_at: now }
    }

    /// The challenges of this authentication. A renewal asks something where the login asks nothing, and some banks ask each
    /// time.
    fn refresh(&self) -> Refresh {
        let mut refresh = self.consent.upcoming();
        let asks_always = matches!(self.manner, Manner::Methods | Manner::Qr);
        let renews = self.purpose == Purpose::Reauthenticate;
        if refresh.challenges.is_empty() && (renews || asks_always) {
            refresh.challenges.push(Challenge::Code);
            let is_cured = |failure: &Failure| failure.status == ItemStatus::NeedsManualRefresh;
            if matches!(&refresh.outcome, Outcome::Failure(failure) if renews && is_cured(failure)) {
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

    /// The present challenge, in the way that the bank, or the user, has of meeting it.
    fn challenge(&self) -> Option<Challenge> {
        let challenge = self.refresh().challenges.get(self.passed).copied()?;
        let by_app = match self.manner {
            Manner::Qr => true,
            Manner::Methods => self.method == Some(Way::App),
            Manner::Login | Manner::Numbers | Manner::Site => return Some(challenge),
        };
        let is_met = matches!(challenge, Challenge::Code | Challenge::App);
        Some(match (by_app, is_met) {
            (true, true) => Challenge::App,
            (true, false) => Challenge::AppExpiry,
            (false, true) => Challenge::Code,
            (false, false) => Challenge::WrongCode,
        })
    }

    /// What to do now, before the user did anything about the present challenge.
    pub(crate) fn turn(self, settings: &DemoSettings, now: Timestamp) -> Result<Turn, ConnectorError> {
        match self.challenge() {
            None => self.finish(now),
            Some(_) if self.manner == Manner::Methods && self.method.is_none() => {
                let methods = Way::ALL.map(Way::method).into();
                Ok(Turn::ChooseMethod { methods, conversation: seal(&self)? })
            }
            Some(Challenge::Code | Challenge::WrongCode) => self.ask_code(settings, false),
            Some(Challenge::App) => self.wait(settings.app_approval, settings, now),
            Some(Challenge::AppExpiry) => self.wait(settings.app_expiry, settings, now),
        }
    }

    /// The user or the passing time did something.
    pub(crate) fn answer(
        self,
        input: &Input,
        settings: &DemoSettings,
        now: Timestamp,
    ) -> Result<Turn, ConnectorError> {
        match (self.challenge(), input) {
            (Some(_), Input::Method(key)) if self.manner == Manner::Methods => {
                let chosen = Way::ALL.into_iter().find(|way| way.method().key == *key);
                Self { method: chosen, codes: 1, asked_at: now, ..self }.turn(settings, now)
            }
            (Some(_), Input::OtherMethod) if self.manner == Manner::Methods => {
                Self { method: None, ..self }.turn(settings, now)
            }
            (Some(Challenge::Code | Challenge::WrongCode), Input::NewCode) if self.codes < CODES => {
                Self { codes: self.codes + 1, asked_at: now, ..self }.ask_code(settings, false)
            }
            (Some(Challenge::Code | Challenge::WrongCode), Input::Code(_))
                if self.has_lasted(settings.code_lifetime, now) =>
            {
                Ok(Self::not_given())
            }
            (Some(Challenge::Code), Input::Code(_)) => self.pass(settings, now),
            (Some(Challenge::WrongCode), Input::Code(_)) => self.ask_code(settings, true),
            (Some(Challenge::App), _) if self.has_lasted(settings.app_approval, now) => {
                self.pass(settings, now)
            }
            (Some(Challenge::AppExpiry), _) if self.has_lasted(settings.app_expiry, now) => {
                Ok(Self::not_given())
            }
            _ => self.turn(settings, now),
        }
    }

    fn not_given() -> Turn {
        Turn::Failed { failure: ItemStatus::NeedsManualRefresh.into(), consent: None }
    }

    fn has_lasted(&self, limit: Duration, now: Timestamp) -> bool {
        after(self.asked_at, limit) <= now
    }

    fn pass(self, settings: &DemoSettings, now: Timestamp) -> Result<Turn, ConnectorError> {
        Self { passed: self.passed + 1, codes: 1, asked_at: now, ..self }.turn(settings, now)
    }

    fn ask_code(self, settings: &DemoSettings, is_retry: bool) -> Result<Turn, ConnectorError> {
        let is_photo = self.method == Some(Way::Photo);
        let message = match (is_photo, self.codes) {
            (true, _) => "Photographiez l’image avec MosaïquePhoto et saisissez les six chiffres affichés.",
            (false, 1) => "Saisissez le code reçu par SMS au 06 •• •• •• 12.",
            (false, _) => "Un nouveau code vous a été envoyé par SMS au 06 •• •• •• 12.",
        };
        let prompt = CodePrompt {
            message: Some(message.to_owned()),
            is_numeric: true,
            length: is_photo.then_some(6),
            picture: is_photo.then(|| picture::mosaic(self.asked_at)),
            expires_at: Some(after(self.asked_at, settings.code_lifetime)),
            is_renewed: self.codes > 1,
            can_renew: self.codes < CODES,
            has_other_methods: self.manner == Manner::Methods,
        };
        Ok(Turn::AskCode { prompt, is_retry, conversation: seal(&self)? })
    }

    fn wait(self, limit: Duration, settings: &DemoSettings, now: Timestamp) -> Result<Turn, ConnectorError> {
        let remaining = after(self.asked_at, limit).duration_since(now).max(SignedDuration::from_millis(1));
        let poll_after = Duration::try_from(remaining).unwrap_or(LONGEST_POLL).min(LONGEST_POLL);
        let prompt = ApprovalPrompt {
            message: None,
            picture: (self.manner == Manner::Qr).then(|| picture::request(self.asked_at)),
            expires_at: Some(after(self.asked_at, settings.app_expiry.max(limit))),
            has_other_methods: self.manner == Manner::Methods,
        };
        Ok(Turn::Wait { prompt, poll_after, conversation: seal(&self)? })
    }

    fn end(self, outcome: Outcome, now: Timestamp) -> Result<Turn, ConnectorError> {
        let consent = seal(&self.consent.moved())?;
        match outcome {
            Outcome::Failure(failure) => Ok(Turn::Failed { failure, consent: Some(consent) }),
            Outcome::Success | Outcome::Slow | Outcome::Pro => Ok(Turn::Authenticated {
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
