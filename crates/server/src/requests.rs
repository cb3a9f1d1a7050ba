//! What is said and counted of every request.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use passerelle_api::{Called, REQUEST_ID};
use passerelle_domain::{ApplicationId, Trace};

/// Logs and counts a request by the template of its route: paths hold session tokens.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let method = method_of(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str).to_owned();
    let trace = passerelle_api::trace(request.headers());
    let called = Called::default();
    request.extensions_mut().insert(called.clone());
    let start = Instant::now();
    let response = next.run(request).await;
    let elapsed = start.elapsed();
    let status = response.status().as_u16();
    let id = response.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        method,
        route,
        status,
        duration_ms,
        request.id = id,
        application.id = called.application().map(ApplicationId::get),
        trace.id = trace.as_ref().map(Trace::id),
        "answered"
    );
    histogram!("passerelle_http_request_duration_seconds", "method" => method, "route" => route.clone())
        .record(elapsed);
    counter!(
        "passerelle_http_requests_total",
        "method" => method, "route" => route, "status" => status.to_string()
    )
    .increment(1);
    response
}

/// The method, if it is one of those in use: anybody can make up another, and a label has few values.
fn method_of(request: &Request) -> &'static str {
    const KNOWN: [Method; 7] = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::HEAD,
        Method::OPTIONS,
        Method::PATCH,
    ];
    const NAMES: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"];
    let known = KNOWN.iter().position(|method| method == request.method());
    known.map_or("other", |position| NAMES[position])
}
