//! The credentials of a new item.

use axum::response::Response;
use passerelle_domain::connect_session::{Input, SessionKind};
use passerelle_jobs::Given;
use passerelle_web::pages::{BankCredsForm, CredentialField};

use super::consent::consent;
use super::credentials;
use super::highlighted_banks::trouble;
use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("bank_creds_form")?;
    let fields = credentials::empty(visit.language, &visit.description()?.fields);
    visit.show(&page(&visit, fields))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("bank_creds_form")?;
    if form.value("change_bank").is_some() && can_change_bank(&visit) {
        return visit.apply(another_bank(&visit), Given::Nothing).await;
    }
    if visit.description()?.fields.is_empty() {
        return visit.apply(Input::GoToBank, Given::Nothing).await;
    }
    match credentials::read(visit.language, &visit.description()?.fields, &form) {
        Ok(typed) => visit.apply(Input::SubmitCredentials, Given::Credentials(typed)).await,
        Err(fields) => visit.show_refused(&page(&visit, fields)),
    }
}

pub(super) fn can_change_bank(visit: &Visit) -> bool {
    visit.session.request.kind == SessionKind::New
}

/// Back to the branches of a branch's group, else to the list of banks.
pub(super) fn another_bank(visit: &Visit) -> Input {
    Input::ChooseAnother { group: visit.provider.as_ref().and_then(|provider| provider.group_name.clone()) }
}

fn page(visit: &Visit, fields: Vec<CredentialField>) -> BankCredsForm {
    BankCredsForm {
        provider: visit.bank(),
        fields,
        consent: consent(visit),
        can_change_bank: can_change_bank(visit),
        is_branch: visit.provider.as_ref().is_some_and(|provider| provider.group_name.is_some()),
        trouble: visit.provider.as_ref().and_then(|provider| trouble(provider.health)),
    }
}
