use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::accounts;

use crate::auth::UserCaller;
use crate::code::Code;
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows an account.
#[utoipa::path(
    get, path = "/v3/aggregation/accounts/{id}", operation_id = "GetAccount", tag = "Accounts",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the account")),
    responses((status = 200, body = wire::account::Account), (status = 404, description = "accounts.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Json<wire::account::Account>, ApiError> {
    let account = match id.parse() {
        Ok(id) => accounts::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    account.map(|account| Json(account.into())).ok_or_else(|| ApiError::no_such(Code::AccountsNotFound))
}
