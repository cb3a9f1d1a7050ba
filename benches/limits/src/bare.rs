//! A route that answers a fixed JSON: what HTTP alone costs.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;

use crate::serve::serve;

/// As long as the answer to a new session.
pub(crate) const ANSWER: &str = "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"url\":\"http://localhost:8080\
     /session/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}";

/// The answer to a new session.
pub(crate) fn created() -> impl IntoResponse {
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], ANSWER)
}

pub(crate) async fn run() -> Result<()> {
    serve(Router::new().fallback(post(|_: Bytes| async { created() }))).await
}
