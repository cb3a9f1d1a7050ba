use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::{SignedDuration, Timestamp};
use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{SessionRequest, State as SessionState};
use passerelle_domain::{Application, ConnectSession, ConnectSessionUuid, EmailValidation, Item};
use passerelle_store::users::User;
use passerelle_store::{
    Batch, StoreError, connect_sessions, email_codes, items, limits, random, retry_on_conflict, users,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::request;
use crate::Shared;
use crate::auth::{UserCaller, unknown_token};
use crate::body::Fields;
use crate::code::Code;
use crate::error::ApiError;
use crate::idempotency::Once;
use crate::limits::seconds_until;

/// How long a session that manages an item counts (spec/api.md 7.1).
const MANAGEMENT_WINDOW: Duration = Duration::from_hours(24);

/// A session of the Connect flow.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectSession, example = json!({
    "id": "6b9a4a36-7d59-4b62-9a5c-2b1b7f2f9a10",
    "url": "https://connect.example/session/1f0c2d7e-58a1-4e0e-8d40-0b6f1e8a7c33"
}))]
pub(crate) struct Created {
    #[schema(value_type = uuid::Uuid)]
    id: ConnectSessionUuid,
    /// Where the user's browser goes. Whoever has it can open the session.
    #[schema(format = "uri")]
    url: String,
}

/// Creates a session in which the user connects a bank, or manages an item.
///
/// Send the user's browser to `url`. Without `item_id` and `provider_id` the user chooses a bank; with `provider_id` it is chosen; with
/// `item_id` an item is repaired or its accounts are chosen anew. At most four sessions manage one item in 24 hours.
#[utoipa::path(
    post, path = "/v3/aggregation/connect-sessions", operation_id = "CreateConnectSession", tag = "Connect",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    request_body = super::request::NewSession,
    responses(
        (status = 201, body = Created),
        (status = 400, description = "invalid_parameter, connect_session.callback_url_not_whitelisted"),
        (status = 404, description = "items.not_found, providers.not_found"),
    ),
)]
pub(crate) async fn create(
    State(api): State<Shared>,
    UserCaller { application, user }: UserCaller,
    Extension(once): Extension<Once>,
    fields: Fields,
) -> Result<(StatusCode, Json<Created>), ApiError> {
    let (request, item) = request::read(&api, &application, &user, fields).await?;
    let now = api.clock.now();
    let state = first_state(&api, &application, &user, &request, item.as_ref()).await?;
    let session = ConnectSession {
        id: api.store.next_id().await?,
        uuid: random::uuid_at(now).into(),
        application_id: application.id,
        user_id: user.id,
        user_uuid: user.uuid,
        item_id: item.as_ref().map(|item| item.id),
        provider_id: request.kind.provider(item.as_ref()),
        state,
        request,
        prompt: None,
        progress: passerelle_domain::connect_session::Progress::default(),
        browser_digest: None,
        created_at: now,
        last_active_at: now,
        version: 1,
    };
    let token = connect_sessions::new_token(now);
    let base = api.public_url.as_str().trim_end_matches('/');
    let created = Created { id: session.uuid, url: format!("{base}/session/{token}") };
    let keep = |batch: &mut Batch| once.keep(&api, batch, (StatusCode::CREATED, &created), None);
    retry_on_conflict(|| insert(&api, &session, &token, &keep)).await?;
    Ok((StatusCode::CREATED, Json(created)))
}

/// Where the session begins: with the user's e-mail address, if the application wants it validated and it is not.
async fn first_state(
    api: &Shared,
    application: &Application,
    user: &User,
    request: &SessionRequest,
    item: Option<&Item>,
) -> Result<SessionState, ApiError> {
    if application.email_validation == EmailValidation::Required
        && let Some(state) = request.kind.email_state()
        && !email_codes::is_validated(&api.store, user.id, request.user_email.as_ref()).await?
    {
        return Ok(state);
    }
    Ok(request.kind.first_state(item))
}

/// Stores a session; one that manages an item only if there are not too many of these.
async fn insert(
    api: &Shared,
    session: &ConnectSession,
    token: &str,
    keep: &impl Fn(&mut Batch),
) -> Result<(), ApiError> {
    let mut batch = Batch::new();
    let most = api.limits.settings.management_flows;
    if let Some(item) = session.item_key().filter(|_| most > 0) {
        // Deleted since it was found: the batch would be refused for ever.
        let found = items::by_key(&api.store, item).await?;
        found.ok_or_else(|| ApiError::no_such(Code::ItemsNotFound))?;
        let now = session.created_at;
        let window = SignedDuration::try_from(MANAGEMENT_WINDOW).expect("a day is not long");
        let since = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        if let Some(nth) = limits::nth_management(&api.store, item, since, most).await? {
            let seconds = seconds_until(now, after(nth, MANAGEMENT_WINDOW));
            let message =
                format!("There are {most} sessions for one item in 24 hours; the next one in {seconds} s");
            return Err(ApiError::too_many_requests(message, seconds));
        }
        limits::guard_management(&mut batch, item, since, most);
    }
    connect_sessions::insert(&mut batch, session, token);
    keep(&mut batch);
    match api.store.write(batch).await {
        // The user was deleted since it called.
        Err(StoreError::Conflict) if users::by_id(&api.store, session.user_id).await?.is_none() => {
            api.callers.forget(session.user_id);
            Err(unknown_token())
        }
        written => Ok(written?),
    }
}
