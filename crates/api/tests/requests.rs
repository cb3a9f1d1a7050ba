//! What every request has: a name, and an address that it comes from.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use passerelle_store::{Batch, applications};
use passerelle_testkit::{Answer, World};
use serde_json::json;

const PROVIDERS: &str = "/v3/providers?limit=1";

fn id(answer: &Answer) -> String {
    answer.headers["x-request-id"].to_str().expect("text").to_owned()
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let world = World::new().await;
    let mut seen = std::collections::BTreeSet::new();
    for path in [PROVIDERS, "/v3/nothing", "/v3/aggregation/items"] {
        let answer = world.call("GET", path, None, None).await;
        let id = id(&answer);
        assert!(uuid::Uuid::try_parse(&id).is_ok_and(|uuid| uuid.to_string() == id), "{id}");
        assert!(seen.insert(id));
    }
    let named = async |name: &str| {
        let mut request = world.request("GET", PROVIDERS, None, None);
        request.headers_mut().insert("x-request-id", name.parse().expect("a header"));
        id(&World::send(&world.router, request).await)
    };
    let own = "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11";
    assert_eq!(named(own).await, own);
    for other in ["", "42", "0d6f6a5e2f0c4a379f5a8f8f6d0a1c11", "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1cXX"] {
        assert_ne!(named(other).await, other);
    }
}

#[tokio::test]
async fn an_application_may_be_used_from_its_networks_only() {
    let world = World::new().await;
    let mut application = world.application.clone();
    application.allowed_networks = vec!["192.0.2.0/24".parse().expect("a network")];
    let mut batch = Batch::new();
    applications::update(&mut batch, &application);
    world.store.write(batch).await.expect("written");
    // The test world trusts 10.0.0.0/8.
    for (peer, forwarded, expected) in [
        (Some("192.0.2.7:1"), None, 200),
        (Some("[::ffff:192.0.2.7]:1"), None, 200),
        (Some("203.0.113.9:1"), None, 403),
        (Some("203.0.113.9:1"), Some("192.0.2.7"), 403),
        (Some("10.0.0.1:1"), Some("192.0.2.7"), 200),
        (Some("10.0.0.1:1"), Some("192.0.2.7, 203.0.113.9"), 403),
        (Some("10.0.0.1:1"), None, 403),
        (None, None, 403),
    ] {
        let mut request = world.request("GET", PROVIDERS, None, None);
        if let Some(peer) = peer {
            let peer: SocketAddr = peer.parse().expect("an address");
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        if let Some(forwarded) = forwarded {
            request.headers_mut().insert("x-forwarded-for", forwarded.parse().expect("a header"));
        }
        let answer = World::send(&world.router, request).await;
        assert_eq!(answer.status.as_u16(), expected, "{peer:?} {forwarded:?}");
        if expected == 403 {
            assert_eq!(answer.body["code"], json!("forbidden_ip"));
        }
    }
    // Whoever has no credentials hears nothing of the list.
    let mut stranger = world.request("GET", PROVIDERS, None, None);
    stranger.headers_mut().insert("client-secret", "wrong".parse().expect("a header"));
    assert_eq!(World::send(&world.router, stranger).await.status.as_u16(), 401);
}
