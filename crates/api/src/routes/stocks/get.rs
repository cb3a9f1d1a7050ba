use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::stocks;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::{Shared, wire};

pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Json<wire::stock::Stock>, ApiError> {
    let stock = match id.parse() {
        Ok(id) => stocks::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    stock.map(|stock| Json(stock.into())).ok_or_else(|| ApiError::no_such("stocks.not_found"))
}
