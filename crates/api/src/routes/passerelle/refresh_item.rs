use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_domain::{Environment, ItemId, ItemKey};
use passerelle_store::jobs::{self, Task};
use passerelle_store::{Batch, items};

use crate::Shared;
use crate::auth::UserCaller;
use crate::code::Code;
use crate::error::ApiError;
use crate::idempotency::Once;

/// Starts a refresh of an item, without its user.
///
/// For sandbox applications; `item.refreshed` tells how it ended.
#[utoipa::path(
    post, path = "/passerelle/v1/items/{id}/refresh", operation_id = "RefreshItem", tag = "Extensions",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("id" = i64, Path, description = "Of the item")),
    responses(
        (status = 202, description = "The refresh begins"),
        (status = 403, description = "feature_not_enabled"),
        (status = 404, description = "items.not_found"),
    ),
)]
pub(crate) async fn refresh_item(
    State(api): State<Shared>,
    UserCaller { application, user }: UserCaller,
    Extension(once): Extension<Once>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    if application.environment != Environment::Sandbox {
        let message = "Only sandbox applications can start a refresh";
        return Err(ApiError::feature_not_enabled(message));
    }
    let item = match id.parse::<ItemId>() {
        Ok(id) => items::by_key(&api.store, ItemKey { user: user.id, id }).await?,
        Err(_) => None,
    };
    let item = item.ok_or_else(|| ApiError::no_such(Code::ItemsNotFound))?;
    let mut batch = Batch::new();
    jobs::enqueue(&api.store, &mut batch, &Task::Refresh { item: item.key() }, api.clock.now()).await?;
    once.keep_empty(&api, &mut batch, StatusCode::ACCEPTED);
    api.store.write(batch).await?;
    Ok(StatusCode::ACCEPTED)
}
