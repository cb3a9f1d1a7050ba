//! What pages and jobs do while a user's e-mail address is validated (docs/adr/0008).

use std::time::Duration;

use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{Effect, Input, MovedOn, State};
use passerelle_domain::{ConnectSession, EmailAddress, SessionKey};
use passerelle_locales::Language;
use passerelle_store::email_codes::{self, EmailCode};
use passerelle_store::jobs::{self, Task};
use passerelle_store::{connect_sessions, random, retry_on_conflict};

use crate::change::Change;
use crate::flow::{Flow, FlowError, Given};

/// How many codes go to an e-mail address, and how long they are valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailCodes {
    /// How long a code is valid.
    pub lifetime: Duration,
    /// How many a session may ask for.
    pub most: u32,
    /// How long a user waits before asking for another.
    pub pause: Duration,
}

/// What came of asking for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It is on its way.
    Sent(Box<ConnectSession>),
    /// Too soon after the one before.
    TooSoon {
        /// For how long to wait.
        wait: Duration,
    },
    /// The session has had all its codes.
    NoMore,
}

/// What came of a code that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// It was right.
    Right(Box<ConnectSession>),
    /// It was wrong, and is counted.
    Wrong(Box<ConnectSession>),
    /// No code is valid any more: it expired, or was wrong too often.
    Over,
}

impl Flow {
    /// Sends a code to the address that the application gave, to the one that was typed, or to the same as before.
    pub async fn ask_email_code(
        &self,
        id: SessionKey,
        browser: [u8; 32],
        typed: Option<&EmailAddress>,
        language: Language,
    ) -> Result<Asked, FlowError> {
        retry_on_conflict(|| async {
            let session = self.session_of(id, browser).await?;
            let before = email_codes::find(&self.store, id).await?;
            if session.state.email_codes_sent() >= self.email_codes.most {
                return Ok(Asked::NoMore);
            }
            let now = self.clock.now();
            let wait = before
                .as_ref()
                .map(|code| after(code.asked_at, self.email_codes.pause).duration_since(now))
                .and_then(|wait| Duration::try_from(wait).ok())
                .unwrap_or_default();
            if !wait.is_zero() {
                return Ok(Asked::TooSoon { wait });
            }
            let known = before.map(|code| code.address.clone());
            let known = known.filter(|_| matches!(session.state, State::AnsweringEmailCode { .. }));
            let address = session.request.user_email.clone().or_else(|| typed.cloned()).or(known);
            let address = address.ok_or(MovedOn)?;
            let valid = (now, after(now, self.email_codes.lifetime));
            let language = language.code().to_owned();
            let code = EmailCode::new(&self.store, &session, address, language, new_code(), valid);
            let session = self.apply_to(session, &Input::SendEmailCode, &Given::EmailCode(code)).await?;
            Ok(Asked::Sent(Box::new(session)))
        })
        .await
    }

    /// Compares a code that the user typed. Each try is counted in the batch that changes the session, so that many at once
    /// are as many tries.
    pub async fn answer_email_code(
        &self,
        id: SessionKey,
        browser: [u8; 32],
        typed: &str,
    ) -> Result<Answered, FlowError> {
        retry_on_conflict(|| async {
            let session = self.session_of(id, browser).await?;
            if !matches!(session.state, State::AnsweringEmailCode { .. }) {
                return Err(MovedOn.into());
            }
            let code = email_codes::find(&self.store, id).await?;
            let Some(code) = code.filter(|code| code.expires_at > self.clock.now()) else {
                return Ok(Answered::Over);
            };
            let is_right = code.is(&self.store, &session, typed);
            let input = if is_right { Input::ConfirmEmail } else { Input::MistakeEmailCode };
            match self.apply_to(session, &input, &Given::EmailCode(code)).await {
                Ok(session) if is_right => Ok(Answered::Right(Box::new(session))),
                Ok(session) => Ok(Answered::Wrong(Box::new(session))),
                Err(FlowError::MovedOn(_)) => Ok(Answered::Over),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// A session in the browser that it is bound to from now on, whose user just did something.
    async fn session_of(&self, id: SessionKey, browser: [u8; 32]) -> Result<ConnectSession, FlowError> {
        let mut session = connect_sessions::by_key(&self.store, id).await?.ok_or(FlowError::Gone)?;
        if *session.browser_digest.get_or_insert(browser) != browser {
            return Err(FlowError::OtherBrowser);
        }
        session.last_active_at = self.clock.now();
        Ok(session)
    }

    pub(crate) async fn perform_of_email(
        &self,
        change: &mut Change,
        session: &ConnectSession,
        effect: Effect,
        given: &Given,
    ) -> Result<(), FlowError> {
        let (store, key) = (&self.store, session.key());
        match (effect, given) {
            (Effect::SendEmailCode, Given::EmailCode(code)) => {
                email_codes::set(store, &mut change.batch, key, Some(code));
                let task = Task::SendEmailCode { session: key };
                jobs::enqueue(store, &mut change.batch, &task, self.clock.now()).await?;
            }
            (Effect::KeepEmail, Given::EmailCode(code)) => {
                email_codes::keep_validated(
                    store,
                    &mut change.batch,
                    key.user,
                    &code.address,
                    self.clock.now(),
                );
                email_codes::set(store, &mut change.batch, key, None);
            }
            (Effect::ForgetEmailCode, _) => email_codes::set(store, &mut change.batch, key, None),
            _ => return Err(MovedOn.into()),
        }
        Ok(())
    }
}

/// Six digits, each number as likely as the others.
fn new_code() -> String {
    /// The greatest multiple of a million in 32 bits.
    const FAIR: u32 = u32::MAX / 1_000_000 * 1_000_000;
    loop {
        let number = u32::from_ne_bytes(random::bytes());
        if number < FAIR {
            return format!("{:06}", number % 1_000_000);
        }
    }
}
