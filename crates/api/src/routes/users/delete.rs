use axum::extract::{Path, State};
use axum::http::StatusCode;
use passerelle_domain::Event;
use passerelle_domain::event::next_change;
use passerelle_store::{Batch, StoreError, events, users};

use crate::Shared;
use crate::auth::Caller;
use crate::error::ApiError;

pub(crate) async fn delete(
    State(api): State<Shared>,
    Caller(application): Caller,
    Path(uuid): Path<String>,
) -> Result<StatusCode, ApiError> {
    let user = super::find(&api, &application, &uuid).await?;
    let mut batch = Batch::new();
    users::delete(&mut batch, user.id);
    let event = Event::user_deleted(application.id, user.id, user.uuid);
    let at = next_change(user.last_change, api.clock.now());
    events::record(&api.store, &mut batch, &[event], at).await?;
    match api.store.write(batch).await {
        Ok(()) => {
            api.callers.forget(user.id);
            Ok(StatusCode::NO_CONTENT)
        }
        // Somebody else deleted it meanwhile.
        Err(StoreError::Conflict) => Err(ApiError::no_such("users.not_found")),
        Err(error) => Err(error.into()),
    }
}
