use axum::Json;
use axum::extract::{Path, State};

use crate::auth::Caller;
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows a user.
#[utoipa::path(
    get, path = "/v3/aggregation/users/{uuid}", operation_id = "GetUser", tag = "Users",
    params(("uuid" = uuid::Uuid, Path, description = "Of the user")),
    responses((status = 200, body = wire::user::User), (status = 404, description = "users.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    Caller(application): Caller,
    Path(uuid): Path<String>,
) -> Result<Json<wire::user::User>, ApiError> {
    Ok(Json(super::find(&api, &application, &uuid).await?.into()))
}
