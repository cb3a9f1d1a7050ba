use axum::extract::State;
use passerelle_domain::{AccountId, ItemId};
use passerelle_store::accounts;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::{Shared, wire};

/// Lists the accounts of a user, by age.
#[utoipa::path(
    get, path = "/v3/aggregation/accounts", operation_id = "GetAccounts", tag = "Accounts",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(PageRequest<AccountId>, ("item_id" = Option<i64>, Query, description = "Of this item only")),
    responses((status = 200, body = Page<wire::account::Account>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    query: Query,
) -> Result<Page<wire::account::Account>, ApiError> {
    let request = PageRequest::<AccountId>::read(&query)?;
    let item = query.id::<ItemId>("item_id")?.transpose();
    let accounts = match item {
        Ok(item) => accounts::page(&api.store, user.id, item, request.after, request.rows()).await?,
        Err(_) => Vec::new(),
    };
    Ok(request.page(&query, accounts, |account| account.id).map(Into::into))
}
