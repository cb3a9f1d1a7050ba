use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::accounts;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::{Shared, wire};

pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Json<wire::account::Account>, ApiError> {
    let account = match id.parse() {
        Ok(id) => accounts::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    account.map(|account| Json(account.into())).ok_or_else(|| ApiError::no_such("accounts.not_found"))
}
