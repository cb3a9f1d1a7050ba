//! The user's e-mail address is validated by a code that goes to it (docs/adr/0008).

use std::time::Duration;

use axum::response::Response;
use passerelle_domain::EmailAddress;
use passerelle_domain::connect_session::{self, EMAIL_CODE_ATTEMPTS, Input, State};
use passerelle_jobs::{Answered, Asked, EmailCodes, Given};
use passerelle_store::email_codes::{self, EmailCode};
use passerelle_web::pages::{CodeError, CodeOver, EmailAsk, EmailError, EmailTrouble, EmailValidationForm};

use crate::problem::Trouble;
use crate::visit::{Posted, Visit, page_of};

const PAGE: &str = "email_validation_form";

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at(PAGE)?;
    let ask = ask(&visit, kept(&visit).await?.as_ref());
    visit.show(&page(&visit, ask))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at(PAGE)?;
    let is_asked = matches!(visit.session.state, State::AnsweringEmailCode { .. });
    if is_asked && form.value("change").is_some() && can_change(&visit) {
        return visit.apply(Input::ChangeEmail, Given::Nothing).await;
    }
    if is_asked && form.value("resend").is_none() {
        return answer(visit, form.value("code").unwrap_or_default()).await;
    }
    if is_asked || !can_change(&visit) {
        return send(visit, None).await;
    }
    let typed = form.value("email").unwrap_or_default().trim();
    if let Ok(address) = typed.parse::<EmailAddress>() {
        return send(visit, Some(address)).await;
    }
    let error = if typed.is_empty() { EmailError::Missing } else { EmailError::Invalid };
    let ask = EmailAsk::Address { value: typed.to_owned(), error: Some(error), trouble: None };
    visit.show_refused(&page(&visit, ask))
}

async fn send(visit: Visit, typed: Option<EmailAddress>) -> Result<Response, Trouble> {
    let (codes, flow) = (codes(&visit), &visit.context.flow);
    let asking = codes.ask(flow, visit.session.key(), visit.browser_digest(), typed.as_ref(), visit.language);
    let trouble = match asking.await {
        Ok(Asked::Sent(_)) => return Ok(visit.see(PAGE)),
        Ok(Asked::TooSoon { wait }) => EmailTrouble::TooSoon { seconds: whole_seconds(wait) },
        Ok(Asked::NoMore) => EmailTrouble::NoneLeft,
        Err(error) => return visit.moved_on(error),
    };
    let mut ask = ask(&visit, kept(&visit).await?.as_ref());
    match &mut ask {
        EmailAsk::Address { value, error, trouble: shown } => {
            *value = typed.map(String::from).unwrap_or_default();
            *error = None;
            *shown = Some(trouble);
        }
        EmailAsk::Send { trouble: shown, .. } | EmailAsk::Code { trouble: shown, .. } => {
            *shown = Some(trouble);
        }
    }
    visit.show_refused(&page(&visit, ask))
}

async fn answer(mut visit: Visit, typed: &str) -> Result<Response, Trouble> {
    let typed: String = typed.split_whitespace().collect();
    let error = if typed.is_empty() {
        CodeError::Missing
    } else if typed.len() != 6 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        CodeError::NotDigits
    } else {
        let flow = &visit.context.flow;
        match EmailCodes::answer(flow, visit.session.key(), visit.browser_digest(), &typed).await {
            Ok(Answered::Right(session)) => return Ok(visit.see(page_of(&session.state))),
            Ok(Answered::Wrong(session)) => visit.session = *session,
            Ok(Answered::Over) => {}
            Err(error) => return visit.moved_on(error),
        }
        CodeError::Wrong
    };
    let mut ask = ask(&visit, kept(&visit).await?.as_ref());
    if let EmailAsk::Code { error: shown, .. } = &mut ask {
        *shown = Some(error);
    }
    visit.show_refused(&page(&visit, ask))
}

fn codes(visit: &Visit) -> EmailCodes {
    visit.context.connect.settings.email_codes
}

async fn kept(visit: &Visit) -> Result<Option<EmailCode>, Trouble> {
    Ok(email_codes::find(&visit.context.connect.store, visit.session.key()).await?)
}

/// Only the user knows which it is: the application did not say.
fn can_change(visit: &Visit) -> bool {
    visit.session.request.user_email.is_none()
}

fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

fn page(visit: &Visit, ask: EmailAsk) -> EmailValidationForm {
    EmailValidationForm { provider: visit.provider.as_ref().map(|_| visit.bank()), ask }
}

/// What the page asks in the session's state.
fn ask(visit: &Visit, kept: Option<&EmailCode>) -> EmailAsk {
    match (&visit.session.state, kept) {
        (State::AnsweringEmailCode { wrong_codes, .. }, Some(code)) => ask_code(visit, code, *wrong_codes),
        (State::ValidatingEmail { trouble, .. }, _) => ask_address(visit, *trouble),
        _ => ask_address(visit, None),
    }
}

/// The code, as long as one is valid.
fn ask_code(visit: &Visit, code: &EmailCode, wrong_codes: u32) -> EmailAsk {
    let codes = codes(visit);
    let over = if wrong_codes >= EMAIL_CODE_ATTEMPTS {
        Some(CodeOver::UsedUp)
    } else {
        (code.expires_at <= visit.context.connect.clock.now()).then_some(CodeOver::Expired)
    };
    let was_wrong = wrong_codes > 0 && over.is_none();
    EmailAsk::Code {
        email: code.address.masked(),
        minutes: u32::try_from(codes.lifetime.as_secs().div_ceil(60)).unwrap_or(u32::MAX),
        error: was_wrong.then_some(CodeError::Wrong),
        attempts_left: was_wrong.then_some(EMAIL_CODE_ATTEMPTS.saturating_sub(wrong_codes)),
        over,
        trouble: none_left(visit).filter(|_| over.is_some()),
        can_resend: none_left(visit).is_none(),
        can_change: can_change(visit) && none_left(visit).is_none(),
    }
}

/// Where the code is to go.
fn ask_address(visit: &Visit, trouble: Option<connect_session::EmailTrouble>) -> EmailAsk {
    let is_refused = trouble == Some(connect_session::EmailTrouble::Refused);
    let unsent = trouble.filter(|_| !is_refused).map(|_| EmailTrouble::Unsent);
    match &visit.session.request.user_email {
        Some(email) => EmailAsk::Send {
            email: email.masked(),
            trouble: is_refused.then_some(EmailTrouble::Refused).or(none_left(visit)).or(unsent),
        },
        None => EmailAsk::Address {
            value: String::new(),
            error: is_refused.then_some(EmailError::Refused),
            trouble: none_left(visit).or(unsent),
        },
    }
}

fn none_left(visit: &Visit) -> Option<EmailTrouble> {
    let most = codes(visit).most;
    (visit.session.state.email_codes_sent() >= most).then_some(EmailTrouble::NoneLeft)
}
