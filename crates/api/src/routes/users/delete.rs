use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_store::{StoreError, users};

use crate::Shared;
use crate::auth::Caller;
use crate::error::ApiError;

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
        Err(StoreError::Conflict) => Err(ApiError::no_such("users.not_found")),
        Err(error) => Err(error.into()),
    }
}
