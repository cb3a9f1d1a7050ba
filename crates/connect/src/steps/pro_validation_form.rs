//! Some of the accounts shared are a business's: the user says whether they may be.

use axum::response::Response;
use passerelle_domain::connect_session::Input;
use passerelle_domain::{Account, DataAccess, Iban};
use passerelle_jobs::Given;
use passerelle_store::accounts;
use passerelle_web::pages::{ProAccount, ProValidationForm};

use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("pro_validation_form")?;
    visit.show(&page(&visit, &shared(&visit).await?))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("pro_validation_form")?;
    let page = page(&visit, &shared(&visit).await?);
    match form.value("decision") {
        Some("attest") => visit.apply(Input::AttestPro, Given::Nothing).await,
        Some("exclude") if page.can_exclude => visit.apply(Input::ExcludePro, Given::Nothing).await,
        _ => visit.show_refused(&page),
    }
}

async fn shared(visit: &Visit) -> Result<Vec<Account>, Trouble> {
    let Some(item) = &visit.item else { return Ok(Vec::new()) };
    let mut accounts = accounts::of_item(&visit.context.connect.store, item.key()).await?;
    accounts.retain(|account| account.data_access == DataAccess::Enabled && !account.is_deleted);
    Ok(accounts)
}

fn page(visit: &Visit, shared: &[Account]) -> ProValidationForm {
    let business = shared.iter().filter(|account| account.is_locked);
    ProValidationForm {
        provider: visit.bank(),
        accounts: business
            .map(|account| ProAccount {
                name: account.name.clone(),
                last_digits: account.iban.as_ref().map(Iban::last_four).map(str::to_owned),
            })
            .collect(),
        can_exclude: shared.iter().any(|account| !account.is_locked),
    }
}
