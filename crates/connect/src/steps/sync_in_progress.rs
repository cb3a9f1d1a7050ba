//! Waiting for the bank.

use axum::response::Response;
use passerelle_domain::connect_session::State;
use passerelle_web::pages::{SyncInProgress, WaitPhase};

use super::at_bank::AT_ONCE;
use crate::problem::Trouble;
use crate::visit::Visit;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    if visit.session.state == State::AtBank {
        return Ok(visit.see(AT_ONCE));
    }
    visit.must_be_at("sync_in_progress")?;
    let progress = visit.session.progress;
    let phase = match visit.session.state {
        State::Synchronising => WaitPhase::Reading { done: progress.done, total: progress.total },
        _ => WaitPhase::Connecting,
    };
    visit.show(&SyncInProgress { provider: visit.bank(), phase, refresh_seconds: visit.refresh_seconds() })
}
