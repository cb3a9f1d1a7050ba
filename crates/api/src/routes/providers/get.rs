use axum::Json;
use axum::extract::{Path, State};
use passerelle_store::providers;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::{Shared, wire};

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
    let provider = provider.ok_or_else(|| ApiError::no_such("providers.not_found"))?;
    Ok(Json(wire::provider::Provider::new(provider, &api.public_url)))
}
