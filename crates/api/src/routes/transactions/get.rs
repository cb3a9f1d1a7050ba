use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use passerelle_store::transactions;

use crate::auth::UserCaller;
use crate::code::Code;
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows a transaction.
#[utoipa::path(
    get, path = "/v3/aggregation/transactions/{id}", operation_id = "GetTransaction", tag = "Transactions",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the transaction")),
    responses((status = 200, body = wire::transaction::Transaction), (status = 404, description = "transactions.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let transaction = match id.parse() {
        Ok(id) => transactions::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    let transaction = transaction.ok_or_else(|| ApiError::no_such(Code::TransactionsNotFound))?;
    Ok(Json(wire::transaction::Transaction::from(&transaction)).into_response())
}
