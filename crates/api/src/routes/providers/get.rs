use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::providers;

use crate::auth::Caller;
use crate::code::Code;
use crate::error::ApiError;
use crate::{Shared, wire};

/// Shows a bank.
#[utoipa::path(
    get, path = "/v3/providers/{id}", operation_id = "GetProvider", tag = "Providers",
    params(("id" = i64, Path, description = "Of the provider")),
    responses((status = 200, body = wire::provider::Provider), (status = 404, description = "providers.not_found")),
)]
pub(crate) async fn get(
    State(api): State<Shared>,
    Caller(application): Caller,
    Path(id): Path<String>,
) -> Result<Json<wire::provider::Provider>, ApiError> {
    let provider = match id.parse() {
        Ok(id) => providers::by_id(&api.store, id).await?,
        Err(_) => None,
    };
    let provider = provider.filter(|provider| provider.is_visible_in(application.environment));
    let provider = provider.ok_or_else(|| ApiError::no_such(Code::ProvidersNotFound))?;
    Ok(Json(wire::provider::Provider::new(provider, &api.public_url)))
}
