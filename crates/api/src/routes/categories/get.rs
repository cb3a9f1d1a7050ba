use axum::Json;
use axum::extract::Path;
use passerelle_locales::category;

use crate::auth::{Caller, Reader};
use crate::error::ApiError;
use crate::wire;

pub(crate) async fn get(
    _: Caller,
    Reader(language): Reader,
    Path(id): Path<String>,
) -> Result<Json<wire::category::Category>, ApiError> {
    let found = id.parse().ok().and_then(category);
    let found = found.ok_or_else(|| ApiError::no_such("categories.not_found"))?;
    Ok(Json(wire::category::Category::new(*found, language)))
}
