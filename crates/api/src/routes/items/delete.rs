use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_store::{items, retry_on_conflict, users};

use crate::Shared;
use crate::auth::UserCaller;
use crate::code::Code;
use crate::error::ApiError;

/// Deletes an item with its accounts and transactions.
///
/// Fires `item.deleted`.
#[utoipa::path(
    delete, path = "/v3/aggregation/items/{id}", operation_id = "DeleteItem", tag = "Items",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the item")),
    responses(
        (status = 204, description = "The item is gone"),
        (status = 404, description = "items.not_found"),
    ),
)]
pub(crate) async fn delete(
    State(api): State<Shared>,
    UserCaller { application, user }: UserCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    retry_on_conflict(|| async {
        let item = super::find(&api, &user, &id).await?;
        let user = users::by_id(&api.store, user.id).await?;
        let user = user.filter(|user| user.application_id == application.id);
        let user = user.ok_or_else(|| ApiError::no_such(Code::ItemsNotFound))?;
        items::delete(&api.store, &user, &item, api.clock.now()).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
