use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_store::{StoreError, users};

use crate::Shared;
use crate::auth::Caller;
use crate::code::Code;
use crate::error::ApiError;

/// Deletes a user with all items, accounts and transactions.
///
/// Fires `user.deleted`.
#[utoipa::path(
    delete, path = "/v3/aggregation/users/{uuid}", operation_id = "DeleteUser", tag = "Users",
    params(("uuid" = uuid::Uuid, Path, description = "Of the user")),
    responses(
        (status = 204, description = "The user is gone"),
        (status = 404, description = "users.not_found"),
    ),
)]
pub(crate) async fn delete(
    State(api): State<Shared>,
    Caller(application): Caller,
    Path(uuid): Path<String>,
) -> Result<StatusCode, ApiError> {
    let user = super::find(&api, &application, &uuid).await?;
    match users::delete(&api.store, &user, api.clock.now()).await {
        Ok(()) => {
            api.callers.forget(user.id);
            Ok(StatusCode::NO_CONTENT)
        }
        // Somebody else deleted it meanwhile.
        Err(StoreError::Conflict) => Err(ApiError::no_such(Code::UsersNotFound)),
        Err(error) => Err(error.into()),
    }
}
