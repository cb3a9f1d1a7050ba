//! Leaving before the end, with a confirmation.

use axum::http::StatusCode;
use axum::response::Response;
use passerelle_domain::connect_session::{Input, State};
use passerelle_jobs::Given;
use passerelle_web::pages::{ConfirmExit, ExitEffect};

use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(crate) async fn get(visit: Visit) -> Result<Response, Trouble> {
    let state = &visit.session.state;
    if state.is_ended() || *state == State::Succeeded {
        return Ok(visit.see("end"));
    }
    let page = ConfirmExit {
        provider: visit.chosen_bank(),
        effect: effect(&visit),
        stay_page: visit.page().to_owned(),
    };
    visit.render(StatusCode::OK, &page, "exit", "confirming_exit", false)
}

pub(crate) async fn post(Posted { visit, .. }: Posted) -> Result<Response, Trouble> {
    if visit.session.state == State::Succeeded {
        return Ok(visit.see("end"));
    }
    visit.apply(Input::Leave, Given::Nothing).await
}

fn effect(visit: &Visit) -> ExitEffect {
    match (&visit.session.state, &visit.item) {
        (_, None) => ExitEffect::NothingShared,
        (State::Failed { .. }, _) => ExitEffect::Failed,
        (State::Synchronising | State::Pending, _) => ExitEffect::GoesOn,
        _ if visit.session.request.kind.is_manage() => ExitEffect::Unchanged,
        _ => ExitEffect::Unfinished,
    }
}
