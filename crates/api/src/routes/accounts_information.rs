//! Whom a user's accounts belong to (spec/api.md 14): one entry for each item, with its accounts that have an IBAN.

use axum::extract::State;
use passerelle_domain::{
    Account, AccountId, AccountType, Currency, Feature, Holder, Iban, ItemId, ProviderId,
};
use passerelle_store::{accounts, items};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::{Shared, wire};

/// Whom the accounts of an item belong to.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "item_id": 10_248_839, "first_name": "CAMILLE", "last_name": "MARTIN",
    "accounts": [{
        "id": 48_678_161, "name": "Compte Courant 1", "type": "checking", "currency_code": "EUR", "provider_id": 574,
        "iban": "FR7612345000010123456789012"
    }]
}))]
pub(crate) struct AccountsInformation {
    #[schema(value_type = i64)]
    item_id: ItemId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    last_name: Option<String>,
    accounts: Vec<IdentifiedAccount>,
}

#[derive(Serialize, ToSchema)]
struct IdentifiedAccount {
    #[schema(value_type = i64)]
    id: AccountId,
    name: String,
    #[schema(value_type = wire::names::AccountType)]
    r#type: AccountType,
    #[schema(value_type = wire::names::Currency)]
    currency_code: Currency,
    #[schema(value_type = i64)]
    provider_id: ProviderId,
    #[schema(value_type = String, required = true)]
    iban: Option<Iban>,
}

impl From<&Account> for IdentifiedAccount {
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

/// Tells whom the accounts with an IBAN belong to: an entry for each item.
///
/// For applications with the feature `account-check`.
#[utoipa::path(
    get, path = "/v3/aggregation/accounts-information", operation_id = "GetAccountsInformation", tag = "Accounts",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(PageRequest<ItemId>),
    responses(
        (status = 200, body = Page<AccountsInformation>),
        (status = 400, description = "invalid_parameter"),
        (status = 403, description = "feature_not_enabled"),
    ),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    caller: UserCaller,
    query: Query,
) -> Result<Page<AccountsInformation>, ApiError> {
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
        AccountsInformation { item_id, first_name, last_name, accounts: of_item.map(Into::into).collect() }
    }))
}
