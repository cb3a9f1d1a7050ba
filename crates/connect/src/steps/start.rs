//! The first page for an item that exists: it says what will happen, and its button starts it.

use axum::response::Response;
use passerelle_domain::ItemStatus;
use passerelle_domain::connect_session::Input;
use passerelle_jobs::Given;
use passerelle_web::pages::{Start, StartKind};

use super::consent::consent;
use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("start")?;
    visit.show(&Start { provider: visit.bank(), start: kind(&visit), consent: consent(&visit) })
}

pub(super) async fn post(Posted { visit, .. }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("start")?;
    visit.apply(Input::Start, Given::Nothing).await
}

fn kind(visit: &Visit) -> StartKind {
    let is_forced = visit.session.request.kind.forces_reauthentication();
    match visit.item.as_ref().map(|item| item.status) {
        Some(ItemStatus::NeedsHumanAction) => {
            StartKind::ActAtBank { reason: visit.status_in_words().unwrap_or_default() }
        }
        Some(ItemStatus::NeedsManualRefresh) => StartKind::Renew,
        _ if is_forced => StartKind::Renew,
        _ => StartKind::Refresh,
    }
}
