use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::stocks;

use crate::auth::UserCaller;
use crate::code::Code;
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows a stock.
#[utoipa::path(
    get, path = "/v3/aggregation/stocks/{id}", operation_id = "GetStock", tag = "Stocks",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the stock")),
    responses((status = 200, body = wire::stock::Stock), (status = 404, description = "stocks.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Json<wire::stock::Stock>, ApiError> {
    let stock = match id.parse() {
        Ok(id) => stocks::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    stock.map(|stock| Json(stock.into())).ok_or_else(|| ApiError::no_such(Code::StocksNotFound))
}
