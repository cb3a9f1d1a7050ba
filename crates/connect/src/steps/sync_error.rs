//! It failed; some failures can be tried again.

use axum::response::Response;
use passerelle_domain::connect_session::{Input, State};
use passerelle_jobs::Given;
use passerelle_locales::status_description;
use passerelle_web::pages::{Failure, SyncError};

use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("sync_error")?;
    let State::Failed { status, info } = &visit.session.state else { return Ok(visit.see(visit.page())) };
    visit.show(&SyncError {
        provider: visit.bank(),
        failure: Failure::from_status(status.code()),
        reason: status_description(visit.language, status.code(), info.as_str()).unwrap_or_default(),
        can_retry: status.is_retryable(),
        finish: visit.finish(),
    })
}

pub(super) async fn post(Posted { visit, .. }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("sync_error")?;
    visit.apply(Input::Retry, Given::Nothing).await
}
