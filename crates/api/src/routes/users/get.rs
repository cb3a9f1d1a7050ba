use axum::Json;
use axum::extract::{Path, State};

use crate::auth::Caller;
use crate::error::ApiError;
use crate::{Shared, wire};

pub(crate) async fn get(
    State(api): State<Shared>,
    Caller(application): Caller,
    Path(uuid): Path<String>,
) -> Result<Json<wire::user::User>, ApiError> {
    Ok(Json(super::find(&api, &application, &uuid).await?.into()))
}
