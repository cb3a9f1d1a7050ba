use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use passerelle_store::users::{self, User};
use passerelle_store::{Batch, StoreError, random};

use crate::auth::Caller;
use crate::body::Fields;
use crate::error::ApiError;
use crate::idempotency::Once;
use crate::{Shared, wire};

const EXPECTED: &str = "must have 1 to 128 letters, digits, hyphens and underscores";

pub(crate) async fn create(
    State(api): State<Shared>,
    Caller(application): Caller,
    Extension(once): Extension<Once>,
    mut fields: Fields,
) -> Result<(StatusCode, Json<wire::user::User>), ApiError> {
    let external_user_id = fields.text("external_user_id", EXPECTED, |text| text.parse().ok());
    fields.finish()?;
    let now = api.clock.now();
    let user = User {
        id: api.store.next_id().await?,
        uuid: random::uuid().into(),
        application_id: application.id,
        external_user_id,
        last_change: now,
        created_at: now,
    };
    let mut batch = Batch::new();
    users::insert(&mut batch, &user);
    let created = wire::user::User::from(user);
    once.keep(&api, &mut batch, (StatusCode::CREATED, &created), None);
    match api.store.write(batch).await {
        Ok(()) => Ok((StatusCode::CREATED, Json(created))),
        Err(StoreError::Duplicate) => Err(ApiError::new(
            StatusCode::CONFLICT,
            "users.creation.already_exists_with_external_user_id",
            "A user with this external_user_id exists already",
        )),
        Err(error) => Err(error.into()),
    }
}
