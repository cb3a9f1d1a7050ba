use axum::Json;
use axum::extract::{Path, State};

use crate::auth::{Reader, UserCaller};
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows an item.
#[utoipa::path(
    get, path = "/v3/aggregation/items/{id}", operation_id = "GetItem", tag = "Items",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the item"), Reader),
    responses((status = 200, body = wire::item::Item), (status = 404, description = "items.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Reader(language): Reader,
    Path(id): Path<String>,
) -> Result<Json<wire::item::Item>, ApiError> {
    Ok(Json(wire::item::Item::new(super::find(&api, &user, &id).await?, language)))
}
