//! What a proxy and a supervisor ask.

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use passerelle_api::health::{Health, router};
use passerelle_testkit::World;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

async fn ask(health: &Health, path: &str) -> (u16, Value) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let answer = router(health.clone()).oneshot(request).await.expect("the router answers");
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).expect("JSON"))
}

#[tokio::test]
async fn readiness_goes_first() {
    let world = World::new().await;
    let health = Health { store: world.store.clone(), stopping: CancellationToken::new() };
    let (live, ready) = ("/health/live", "/health/ready");
    let ok = (200, json!({ "status": "ok" }));
    assert_eq!((ask(&health, live).await, ask(&health, ready).await), (ok.clone(), ok.clone()));
    health.stopping.cancel();
    let stopping = (503, json!({ "status": "stopping" }));
    assert_eq!((ask(&health, live).await, ask(&health, ready).await), (ok, stopping));
}
