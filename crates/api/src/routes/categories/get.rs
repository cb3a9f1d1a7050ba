use axum::Json;
use axum::extract::Path;
use passerelle_locales::category;

use crate::auth::{Caller, Reader};
use crate::code::Code;
use crate::error::ApiError;
use crate::wire;

/// Shows a category.
#[utoipa::path(
    get, path = "/v3/aggregation/categories/{id}", operation_id = "GetCategory", tag = "Categories",
    params(("id" = i64, Path, description = "Of the category"), Reader),
    responses((status = 200, body = wire::category::Category), (status = 404, description = "categories.not_found")),
)]
pub(crate) async fn get(
    _: Caller,
    Reader(language): Reader,
    Path(id): Path<String>,
) -> Result<Json<wire::category::Category>, ApiError> {
    let found = id.parse().ok().and_then(category);
    let found = found.ok_or_else(|| ApiError::no_such(Code::CategoriesNotFound))?;
    Ok(Json(wire::category::Category::new(*found, language)))
}
