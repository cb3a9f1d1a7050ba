//! What pages and jobs do while a user's e-mail address is validated (docs/adr/0008).

use std::time::Duration;

use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{Input, MovedOn, State};
use passerelle_domain::{ConnectSession, EmailAddress, SessionKey};
use passerelle_locales::Language;
use passerelle_store::email_codes::{self, EmailCode};
use passerelle_store::{random, retry_on_conflict};

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

impl EmailCodes {
    /// Sends a code to the address that the application gave, to the one that was typed, or to the same as before.
    pub async fn ask(
        &self,
        flow: &Flow,
        id: SessionKey,
        browser: [u8; 32],
        typed: Option<&EmailAddress>,
        language: Language,
    ) -> Result<Asked, FlowError> {
        retry_on_conflict(|| async {
            let session = flow.session_of(id, browser).await?;
            let before = email_codes::find(&flow.store, id).await?;
            if session.state.email_codes_sent() >= self.most {
                return Ok(Asked::NoMore);
            }
            let now = flow.clock.now();
            let wait = before
                .as_ref()
                .map(|code| after(code.asked_at, self.pause).duration_since(now))
                .and_then(|wait| Duration::try_from(wait).ok())
                .unwrap_or_default();
            if !wait.is_zero() {
                return Ok(Asked::TooSoon { wait });
            }
            let known = before.map(|code| code.address.clone());
            let known = known.filter(|_| matches!(session.state, State::AnsweringEmailCode { .. }));
            let address = session.request.user_email.clone().or_else(|| typed.cloned()).or(known);
            let address = address.ok_or(MovedOn)?;
            let valid = (now, after(now, self.lifetime));
            let language = language.code().to_owned();
            let code = EmailCode::new(&flow.store, &session, address, language, new_code(), valid);
            let session = flow.apply_to(session, &Input::SendEmailCode, &Given::EmailCode(code)).await?;
            Ok(Asked::Sent(Box::new(session)))
        })
        .await
    }

    /// Compares a code that the user typed. Each try is counted in the batch that changes the session, so that many at once
    /// are as many tries.
    pub async fn answer(
        flow: &Flow,
        id: SessionKey,
        browser: [u8; 32],
        typed: &str,
    ) -> Result<Answered, FlowError> {
        retry_on_conflict(|| async {
            let session = flow.session_of(id, browser).await?;
            if !matches!(session.state, State::AnsweringEmailCode { .. }) {
                return Err(MovedOn.into());
            }
            let code = email_codes::find(&flow.store, id).await?;
            let Some(code) = code.filter(|code| code.expires_at > flow.clock.now()) else {
                return Ok(Answered::Over);
            };
            let is_right = code.is(&flow.store, &session, typed);
            let input = if is_right { Input::ConfirmEmail } else { Input::MistakeEmailCode };
            match flow.apply_to(session, &input, &Given::EmailCode(code)).await {
                Ok(session) if is_right => Ok(Answered::Right(Box::new(session))),
                Ok(session) => Ok(Answered::Wrong(Box::new(session))),
                Err(FlowError::MovedOn(_)) => Ok(Answered::Over),
                Err(error) => Err(error),
            }
        })
        .await
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
