//! The JSON API (spec/api.md): one file per resource and verb under `routes`.
//!
//! A handler takes who calls (`auth`), what is asked (`query`, `body`), and answers a wire type or an `ApiError`. Every
//! answer, of unknown paths and of panics too, is a JSON object.

mod auth;
mod body;
mod callers;
mod error;
pub mod health;
mod idempotency;
mod limits;
mod origin;
mod pagination;
#[doc(hidden)]
pub mod properties;
mod query;
mod routes;
mod wire;

use std::any::Any;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use passerelle_domain::{ApplicationId, Clock, Network, Trace};
use passerelle_store::{Store, cause, random};
use tower_http::catch_panic::CatchPanicLayer;
use url::Url;
use uuid::Uuid;

pub use callers::Callers;
use error::ApiError;
use limits::Standings;
pub use limits::{Limit, LimitSettings, Limiter};

/// What the API needs.
#[derive(Clone)]
pub struct Api {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where people reach this server: session URLs and logos begin with it.
    pub public_url: Url,
    /// How much is too much.
    pub limits: Limiter,
    /// Whose word about where a request comes from is believed.
    pub trusted_proxies: Vec<Network>,
    /// Who called a moment ago.
    pub callers: Callers,
}

type Shared = Arc<Api>;

/// The longest request body.
const LONGEST_BODY: usize = 1024 * 1024;

/// Headers of every answer (spec/api.md 1.2).
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store, max-age=0, must-revalidate")),
    (header::PRAGMA, HeaderValue::from_static("no-cache")),
    (header::EXPIRES, HeaderValue::from_static("0")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
];

/// Only a server that clients reach by `https` may insist on it.
const STRICT_TRANSPORT_SECURITY: HeaderValue =
    HeaderValue::from_static("max-age=31536000; includeSubDomains; preload");

/// The header that names a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// All routes of the API.
pub fn router(api: Api) -> Router {
    let is_https = api.public_url.scheme() == "https";
    let shared = Arc::new(api);
    routes::router()
        .route_layer(middleware::from_fn_with_state(Arc::clone(&shared), idempotency::once))
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async |request: Request| ApiError::method_not_allowed(request.method()))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(move |request, next| answer(request, next, is_https)))
        .with_state(shared)
}

/// What all requests have in common. The body is read before anything else: bodies are short, and one that nobody reads,
/// since the path or the credentials are wrong, would cost the client its connection.
async fn answer(request: Request, next: Next, is_https: bool) -> Response<Body> {
    let standings = Standings::default();
    let (mut parts, body) = request.into_parts();
    let id = request_id(&parts.headers);
    let trace = trace(&parts.headers);
    parts.extensions.insert(standings.clone());
    let mut response = match to_bytes(body, LONGEST_BODY).await {
        Ok(body) => cause::within(trace, next.run(Request::from_parts(parts, body.into()))).await,
        Err(error) => ApiError::from(error).into_response(),
    };
    standings.tell(response.headers_mut());
    set_headers(response.headers_mut(), is_https);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Which application a request turned out to be of: whoever wants to know puts it into the request's extensions.
#[derive(Clone, Default)]
pub struct Called(Arc<OnceLock<ApplicationId>>);

impl Called {
    /// The application, when its credentials were right.
    pub fn application(&self) -> Option<ApplicationId> {
        self.0.get().copied()
    }

    fn by(&self, application: ApplicationId) {
        // Who looks at the credentials twice finds the same.
        let _ = self.0.set(application);
    }
}

/// The trace that a caller says its request is of (W3C Trace Context): one valid `traceparent`, and its `tracestate`, which
/// may come in several headers.
pub fn trace(headers: &HeaderMap) -> Option<Trace> {
    let all =
        |name| headers.get_all(name).iter().map(HeaderValue::to_str).collect::<Result<Vec<_>, _>>().ok();
    let parents = all("traceparent")?;
    let [parent] = parents[..] else { return None };
    let state = all("tracestate").map(|states| states.join(","));
    Trace::read(parent, state.as_deref()).ok()
}

/// What names a request in answers and logs: the caller's name of it if that is a UUID, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let told = headers.get(&REQUEST_ID).and_then(|value| value.to_str().ok());
    let told = told.filter(|text| text.len() == uuid::fmt::Hyphenated::LENGTH);
    let id = told.and_then(|text| Uuid::try_parse(text).ok()).unwrap_or_else(random::uuid);
    HeaderValue::try_from(id.to_string()).expect("a UUID is a header value")
}

fn set_headers(headers: &mut HeaderMap, is_https: bool) {
    let strict = is_https.then_some((header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY));
    for (name, value) in HEADERS.into_iter().chain(strict) {
        headers.insert(name, value);
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
fn panicked(panic: Box<dyn Any + Send>) -> Response<Body> {
    let message =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(message = message.unwrap_or("?"), "a handler panicked");
    ApiError::internal().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_like_every_error() {
        let response = panicked(Box::new("what happened is nobody's business"));
        assert_eq!(response.status().as_u16(), 500);
        let body = to_bytes(response.into_body(), LONGEST_BODY).await.expect("a body");
        let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(
            (&body["code"], &body["errors"][0]["code"]),
            (&"internal_error".into(), &"internal_error".into())
        );
        assert!(!body.to_string().contains("business"));
    }
}
