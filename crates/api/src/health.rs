//! Is the server up, and can it work?

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use passerelle_store::providers;
use serde::Serialize;

use crate::Shared;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

pub(crate) fn router() -> Router<Shared> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Ready when the database answers.
async fn ready(State(api): State<Shared>) -> (StatusCode, Json<Health>) {
    match providers::all(&api.store).await {
        Ok(_) => (StatusCode::OK, Json(Health { status: "ok" })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status: "no_database" }))
        }
    }
}
