use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use passerelle_domain::{ConnectSession, ConnectSessionUuid};
use passerelle_store::{Batch, connect_sessions, digest, random};
use serde::Serialize;

use super::request;
use crate::auth::UserCaller;
use crate::body::Fields;
use crate::error::ApiError;
use crate::{Shared, token};

#[derive(Serialize)]
pub(crate) struct Created {
    id: ConnectSessionUuid,
    url: String,
}

pub(crate) async fn create(
    State(api): State<Shared>,
    UserCaller { application, user }: UserCaller,
    fields: Fields,
) -> Result<(StatusCode, Json<Created>), ApiError> {
    let (request, item) = request::read(&api, &application, &user, fields).await?;
    let now = api.clock.now();
    let session = ConnectSession {
        id: api.store.next_id().await?,
        uuid: random::uuid().into(),
        application_id: application.id,
        user_id: user.id,
        user_uuid: user.uuid,
        item_id: item.as_ref().map(|item| item.id),
        state: request.kind.first_state(item.as_ref()),
        request,
        prompt: None,
        progress: passerelle_domain::connect_session::Progress::default(),
        browser_digest: None,
        created_at: now,
        last_active_at: now,
        version: 1,
    };
    let token = token::generate();
    let mut batch = Batch::new();
    connect_sessions::insert(&mut batch, &session, digest(&token));
    api.store.write(batch).await?;
    let base = api.public_url.as_str().trim_end_matches('/');
    let created = Created { id: session.uuid, url: format!("{base}/session/{token}") };
    Ok((StatusCode::CREATED, Json(created)))
}
