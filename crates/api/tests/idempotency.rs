//! Requests with an `Idempotency-Key`.

use std::time::Duration;

use futures::future::join_all;
use passerelle_store::users::{self, User};
use passerelle_testkit::{Answer, World};
use serde_json::{Value, json};

const USERS: &str = "/v3/aggregation/users";
const TOKEN: &str = "/v3/aggregation/authorization/token";
const SESSIONS: &str = "/v3/aggregation/connect-sessions";

async fn post(world: &World, path: &str, key: &str, user: Option<&User>, body: Value) -> Answer {
    let mut request = world.request("POST", path, user, Some(body));
    request.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
    World::send(&world.router, request).await
}

fn is_replay(answer: &Answer) -> bool {
    answer.headers.get("idempotent-replayed").is_some_and(|value| value == "true")
}

async fn count_users(world: &World) -> usize {
    users::page(&world.store, world.application.id, None, 100).await.expect("users").len()
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_the_first_time_and_done_once() {
    let world = World::new().await;
    let first = post(&world, USERS, "key 1", None, json!({ "external_user_id": "crm-1" })).await;
    assert_eq!((first.status.as_u16(), is_replay(&first)), (201, false));
    for _ in 0..3 {
        let again = post(&world, USERS, "key 1", None, json!({ "external_user_id": "crm-1" })).await;
        assert_eq!((again.status, &again.body, is_replay(&again)), (first.status, &first.body, true));
    }
    assert_eq!(count_users(&world).await, 1);
    let other = post(&world, USERS, "key 1", None, json!({ "external_user_id": "crm-2" })).await;
    assert_eq!((other.status.as_u16(), &other.body["code"]), (422, &json!("idempotency_key_reused")));
    // Refused as it was the first time, though the name is free again.
    let taken = post(&world, USERS, "key 2", None, json!({ "external_user_id": "crm-1" })).await;
    assert_eq!(taken.status.as_u16(), 409);
    let user = first.body["uuid"].as_str().expect("a UUID");
    world.call("DELETE", &format!("{USERS}/{user}"), None, None).await;
    let again = post(&world, USERS, "key 2", None, json!({ "external_user_id": "crm-1" })).await;
    assert_eq!((again.status, &again.body, is_replay(&again)), (taken.status, &taken.body, true));
    assert_eq!(count_users(&world).await, 0);
    world.clock.advance(Duration::from_hours(24));
    let later = post(&world, USERS, "key 1", None, json!({ "external_user_id": "crm-2" })).await;
    assert_eq!((later.status.as_u16(), is_replay(&later)), (201, false), "a day later the key is a new one");
}

#[tokio::test]
async fn a_key_is_of_one_path_and_of_one_user() {
    let world = World::new().await;
    let (one, other) = (world.user().await, world.user().await);
    let session = json!({ "user_email": "camille@mail.example" });
    let created = post(&world, USERS, "k", None, json!({})).await;
    let first = post(&world, SESSIONS, "k", Some(&one), session.clone()).await;
    assert_eq!((created.status.as_u16(), first.status.as_u16(), is_replay(&first)), (201, 201, false));
    let again = post(&world, SESSIONS, "k", Some(&one), session.clone()).await;
    assert_eq!((&again.body, is_replay(&again)), (&first.body, true));
    let of_other = post(&world, SESSIONS, "k", Some(&other), session.clone()).await;
    assert_eq!((of_other.status.as_u16(), &of_other.body["code"]), (422, &json!("idempotency_key_reused")));
    let of_nobody = post(&world, SESSIONS, "n", None, session.clone()).await;
    assert_eq!(of_nobody.status.as_u16(), 401);
    let after = post(&world, SESSIONS, "n", Some(&one), session).await;
    assert_eq!((after.status.as_u16(), is_replay(&after)), (201, false), "a 401 is not kept");
}

#[tokio::test]
async fn a_token_is_replayed_while_it_lives_and_kept_sealed() {
    let world = World::new().await;
    let user = world.user().await;
    let body = json!({ "user_uuid": user.uuid });
    let first = post(&world, TOKEN, "k", None, body.clone()).await;
    let again = post(&world, TOKEN, "k", None, body.clone()).await;
    assert_eq!((&again.body, is_replay(&again)), (&first.body, true));
    let token = first.body["access_token"].as_str().expect("a token");
    let hexadecimal = token.bytes().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let rows = world.database.rows("SELECT * FROM idempotent_requests").await;
    assert_eq!(rows.len(), 1);
    let column = |text: &String| text.contains(token) || text.contains(&hexadecimal);
    assert!(!rows[0].iter().any(column), "the token stands nowhere");
    world.clock.advance(Duration::from_hours(2));
    let later = post(&world, TOKEN, "k", None, body).await;
    assert_eq!((later.status.as_u16(), is_replay(&later)), (201, false));
    assert_ne!(later.body["access_token"], first.body["access_token"]);
}

#[tokio::test]
async fn requests_at_once_are_done_once() {
    let world = World::new().await;
    let answers = join_all((0..20).map(|_| post(&world, USERS, "k", None, json!({})))).await;
    assert_eq!(count_users(&world).await, 1);
    let made = answers.iter().find(|answer| answer.status.as_u16() == 201).expect("one is done");
    for answer in &answers {
        match answer.status.as_u16() {
            201 => assert_eq!(answer.body, made.body),
            status => assert_eq!((status, &answer.body["code"]), (409, &json!("idempotency_key_in_use"))),
        }
    }
}

/// A request that broke off leaves a reservation, which ends by itself; nothing is done twice.
#[tokio::test]
async fn a_request_that_broke_off_may_be_repeated_after_a_minute() {
    let world = World::new().await;
    let mut broken = Box::pin(post(&world, USERS, "k", None, json!({})));
    // Polled until it has written its reservation, and dropped there.
    while !is_reserved(&world).await {
        let _ = futures::poll!(&mut broken);
        tokio::task::yield_now().await;
    }
    drop(broken);
    let users_made = count_users(&world).await;
    let early = post(&world, USERS, "k", None, json!({})).await;
    world.clock.advance(Duration::from_mins(1));
    let late = post(&world, USERS, "k", None, json!({})).await;
    assert_eq!(late.status.as_u16(), 201);
    if users_made == 0 {
        assert_eq!((early.status.as_u16(), &early.body["code"]), (409, &json!("idempotency_key_in_use")));
    }
    assert_eq!(count_users(&world).await, 1);
}

async fn is_reserved(world: &World) -> bool {
    !world.database.rows("SELECT lease FROM idempotent_requests").await.is_empty()
}

#[tokio::test]
async fn keys_are_short_and_printable_and_matter_to_posts_alone() {
    let world = World::new().await;
    for bad in [String::new(), "x".repeat(256), "tab\there".to_owned()] {
        let answer = post(&world, USERS, &bad, None, json!({})).await;
        let property = &answer.body["errors"][0]["property"];
        assert_eq!((answer.status.as_u16(), property), (400, &json!("Idempotency-Key")), "{bad}");
    }
    assert_eq!(post(&world, USERS, &"x".repeat(255), None, json!({})).await.status.as_u16(), 201);
    let mut request = world.request("GET", USERS, None, None);
    request.headers_mut().insert("idempotency-key", "x".repeat(256).parse().expect("a header"));
    assert_eq!(World::send(&world.router, request).await.status.as_u16(), 200);
    let mut twice = world.request("POST", USERS, None, Some(json!({})));
    for key in ["a", "b"] {
        twice.headers_mut().append("idempotency-key", key.parse().expect("a header"));
    }
    assert_eq!(World::send(&world.router, twice).await.status.as_u16(), 400);
}
