//! Where every session ends: on the way back to the application, or on the status page. Loading it changes nothing.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use passerelle_domain::Step;
use passerelle_domain::connect_session::State;
use passerelle_store::deliveries;
use passerelle_web::pages::{End, EndOutcome};

use crate::problem::Trouble;
use crate::visit::Visit;

/// How long the page waits for the first attempts of webhooks, so that the application has heard of the item when the
/// browser comes.
const LONGEST_WAIT: Duration = Duration::from_millis(200);
const WAIT_STEP: Duration = Duration::from_millis(10);

pub(crate) async fn get(visit: Visit) -> Result<Response, Trouble> {
    let Some(way_back) = visit.session.way_back() else { return Ok(visit.see(visit.page())) };
    let state = &visit.session.state;
    let outcome = outcome(state);
    let callback = visit.callback(&way_back);
    if callback.is_some() {
        wait_for_webhooks(&visit).await?;
    }
    let is_failure = matches!(state, State::Failed { .. } | State::Left { at: Step::SyncError });
    let page = End {
        provider: visit.chosen_bank(),
        outcome,
        way_back: callback.map(Into::into),
        is_way_back_refused: visit.is_callback_refused(),
        reason: visit.status_in_words().filter(|_| is_failure),
    };
    visit.render(StatusCode::OK, &page, "end", state.name(), false)
}

const fn outcome(state: &State) -> EndOutcome {
    match state {
        State::Succeeded => EndOutcome::Worked,
        State::Pending | State::Left { at: Step::SyncPending } => EndOutcome::GoingOn,
        State::Failed { .. } | State::Left { at: Step::SyncError } => EndOutcome::Failed,
        State::Expired { .. } => EndOutcome::Expired,
        _ => EndOutcome::Left,
    }
}

async fn wait_for_webhooks(visit: &Visit) -> Result<(), Trouble> {
    let connect = &visit.context.connect;
    let mut waited = Duration::ZERO;
    while waited < LONGEST_WAIT {
        if !deliveries::is_any_unattempted(&connect.store, visit.session.user_id, connect.clock.now()).await?
        {
            break;
        }
        tokio::time::sleep(WAIT_STEP).await;
        waited += WAIT_STEP;
    }
    Ok(())
}
