//! Is the server up, and can it work? Of no use to an application, so it needs no credentials; a process without the API
//! serves it too.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use passerelle_store::{Store, providers};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::error::ApiError;

/// What tells a server's state.
#[derive(Clone)]
pub struct Health {
    /// The data.
    pub store: Store,
    /// Cancelled when the server is to end: it is not ready any more, though it still answers.
    pub stopping: CancellationToken,
}

#[derive(Serialize)]
struct Report {
    status: &'static str,
}

/// `/health/live` and `/health/ready`.
pub fn router(health: Health) -> Router {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .method_not_allowed_fallback(async |request: Request| ApiError::method_not_allowed(request.method()))
        .layer(middleware::map_response(async |mut response: Response| {
            crate::set_headers(response.headers_mut(), false);
            response
        }))
        .with_state(health)
}

async fn live() -> Json<Report> {
    Json(Report { status: "ok" })
}

/// Ready when nobody wants the server to end and the database answers.
async fn ready(State(health): State<Health>) -> (StatusCode, Json<Report>) {
    if health.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(Report { status: "stopping" }));
    }
    match providers::all(&health.store).await {
        Ok(_) => (StatusCode::OK, Json(Report { status: "ok" })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, Json(Report { status: "no_database" }))
        }
    }
}
