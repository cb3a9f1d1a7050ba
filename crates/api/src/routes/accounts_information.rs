//! Whom a user's accounts belong to (spec/api.md 14): one entry for each item, with its accounts that have an IBAN.

use axum::extract::State;
use passerelle_domain::{
    Account, AccountId, AccountType, Currency, Feature, Holder, Iban, ItemId, ProviderId,
};
use passerelle_store::{accounts, items};
use serde::Serialize;

use crate::Shared;
use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;

#[derive(Serialize)]
pub(crate) struct Information {
    item_id: ItemId,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<String>,
    accounts: Vec<Identified>,
}

#[derive(Serialize)]
struct Identified {
    id: AccountId,
    name: String,
    r#type: AccountType,
    currency_code: Currency,
    provider_id: ProviderId,
    iban: Option<Iban>,
}

impl From<&Account> for Identified {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            r#type: account.account_type,
            currency_code: account.currency,
            provider_id: account.provider_id,
            iban: account.iban.clone(),
        }
    }
}

pub(crate) async fn list(
    State(api): State<Shared>,
    caller: UserCaller,
    query: Query,
) -> Result<Page<Information>, ApiError> {
    caller.check(Feature::AccountCheck)?;
    let request = PageRequest::<ItemId>::read(&query)?;
    let found = items::holders(&api.store, caller.user.id, request.after, request.rows()).await?;
    let page = request.page(&query, found, |(item, _)| *item);
    let ends = page.resources.first().zip(page.resources.last());
    let accounts = match ends {
        Some(((first, _), (last, _))) => {
            accounts::with_iban(&api.store, caller.user.id, (*first, *last)).await?
        }
        None => Vec::new(),
    };
    Ok(page.map(|(item_id, Holder { first_name, last_name })| {
        let of_item = accounts.iter().filter(|account| account.item_id == item_id);
        Information { item_id, first_name, last_name, accounts: of_item.map(Into::into).collect() }
    }))
}
