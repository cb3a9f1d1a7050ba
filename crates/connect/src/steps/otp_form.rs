//! The bank makes sure that it is the user: a one-time code, or an approval in its app.

use axum::response::Response;
use passerelle_domain::connect_session::{Input, Prompt, State};
use passerelle_jobs::Given;
use passerelle_web::pages::{CodeError, OtpAsk, OtpForm};
use zeroize::Zeroizing;

use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

/// The remaining codes are named once there are so few.
const FEW_ATTEMPTS: u32 = 3;

/// No bank's code is longer.
const LONGEST_CODE: usize = 64;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("otp_form")?;
    let wrong = (visit.session.state.wrong_codes() > 0).then_some(CodeError::Wrong);
    visit.show(&page(&visit, wrong))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("otp_form")?;
    let code: String = form.value("code").unwrap_or_default().split_whitespace().collect();
    let code = Zeroizing::new(code);
    let is_numeric =
        visit.session.prompt.as_ref().and_then(Prompt::code).is_some_and(|prompt| prompt.is_numeric);
    if code.is_empty() {
        return visit.show_refused(&page(&visit, Some(CodeError::Missing)));
    }
    if is_numeric && !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return visit.show_refused(&page(&visit, Some(CodeError::NotDigits)));
    }
    if code.len() > LONGEST_CODE {
        return visit.show_refused(&page(&visit, Some(CodeError::Wrong)));
    }
    visit.apply(Input::SubmitCode, Given::Code(Zeroizing::new(code.as_bytes().to_vec()))).await
}

fn page(visit: &Visit, error: Option<CodeError>) -> OtpForm {
    let ask = match &visit.session.state {
        State::ApprovingInApp => OtpAsk::Approval { message: None, refresh_seconds: visit.refresh_seconds() },
        state => {
            let prompt = visit.session.prompt.as_ref().and_then(Prompt::code);
            let left = visit.context.connect.settings.code_attempts.saturating_sub(state.wrong_codes());
            OtpAsk::Code {
                message: prompt.and_then(|prompt| prompt.message.clone()),
                label: None,
                is_numeric: prompt.is_some_and(|prompt| prompt.is_numeric),
                error,
                attempts_left: (left <= FEW_ATTEMPTS).then_some(left),
            }
        }
    };
    OtpForm { provider: visit.bank(), ask }
}
