use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_store::{items, retry_on_conflict, users};

use crate::Shared;
use crate::auth::UserCaller;
use crate::error::ApiError;

pub(crate) async fn delete(
    State(api): State<Shared>,
    UserCaller { application, user }: UserCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    retry_on_conflict(|| async {
        let item = super::find(&api, &user, &id).await?;
        let user = users::by_id(&api.store, user.id).await?;
        let user = user.filter(|user| user.application_id == application.id);
        let user = user.ok_or_else(|| ApiError::no_such("items.not_found"))?;
        items::delete(&api.store, &user, &item, api.clock.now()).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
