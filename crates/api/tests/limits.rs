//! Limits, on two nodes where it matters.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Router;
use futures::future::join_all;
use passerelle_api::{Api, Limit, LimitSettings, Limiter};
use passerelle_store::users::User;
use passerelle_testkit::{Answer, World};
use serde_json::json;

const ITEMS: &str = "/v3/aggregation/items";
const SESSIONS: &str = "/v3/aggregation/connect-sessions";
const TOKEN: &str = "/v3/aggregation/authorization/token";

fn limit(permits: u32, seconds: u64) -> Limit {
    Limit { permits, window: Duration::from_secs(seconds) }
}

/// A node of the world's server, with limits.
fn node(world: &World, settings: LimitSettings) -> Router {
    passerelle_api::router(Api {
        store: world.store.clone(),
        clock: world.clock.clone(),
        public_url: "https://connect.example".parse().expect("a URL"),
        limits: Limiter::new(settings),
        trusted_proxies: Vec::new(),
        callers: passerelle_api::Callers::default(),
    })
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).expect(name).to_str().expect("text")
}

fn assert_refused(answer: &Answer, retry_after: &str) {
    assert_eq!((answer.status.as_u16(), answer.body["code"].as_str()), (429, Some("too_many_requests")));
    assert_eq!(header(answer, "retry-after"), retry_after);
}

/// How many of the answers have each status.
fn statuses(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.status.as_u16()).or_default() += 1;
    }
    counts
}

async fn items(world: &World, node: &Router, user: &User) -> Answer {
    world.call_on(node, "GET", ITEMS, Some(user), None).await
}

#[tokio::test]
async fn one_node_can_use_all_of_a_users_requests() {
    let world = World::new().await;
    let (user, other) = (world.user().await, world.user().await);
    let settings = LimitSettings { user_requests: limit(60, 60), ..LimitSettings::OFF };
    let node = node(&world, settings);
    for used in 1..=60 {
        let answer = items(&world, &node, &user).await;
        assert_eq!(answer.status.as_u16(), 200, "request {used}");
        assert_eq!(header(&answer, "ratelimit-policy"), r#""user";q=60;w=60"#);
        assert_eq!(header(&answer, "ratelimit"), format!(r#""user";r={};t=60"#, 60 - used));
    }
    world.clock.advance(Duration::from_millis(12_500));
    let refused = items(&world, &node, &user).await;
    assert_refused(&refused, "48");
    assert_eq!(header(&refused, "ratelimit"), r#""user";r=0;t=48"#);
    assert_eq!(
        items(&world, &node, &other).await.status.as_u16(),
        200,
        "another user has a limit of their own"
    );
    let users = world.call_on(&node, "GET", "/v3/aggregation/users", None, None).await;
    assert_eq!(users.status.as_u16(), 200, "what is for no user does not count");
    assert!(!users.headers.contains_key("ratelimit"));
    world.clock.advance(Duration::from_millis(47_500));
    assert_eq!(items(&world, &node, &user).await.status.as_u16(), 200, "the next window");
}

#[tokio::test]
async fn two_nodes_share_a_limit() {
    let world = World::new().await;
    let user = world.user().await;
    let settings = LimitSettings { user_requests: limit(60, 60), ..LimitSettings::OFF };
    let nodes = [node(&world, settings), node(&world, settings)];
    // At once, so that both take blocks against one another.
    let answers = join_all((0..200).map(|number| items(&world, &nodes[number % 2], &user))).await;
    assert_eq!(statuses(&answers), BTreeMap::from([(200, 60), (429, 140)]));
}

#[tokio::test]
async fn an_application_has_a_limit() {
    let world = World::new().await;
    let user = world.user().await;
    let settings = LimitSettings {
        application_requests: limit(20, 300),
        user_requests: limit(60, 60),
        ..LimitSettings::OFF
    };
    let nodes = [node(&world, settings), node(&world, settings)];
    let answer = items(&world, &nodes[0], &user).await;
    assert_eq!(header(&answer, "ratelimit-policy"), r#""application";q=20;w=300, "user";q=60;w=60"#);
    assert_eq!(header(&answer, "ratelimit"), r#""application";r=19;t=300, "user";r=59;t=60"#);
    let answers = join_all((1..50).map(|number| items(&world, &nodes[number % 2], &user))).await;
    assert_eq!(statuses(&answers), BTreeMap::from([(200, 19), (429, 30)]));
    assert_refused(&items(&world, &nodes[0], &user).await, "300");
}

#[tokio::test]
async fn wrong_credentials_use_nobodys_permits() {
    let world = World::new().await;
    let user = world.user().await;
    let settings = LimitSettings { user_requests: limit(1, 60), ..LimitSettings::OFF };
    let node = node(&world, settings);
    let unknown = world.call_on(&node, "GET", ITEMS, None, None).await;
    assert_eq!(unknown.status.as_u16(), 401);
    assert_eq!(items(&world, &node, &user).await.status.as_u16(), 200);
}

#[tokio::test]
async fn tokens_of_a_user_are_limited() {
    let world = World::new().await;
    let (user, other) = (world.user().await, world.user().await);
    let settings = LimitSettings { authentications: limit(10, 60), ..LimitSettings::OFF };
    let nodes = [node(&world, settings), node(&world, settings)];
    let mut answers = Vec::new();
    for number in 0..12 {
        let body = json!({ "user_uuid": user.uuid });
        answers.push(world.call_on(&nodes[number % 2], "POST", TOKEN, None, Some(body)).await);
    }
    assert_eq!(statuses(&answers), BTreeMap::from([(201, 10), (429, 2)]));
    assert_refused(&answers[11], "60");
    let body = json!({ "user_uuid": other.uuid });
    assert_eq!(world.call_on(&nodes[0], "POST", TOKEN, None, Some(body)).await.status.as_u16(), 201);
}

#[tokio::test]
async fn management_flows_of_an_item_are_limited_in_any_24_hours() {
    let world = World::new().await;
    let user = world.user().await;
    let (item, other) = (world.connect(&user, 574, "402").await, world.connect(&user, 574, "402").await);
    let node = node(&world, LimitSettings { management_flows: 4, ..LimitSettings::OFF });
    let create = async |body| world.call_on(&node, "POST", SESSIONS, Some(&user), Some(body)).await;
    let manage = json!({ "item_id": item.id });
    assert_eq!(create(manage.clone()).await.status.as_u16(), 201);
    world.clock.advance(Duration::from_hours(1));
    let refused = create(json!({ "item_id": item.id, "context": "not allowed" })).await;
    assert_eq!(refused.status.as_u16(), 400, "and does not count");
    let answers = join_all((0..10).map(|_| create(manage.clone()))).await;
    assert_eq!(statuses(&answers), BTreeMap::from([(201, 3), (429, 7)]), "no two slip by at once");
    assert_refused(&create(manage.clone()).await, &(23 * 3600).to_string());
    assert_eq!(create(json!({ "item_id": other.id })).await.status.as_u16(), 201, "another item");
    assert_eq!(create(json!({ "user_email": "a@b.example" })).await.status.as_u16(), 201, "a new item");
    world.clock.advance(Duration::from_hours(23));
    assert_eq!(create(manage.clone()).await.status.as_u16(), 201, "the first one is a day old");
    assert_refused(&create(manage).await, &3600.to_string());
}
