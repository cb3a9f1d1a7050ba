//! On the way to the bank's own site, or waiting for the user to come back from there.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use passerelle_domain::connect_session::{Input, Prompt};
use passerelle_jobs::Given;
use passerelle_web::pages::AtBank;
use serde::Deserialize;

use super::bank_creds_form::{another_bank, can_change_bank};
use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

/// The page as waiting pages lead to it: it goes on by itself. Whoever comes back to it by the browser's button stays.
pub(super) const AT_ONCE: &str = "at_bank?go=1";

/// Whether to go on at once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Going {
    go: String,
}

pub(super) async fn get(
    visit: Visit,
    going: Result<Query<Going>, QueryRejection>,
) -> Result<Response, Trouble> {
    visit.must_be_at("at_bank")?;
    let Query(going) = going.unwrap_or_default();
    let site = visit.session.prompt.as_ref().and_then(Prompt::site);
    let site =
        site.ok_or_else(|| Trouble::Internal("a session at the bank has no address to go to".into()))?;
    visit.show(&AtBank {
        provider: visit.bank(),
        href: site.to_string(),
        goes_at_once: !going.go.is_empty(),
        can_change_bank: can_change_bank(&visit) && visit.item.is_none(),
        refresh_seconds: visit.refresh_seconds(),
    })
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("at_bank")?;
    let is_changing = form.value("change_bank").is_some() && can_change_bank(&visit) && visit.item.is_none();
    let input = if is_changing { another_bank(&visit) } else { Input::GoToBank };
    visit.apply(input, Given::Nothing).await
}
