use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use passerelle_store::transactions;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::{Shared, wire};

pub(crate) async fn get(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let transaction = match id.parse() {
        Ok(id) => transactions::of_user(&api.store, user.id, id).await?,
        Err(_) => None,
    };
    let transaction = transaction.ok_or_else(|| ApiError::no_such("transactions.not_found"))?;
    Ok(Json(wire::transaction::Transaction::from(&transaction)).into_response())
}
