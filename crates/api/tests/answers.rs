//! Every answer of the API, as it is. A snapshot that changes is a change of the contract.

use passerelle_testkit::{Answer, World};
use serde_json::{Value, json};

/// What differs from run to run is left out.
fn shown(mut answer: Answer) -> Value {
    redact(&mut answer.body);
    json!({ "status": answer.status.as_u16(), "body": answer.body })
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), &value) {
                    ("access_token" | "url" | "uuid" | "id", Value::String(_)) => *value = json!("[random]"),
                    ("next_uri", Value::String(_)) => *value = json!("[cursor]"),
                    _ => redact(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(redact),
        _ => {}
    }
}

macro_rules! assert_answer {
    ($world:expr, $name:literal, $method:literal, $path:expr, $user:expr, $body:expr) => {
        let answer = $world.call($method, $path, $user, $body).await;
        insta::assert_json_snapshot!($name, shown(answer));
    };
}

#[tokio::test]
async fn users_and_tokens() {
    let world = World::new().await;
    let users = "/v3/aggregation/users";
    let body = json!({ "external_user_id": "crm-4711" });
    assert_answer!(world, "user_created", "POST", users, None, Some(body.clone()));
    assert_answer!(world, "user_exists_already", "POST", users, None, Some(body.clone()));
    assert_answer!(
        world,
        "user_with_a_bad_id",
        "POST",
        users,
        None,
        Some(json!({ "external_user_id": "a b" }))
    );
    assert_answer!(world, "users", "GET", users, None, None);
    assert_answer!(world, "user_unknown", "GET", "/v3/aggregation/users/1", None, None);
    let token = "/v3/aggregation/authorization/token";
    assert_answer!(world, "token", "POST", token, None, Some(body));
    assert_answer!(world, "token_of_nobody", "POST", token, None, Some(json!({ "external_user_id": "x" })));
}

#[tokio::test]
async fn connect_sessions() {
    let world = World::new().await;
    let user = world.user().await;
    let sessions = "/v3/aggregation/connect-sessions";
    let good = json!({ "user_email": "camille@mail.example", "callback_url": "https://acme.com/back" });
    assert_answer!(world, "session_created", "POST", sessions, Some(&user), Some(good));
    let bad = json!({
        "user_email": "camille", "country_code": "XX", "capabilities": ["flying"], "account_types": "some",
        "allow_account_selection": "yes", "max_selectable_accounts": 0, "callback_url": "javascript:alert(1)",
        "context": "two words", "provider_id": "bank", "force_reauthentication": 1, "parent_url": 7,
    });
    assert_answer!(world, "session_with_every_field_bad", "POST", sessions, Some(&user), Some(bad));
    let foreign = json!({ "user_email": "camille@mail.example", "callback_url": "https://evil.example/" });
    assert_answer!(world, "session_with_a_foreign_callback", "POST", sessions, Some(&user), Some(foreign));
    let payments = json!({ "user_email": "camille@mail.example", "provider_id": 575 });
    assert_answer!(world, "session_with_a_payment_bank", "POST", sessions, Some(&user), Some(payments));
    let unknown = json!({ "item_id": 99 });
    assert_answer!(world, "session_with_an_unknown_item", "POST", sessions, Some(&user), Some(unknown));
    assert_answer!(world, "session_without_a_token", "POST", sessions, None, None);
}

#[tokio::test]
async fn data_of_a_user() {
    let world = World::new().await;
    let owner = world.user().await;
    let user = Some(&owner);
    assert_answer!(world, "empty_list", "GET", "/v3/aggregation/items", user, None);
    let item = world.connect(&owner, 574, "success").await;
    let broken = world.connect(&owner, 574, "402").await;
    assert_answer!(world, "items", "GET", "/v3/aggregation/items", user, None);
    assert_answer!(world, "item", "GET", &format!("/v3/aggregation/items/{}", item.id), user, None);
    assert_answer!(world, "item_broken", "GET", &format!("/v3/aggregation/items/{}", broken.id), user, None);
    assert_answer!(world, "accounts", "GET", "/v3/aggregation/accounts?limit=3", user, None);
    assert_answer!(world, "account", "GET", "/v3/aggregation/accounts/48000001", user, None);
    assert_answer!(world, "transactions", "GET", "/v3/aggregation/transactions?limit=3", user, None);
    let transaction = "/v3/aggregation/transactions/38000000000001";
    assert_answer!(world, "transaction", "GET", transaction, user, None);
    assert_answer!(world, "transaction_unknown", "GET", "/v3/aggregation/transactions/1", user, None);
    assert_answer!(world, "bad_limit", "GET", "/v3/aggregation/items?limit=0", user, None);
    assert_answer!(
        world,
        "item_deleted",
        "DELETE",
        &format!("/v3/aggregation/items/{}", item.id),
        user,
        None
    );
    let refresh = format!("/passerelle/v1/items/{}/refresh", broken.id);
    assert_answer!(world, "refresh_started", "POST", &refresh, user, None);
}

#[tokio::test]
async fn providers_and_the_rest() {
    let world = World::new().await;
    assert_answer!(world, "providers", "GET", "/v3/providers", None, None);
    assert_answer!(world, "provider", "GET", "/v3/providers/574", None, None);
    assert_answer!(world, "unknown_path", "GET", "/v3/nothing", None, None);
    assert_answer!(world, "wrong_method", "PUT", "/v3/providers", None, None);
}

/// What the events tell of one item's life, from its creation to its end.
#[tokio::test]
async fn events() {
    let world = World::new().await;
    let user = world.user().await;
    let item = world.connect(&user, 574, "success").await;
    world.call("DELETE", &format!("/v3/aggregation/items/{}", item.id), Some(&user), None).await;
    world.call("DELETE", &format!("/v3/aggregation/users/{}", user.uuid), None, None).await;
    insta::assert_json_snapshot!("events", world.events().await);
}
