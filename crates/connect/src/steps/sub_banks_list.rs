//! The choice of a branch of a group of banks.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use passerelle_domain::Provider;
use passerelle_domain::connect_session::{Input, State};
use passerelle_jobs::Given;
use passerelle_web::Mark;
use passerelle_web::pages::{Bank, BanksError, SubBanksList};
use serde::Deserialize;

use super::consent::consent;
use super::highlighted_banks::{bank, banks, chosen};
use crate::bank_list::branches;
use crate::problem::Trouble;
use crate::search::Words;
use crate::visit::{Posted, Visit};

/// What is searched for; anything unreadable is nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    q: String,
}

pub(super) async fn get(
    visit: Visit,
    search: Result<Query<Search>, QueryRejection>,
) -> Result<Response, Trouble> {
    visit.must_be_at("sub_banks_list")?;
    let Query(search) = search.unwrap_or_default();
    visit.show(&page(&visit, search.q.trim(), None).await?)
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("sub_banks_list")?;
    if form.value("change_bank").is_some() {
        return visit.apply(Input::ChooseAnother { group: None }, Given::Nothing).await;
    }
    match chosen(&form, &banks(&visit).await?) {
        Some(id) => visit.apply(Input::ChooseProvider(id), Given::Nothing).await,
        None => visit.show_refused(&page(&visit, "", Some(BanksError::Gone)).await?),
    }
}

async fn page(visit: &Visit, query: &str, error: Option<BanksError>) -> Result<SubBanksList, Trouble> {
    let State::ChoosingBranch { group } = &visit.session.state else {
        return Err(Trouble::See(visit.path(visit.page())));
    };
    let offered = banks(visit).await?;
    let all = branches(&offered, group, &Words::read(""));
    let choice = |provider: &Provider| {
        let was_chosen = visit.session.provider_id == Some(provider.id);
        Bank { was_chosen, ..bank(provider) }
    };
    let logo = all.first().map(|provider| provider.logo.clone());
    Ok(SubBanksList {
        group: Mark::new(group.as_str(), logo),
        query: query.to_owned(),
        banks: branches(&offered, group, &Words::read(query)).into_iter().map(choice).collect(),
        consent: consent(visit),
        error,
    })
}
