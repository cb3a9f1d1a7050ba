//! Tokens of users (spec/api.md 6.6).

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use passerelle_domain::clock::after;
use passerelle_domain::{Application, ExternalUserId, UserUuid};
use passerelle_store::limits::Limited;
use passerelle_store::{Batch, digest, random, users};
use serde::Serialize;
use serde_json::json;
use utoipa::openapi::schema::{AllOfBuilder, OneOfBuilder, Schema};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::Shared;
use crate::auth::Caller;
use crate::body::Fields;
use crate::code::Code;
use crate::error::ApiError;
use crate::idempotency::Once;
use crate::limits::Standings;
use crate::wire::time::Time;
use crate::wire::user::User;

/// How long a token is valid.
const LIFETIME: Duration = Duration::from_hours(2);

/// The two names of a user.
#[derive(ToSchema)]
#[schema(as = UserNames)]
#[expect(dead_code, reason = "describes what is read field by field")]
struct Names {
    user_uuid: Option<String>,
    external_user_id: Option<String>,
}

/// Whom a token is for: exactly one of the two names.
struct Whom;

impl PartialSchema for Whom {
    fn schema() -> RefOr<Schema> {
        let by = |name: &str| ObjectBuilder::new().property(name, String::schema()).required(name);
        let either = OneOfBuilder::new().item(by("user_uuid")).item(by("external_user_id"));
        let example = json!({ "user_uuid": "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11" });
        let names = Ref::from_schema_name(Names::name());
        let about = "Whom a token is for: exactly one of the two names";
        AllOfBuilder::new().item(names).item(either).description(Some(about)).examples([example]).into()
    }
}

impl ToSchema for Whom {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Names::name().into(), Names::schema()));
    }
}

/// What lets the application act for a user.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "3f2a0c9b7d514e6f8a1b2c3d4e5f60718293a4b5-0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11",
    "expires_at": "2026-01-12T11:30:00.000Z",
    "user": { "uuid": "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11", "external_user_id": "crm-4711" }
}))]
#[expect(clippy::struct_field_names, reason = "fields are named as on the wire")]
pub(crate) struct Token {
    access_token: String,
    expires_at: Time,
    user: User,
}

/// Gives a token to act for a user.
///
/// Valid for two hours. A user may have several at once; there is none to refresh one with: ask for another.
#[utoipa::path(
    post, path = "/v3/aggregation/authorization/token", operation_id = "CreateUserAuthToken", tag = "Users",
    request_body = Whom,
    responses(
        (status = 201, body = Token),
        (status = 400, description = "invalid_parameter"),
        (status = 401, description = "user.authentication.unauthorized"),
        (status = 404, description = "user.authentication.unauthorized"),
    ),
)]
pub(crate) async fn create(
    State(api): State<Shared>,
    Caller(application): Caller,
    Extension(standings): Extension<Standings>,
    Extension(once): Extension<Once>,
    mut fields: Fields,
) -> Result<(StatusCode, Json<Token>), ApiError> {
    let has_both = fields.has("user_uuid") && fields.has("external_user_id");
    let has_none = !fields.has("user_uuid") && !fields.has("external_user_id");
    let uuid = fields.text("user_uuid", "must be a text", |text| Some(text.to_owned()));
    let external_id = fields.text("external_user_id", "must be a text", |text| Some(text.to_owned()));
    if has_both || has_none {
        fields.refuse("user_uuid", "or external_user_id must be given, and not both");
    }
    fields.finish()?;
    // A text that can't be the name of a user is the name of none.
    let user = if let Some(uuid) = uuid.and_then(|text| text.parse::<UserUuid>().ok()) {
        users::by_uuid(&api.store, application.id, uuid).await?
    } else if let Some(id) = external_id.and_then(|text| text.parse::<ExternalUserId>().ok()) {
        users::by_external_id(&api.store, application.id, &id).await?
    } else {
        None
    };
    let user = user.ok_or_else(|| unknown_user(&application))?;
    api.limits.admit(&api.store, &*api.clock, Limited::Authentications(user.id), &standings).await?;
    let now = api.clock.now();
    let expires_at = after(now, LIFETIME);
    let access_token = format!("{}-{}", random::token(), user.uuid);
    let mut batch = Batch::new();
    users::insert_token(&mut batch, digest(&access_token), user.id, expires_at, now);
    let token = Token { access_token, expires_at: Time(expires_at), user: user.into() };
    // A token that is over is no answer any more.
    once.keep(&api, &mut batch, (StatusCode::CREATED, &token), Some(expires_at));
    api.store.write(batch).await?;
    Ok((StatusCode::CREATED, Json(token)))
}

fn unknown_user(application: &Application) -> ApiError {
    let error = ApiError::new(Code::UserUnauthorized, "No such user in this application");
    if application.unknown_user_is_not_found { error.with_status(StatusCode::NOT_FOUND) } else { error }
}
