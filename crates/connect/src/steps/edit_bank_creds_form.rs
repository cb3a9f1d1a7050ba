//! New credentials of an item.

use axum::response::Response;
use passerelle_domain::connect_session::Input;
use passerelle_jobs::Given;
use passerelle_web::pages::{CredentialField, EditBankCredsForm};

use super::consent::consent;
use super::credentials;
use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("edit_bank_creds_form")?;
    let fields = credentials::empty(visit.language, &visit.description()?.fields);
    visit.show(&page(&visit, fields))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("edit_bank_creds_form")?;
    match credentials::read(visit.language, &visit.description()?.fields, &form) {
        Ok(typed) => visit.apply(Input::SubmitCredentials, Given::Credentials(typed)).await,
        Err(fields) => visit.show_refused(&page(&visit, fields)),
    }
}

fn page(visit: &Visit, fields: Vec<CredentialField>) -> EditBankCredsForm {
    EditBankCredsForm {
        provider: visit.bank(),
        fields,
        consent: consent(visit),
        reason: visit.status_in_words(),
    }
}
