//! `Idempotency-Key` on every `POST` (draft-ietf-httpapi-idempotency-key-header): a request that is repeated is not done
//! twice, but answered as the first time, for 24 hours, per application and path.
//!
//! The request is reserved, then done; a handler that changes something puts its answer into the batch of the change
//! ([`Once::keep`]). So a server that dies leaves the change with its answer, or neither and a reservation that ends by
//! itself. What says nothing of the request itself is not kept: 401, 429 and the server's own faults.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use passerelle_domain::clock::after;
use passerelle_store::idempotency::{self, Known, Reserved};
use passerelle_store::{Batch, Store, digest};
use serde::Serialize;

use crate::auth::{Caller, Known as KnownCaller, bearer};
use crate::code::Code;
use crate::error::ApiError;
use crate::{LONGEST_BODY, Shared};

/// How long an answer is kept.
const LIFETIME: Duration = Duration::from_hours(24);

/// How long a request may take before another one with its key is no repetition of a running one.
const LEASE: Duration = Duration::from_mins(1);

/// Says that an answer is an earlier one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

const EXPECTED: &str = "must have 1 to 255 printable ASCII characters";

/// The answer of this request, to be kept if it has a key.
#[derive(Clone, Default)]
pub(crate) struct Once(Option<Reserved>);

impl Once {
    /// Puts the answer into the batch that makes it true; it is good until then at most.
    pub(crate) fn keep(
        &self,
        api: &Shared,
        batch: &mut Batch,
        (status, body): (StatusCode, &impl Serialize),
        good_until: Option<Timestamp>,
    ) {
        let body = serde_json::to_vec(body).expect("answers always serialise");
        self.keep_bytes(api, batch, status, &body, good_until);
    }

    /// The same of an answer without a body.
    pub(crate) fn keep_empty(&self, api: &Shared, batch: &mut Batch, status: StatusCode) {
        self.keep_bytes(api, batch, status, &[], None);
    }

    fn keep_bytes(
        &self,
        api: &Shared,
        batch: &mut Batch,
        status: StatusCode,
        body: &[u8],
        good_until: Option<Timestamp>,
    ) {
        if let Some(reserved) = &self.0 {
            let day = after(api.clock.now(), LIFETIME);
            let until = good_until.map_or(day, |until| until.min(day));
            idempotency::answer(&api.store, batch, reserved, (u32::from(status.as_u16()), body), until);
        }
    }
}

/// Lets a request with a key happen once.
pub(crate) async fn once(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let key = match key(&request) {
        Ok(Some(key)) => key,
        Ok(None) => {
            let (mut parts, body) = request.into_parts();
            parts.extensions.insert(Once::default());
            return next.run(Request::from_parts(parts, body)).await;
        }
        Err(error) => return error.into_response(),
    };
    answer(&api, &key, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

fn key(request: &Request) -> Result<Option<String>, ApiError> {
    if request.method() != Method::POST {
        return Ok(None);
    }
    let mut values = request.headers().get_all("idempotency-key").iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| (1..=255).contains(&text.len()));
    let is_printable = |text: &&str| text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    match text.filter(is_printable).filter(|_| values.next().is_none()) {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(ApiError::invalid("Idempotency-Key", EXPECTED)),
    }
}

async fn answer(api: &Shared, key: &str, request: Request, next: Next) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await?;
    let Caller(application) = Caller::from_request_parts(&mut parts, api).await?;
    let user = user(api, &parts, application.id).await?;
    let query = parts.uri.query().unwrap_or_default();
    let request = idempotency::Request {
        application: application.id,
        key_digest: digest(format!("{}\n{key}", parts.uri.path())),
        request_digest: digest_of(&[user.as_bytes(), query.as_bytes(), &body]),
    };
    // It is asked for once again by the handler, and uses one permit.
    parts.extensions.insert(KnownCaller(application));
    let now = api.clock.now();
    let reserved = match idempotency::reserve(&api.store, request, now, after(now, LEASE)).await? {
        Known::Reserved(reserved) => reserved,
        Known::Running => return Err(running()),
        Known::Other => return Err(other()),
        Known::Answered { status, body } => return replay(status, &body),
    };
    parts.extensions.insert(Once(Some(reserved)));
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    settle(&api.store, api.clock.now(), &reserved, response).await
}

/// What is no success changed nothing: it is kept, or may be tried again.
async fn settle(
    store: &Store,
    now: Timestamp,
    reserved: &Reserved,
    response: Response,
) -> Result<Response, ApiError> {
    let status = response.status();
    let is_kept = status.is_client_error()
        && status != StatusCode::UNAUTHORIZED
        && status != StatusCode::TOO_MANY_REQUESTS;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await?;
    let mut batch = Batch::new();
    if is_kept {
        let code = u32::from(status.as_u16());
        idempotency::answer(store, &mut batch, reserved, (code, &body), after(now, LIFETIME));
    } else {
        idempotency::give_up(&mut batch, reserved);
    }
    // A reservation that stays ends by itself, and the answer is true anyhow.
    if let Err(error) = store.write(batch).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "an answer could not be kept");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The user that the request is for; none without a token, and with one that is not good, which the handler refuses.
async fn user(
    api: &Shared,
    parts: &Parts,
    application: passerelle_domain::ApplicationId,
) -> Result<String, ApiError> {
    let Ok(token) = bearer(&parts.headers) else { return Ok(String::new()) };
    let user = api.callers.user(&api.store, application, digest(token), api.clock.now()).await?;
    Ok(user.map_or_else(|| "nobody".to_owned(), |user| user.uuid.to_string()))
}

/// One digest of several texts, none of which can run over into the next.
fn digest_of(texts: &[&[u8]]) -> [u8; 32] {
    digest(texts.iter().flat_map(digest).collect::<Vec<u8>>())
}

fn replay(status: u32, body: &[u8]) -> Result<Response, ApiError> {
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(ApiError::internal)?;
    let mut headers = HeaderMap::from_iter([(REPLAYED, HeaderValue::from_static("true"))]);
    if !body.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok((status, headers, body.to_vec()).into_response())
}

fn running() -> ApiError {
    let message = "The first request with this Idempotency-Key is still running";
    ApiError::new(Code::IdempotencyKeyInUse, message)
}

fn other() -> ApiError {
    let message = "This Idempotency-Key was used for another request";
    ApiError::new(Code::IdempotencyKeyReused, message)
}
