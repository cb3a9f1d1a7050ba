use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use passerelle_store::users::{self, User};
use passerelle_store::{Batch, StoreError, random};
use utoipa::ToSchema;

use crate::auth::Caller;
use crate::body::Fields;
use crate::code::Code;
use crate::error::ApiError;
use crate::idempotency::Once;
use crate::{Shared, wire};

const EXPECTED: &str = "must have 1 to 128 letters, digits, hyphens and underscores";

/// What a new user is created with.
#[derive(ToSchema)]
#[schema(example = json!({ "external_user_id": "crm-4711" }))]
#[expect(dead_code, reason = "describes what is read field by field")]
struct NewUser {
    /// The application's own id of the user.
    #[schema(pattern = "^[a-zA-Z0-9_-]{1,128}$")]
    external_user_id: Option<String>,
}

/// Creates a user.
///
/// The body may be left out. An `external_user_id` is unique in its application.
#[utoipa::path(
    post, path = "/v3/aggregation/users", operation_id = "CreateUser", tag = "Users",
    request_body = Option<NewUser>,
    responses(
        (status = 201, body = wire::user::User),
        (status = 400, description = "invalid_parameter"),
        (status = 409, description = "users.creation.already_exists_with_external_user_id"),
    ),
)]
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
        Err(StoreError::Duplicate) => {
            Err(ApiError::new(Code::UserExists, "A user with this external_user_id exists already"))
        }
        Err(error) => Err(error.into()),
    }
}
