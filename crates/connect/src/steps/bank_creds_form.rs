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
        return visit.apply(Input::ChooseAnother, Given::Nothing).await;
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

fn page(visit: &Visit, fields: Vec<CredentialField>) -> BankCredsForm {
    BankCredsForm {
        provider: visit.bank(),
        fields,
        consent: consent(visit),
        can_change_bank: can_change_bank(visit),
        trouble: visit.provider.as_ref().and_then(|provider| trouble(provider.health)),
    }
}
