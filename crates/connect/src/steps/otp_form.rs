//! The bank makes sure that it is the user: in a way that the user chooses, by a one-time code, or by an approval in its app.

use axum::response::Response;
use jiff::Timestamp;
use passerelle_domain::connect_session::{CodePrompt, Input, Method, MethodKind, Prompt, State};
use passerelle_jobs::{Answer, Given};
use passerelle_web::FormBody;
use passerelle_web::pages::{self, CodeAsk, CodeError, MethodChoice, OtpAsk, OtpForm, Validity};

use crate::picture;
use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

/// The remaining codes are named once there are so few.
const FEW_ATTEMPTS: u32 = 3;

/// No bank's code is longer.
const LONGEST_CODE: usize = 64;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("otp_form")?;
    let was_wrong = matches!(visit.session.state, State::AnsweringCode { was_wrong: true, .. });
    visit.show(&page(&visit, was_wrong.then_some(CodeError::Wrong)))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("otp_form")?;
    let prompt = visit.session.prompt.as_ref();
    if form.value("other_method").is_some() && prompt.is_some_and(Prompt::has_other_methods) {
        return visit.apply(Input::AskAnew, Given::Answer(Answer::OtherMethod)).await;
    }
    match &visit.session.state {
        State::ChoosingMethod => choose_method(&visit, &form).await,
        State::AnsweringCode { .. } => {
            let code = prompt.and_then(Prompt::code).cloned().unwrap_or_default();
            answer_code(&visit, &form, &code).await
        }
        // There is nothing to send but the wish for another way.
        _ => Ok(visit.see(visit.page())),
    }
}

async fn choose_method(visit: &Visit, form: &FormBody) -> Result<Response, Trouble> {
    let methods = visit.session.prompt.as_ref().map(Prompt::methods).unwrap_or_default();
    let key = form.value("method").unwrap_or_default();
    match methods.iter().find(|method| method.key == key) {
        Some(method) => {
            let answer = Answer::Method(method.key.clone());
            visit.apply(Input::ChooseMethod, Given::Answer(answer)).await
        }
        None => visit.show_refused(&page(visit, None)),
    }
}

async fn answer_code(visit: &Visit, form: &FormBody, prompt: &CodePrompt) -> Result<Response, Trouble> {
    if form.value("new_code").is_some() && prompt.can_renew {
        return visit.apply(Input::AskAnew, Given::Answer(Answer::NewCode)).await;
    }
    // Codes are pasted with blanks, and written in groups.
    let code: String = form.value("code").unwrap_or_default().split_whitespace().collect();
    match fault(&code, prompt) {
        Some(fault) => visit.show_refused(&page(visit, Some(fault))),
        None => visit.apply(Input::SubmitCode, Given::Answer(Answer::Code(code.into()))).await,
    }
}

/// What the bank need not be asked to refuse.
fn fault(code: &str, prompt: &CodePrompt) -> Option<CodeError> {
    let length = code.chars().count();
    if code.is_empty() {
        Some(CodeError::Missing)
    } else if prompt.is_numeric && !code.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(CodeError::NotDigits)
    } else if prompt.length.is_some_and(|expected| usize::from(expected) != length) {
        Some(CodeError::WrongLength)
    } else if length > LONGEST_CODE {
        Some(CodeError::Wrong)
    } else {
        None
    }
}

fn page(visit: &Visit, error: Option<CodeError>) -> OtpForm {
    let prompt = visit.session.prompt.as_ref();
    let picture = picture::view(visit);
    let ask = match &visit.session.state {
        State::ChoosingMethod => {
            let methods = prompt.map(Prompt::methods).unwrap_or_default();
            OtpAsk::Method { methods: methods.iter().map(choice).collect() }
        }
        State::ApprovingInApp => {
            let approval = prompt.and_then(Prompt::approval).cloned().unwrap_or_default();
            OtpAsk::Approval {
                message: approval.message,
                picture,
                validity: approval.expires_at.map(|end| validity(visit, end)),
                refresh_seconds: visit.refresh_seconds(),
            }
        }
        state => {
            let code = prompt.and_then(Prompt::code).cloned().unwrap_or_default();
            let left = visit.context.connect.settings.code_attempts.saturating_sub(state.wrong_codes());
            OtpAsk::Code(CodeAsk {
                message: code.message,
                picture,
                is_numeric: code.is_numeric,
                length: code.length,
                error,
                attempts_left: (left <= FEW_ATTEMPTS).then_some(left),
                validity: code.expires_at.map(|end| validity(visit, end)),
                is_renewed: code.is_renewed,
                can_renew: code.can_renew,
            })
        }
    };
    let has_other_methods = prompt.is_some_and(Prompt::has_other_methods);
    OtpForm { provider: visit.bank(), ask, has_other_methods }
}

fn validity(visit: &Visit, end: Timestamp) -> Validity {
    let left = end.duration_since(visit.context.connect.clock.now()).as_secs_f64().ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
    Validity::of_seconds(left as u32)
}

fn choice(method: &Method) -> MethodChoice {
    MethodChoice {
        key: method.key.clone(),
        kind: match method.kind {
            MethodKind::Sms => pages::MethodKind::Sms,
            MethodKind::Email => pages::MethodKind::Email,
            MethodKind::App => pages::MethodKind::App,
            MethodKind::Photo => pages::MethodKind::Photo,
            MethodKind::Other => pages::MethodKind::Other,
        },
        hint: method.hint.clone(),
    }
}
