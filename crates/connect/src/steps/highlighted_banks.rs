//! The choice of a bank.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use passerelle_domain::connect_session::Input;
use passerelle_domain::{Country, Health, Provider, ProviderId};
use passerelle_jobs::Given;
use passerelle_store::providers;
use passerelle_web::pages::{self, Bank, BanksError, Choice, HighlightedBanks};
use passerelle_web::{FormBody, Mark};
use serde::Deserialize;

use super::consent::consent;
use crate::bank_list::{Entry, countries, entries, highlighted, offered};
use crate::problem::Trouble;
use crate::search::Words;
use crate::visit::{Posted, Visit};

/// How many banks one page shows; a search finds the others.
const SHOWN: usize = 60;

/// What is searched for; anything unreadable is nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    q: String,
    country: String,
}

pub(super) async fn get(
    visit: Visit,
    search: Result<Query<Search>, QueryRejection>,
) -> Result<Response, Trouble> {
    visit.must_be_at("highlighted_banks")?;
    let Query(search) = search.unwrap_or_default();
    visit.show(&page(&visit, &search, None).await?)
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("highlighted_banks")?;
    let offered = banks(&visit).await?;
    if let Some(group) = form.value("group")
        && offered.iter().any(|provider| provider.group_name.as_deref() == Some(group))
    {
        return visit.apply(Input::ChooseGroup(group.to_owned()), Given::Nothing).await;
    }
    if let Some(id) = chosen(&form, &offered) {
        return visit.apply(Input::ChooseProvider(id), Given::Nothing).await;
    }
    let field = |name| form.value(name).unwrap_or_default().to_owned();
    let search = Search { q: field("q"), country: field("country") };
    visit.show_refused(&page(&visit, &search, Some(BanksError::Gone)).await?)
}

/// The bank that was chosen, if it is one of these.
pub(super) fn chosen(form: &FormBody, offered: &[Provider]) -> Option<ProviderId> {
    let chosen = form.value("provider_id").and_then(|id| id.parse::<ProviderId>().ok());
    chosen.filter(|id| offered.iter().any(|provider| provider.id == *id))
}

/// The banks that the session offers.
pub(super) async fn banks(visit: &Visit) -> Result<Vec<Provider>, Trouble> {
    let all = providers::all(&visit.context.connect.store).await?;
    Ok(offered(all, &visit.application, &visit.session.request))
}

async fn page(
    visit: &Visit,
    search: &Search,
    error: Option<BanksError>,
) -> Result<HighlightedBanks, Trouble> {
    let offered = banks(visit).await?;
    let asked_for = search.country.parse::<Country>().ok();
    let (countries, shown) = countries(&offered, asked_for, &visit.application, &visit.session.request);
    let query = search.q.trim();
    // What is searched for is one list, nearest first.
    let highlighted =
        if query.is_empty() { highlighted(&offered, &visit.application, shown) } else { Vec::new() };
    let found = entries(&offered, shown, &highlighted, &Words::read(query));
    Ok(HighlightedBanks {
        query: query.to_owned(),
        country_code: shown.code().to_owned(),
        country_codes: countries.iter().map(|country| country.code().to_owned()).collect(),
        highlighted: highlighted.into_iter().map(bank).collect(),
        not_shown: short(found.len().saturating_sub(SHOWN)),
        banks: found.into_iter().take(SHOWN).map(entry).collect(),
        consent: consent(visit),
        error,
    })
}

fn entry(entry: Entry<'_>) -> Bank {
    match entry {
        Entry::Bank(provider) => bank(provider),
        Entry::Group { name, branch, branches } => Bank {
            choice: Choice::Group { name: name.to_owned(), branches: short(branches) },
            mark: Mark::new(name, Some(branch.logo.clone())),
            trouble: None,
            was_chosen: false,
        },
    }
}

/// A bank to choose.
pub(super) fn bank(provider: &Provider) -> Bank {
    let provider_id = u32::try_from(provider.id.get()).expect("provider ids are below 2^31");
    Bank {
        choice: Choice::Bank { provider_id },
        mark: Mark::new(provider.name.as_str(), Some(provider.logo.clone())),
        trouble: trouble(provider.health),
        was_chosen: false,
    }
}

/// What is the matter with a bank, if something is.
pub(super) const fn trouble(health: Health) -> Option<pages::Trouble> {
    match health {
        Health::Healthy => None,
        Health::Degraded => Some(pages::Trouble::Degraded),
        Health::Down => Some(pages::Trouble::Down),
    }
}

fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
