//! What is said and counted of every request.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};

/// Logs and counts a request by the template of its route: paths hold session tokens.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let method = method_of(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str).to_owned();
    let trace = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let trace = trace.filter(|text| is_trace(text)).unwrap_or_default().to_owned();
    let start = Instant::now();
    let response = next.run(request).await;
    let elapsed = start.elapsed();
    let status = response.status().as_u16();
    let id = response.headers().get(passerelle_api::REQUEST_ID).and_then(|value| value.to_str().ok());
    tracing::debug!(method, route, status, request.id = id.unwrap_or_default(), trace, "answered");
    histogram!("passerelle_http_request_duration_seconds", "method" => method, "route" => route.clone())
        .record(elapsed);
    counter!(
        "passerelle_http_requests_total",
        "method" => method, "route" => route, "status" => status.to_string()
    )
    .increment(1);
    response
}

/// A `traceparent` of W3C Trace Context, version 0: it is logged, so that a caller's trace leads here, and not passed on.
fn is_trace(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    lengths == [2, 32, 16, 2] && parts[0] == "00" && parts.iter().all(|part| part.bytes().all(is_hexadecimal))
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
