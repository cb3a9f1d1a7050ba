use axum::Json;
use axum::extract::{Path, State};

use crate::auth::{Reader, UserCaller};
use crate::error::ApiError;
use crate::{Shared, wire};

pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Reader(language): Reader,
    Path(id): Path<String>,
) -> Result<Json<wire::item::Item>, ApiError> {
    Ok(Json(wire::item::Item::new(super::find(&api, &user, &id).await?, language)))
}
