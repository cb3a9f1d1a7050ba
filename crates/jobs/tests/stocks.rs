//! Positions of securities accounts while time passes: they come, change, go and come back.

use std::time::Duration;

use jiff::civil::date;
use passerelle_domain::{AccountType, DataAccess};
use passerelle_store::users::User;
use passerelle_store::{Batch, accounts};
use passerelle_testkit::{ScriptedBank, World};
use serde_json::{Value, json};

const DAY: Duration = Duration::from_hours(24);
const SCRIPTED: i64 = 900;

async fn stocks(world: &World, user: &User, query: &str) -> Vec<Value> {
    let path = format!("/v3/aggregation/stocks?limit=500{query}");
    let answer = world.call("GET", &path, Some(user), None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["resources"].as_array().expect("a list").clone()
}

/// A securities account with positions at these prices in cents.
fn hold(world: &World, balance: i64, positions: &[(&str, i64)]) {
    let mut account = ScriptedBank::account("one", balance);
    account.account_type = AccountType::Brokerage;
    let mut script = world.bank.script();
    script.accounts = vec![(account, Vec::new())];
    let position = |(key, price): &(&str, i64)| ScriptedBank::position(key, date(2026, 1, 12), *price);
    script.positions = [("one".to_owned(), positions.iter().map(position).collect())].into();
}

async fn last_event(world: &World) -> Vec<String> {
    let events = world.events().await;
    events.iter().map(|event| event["type"].as_str().expect("a type").to_owned()).collect()
}

#[tokio::test]
async fn positions_come_change_go_and_come_back_under_their_id() {
    let world = World::new().await;
    let user = world.user().await;
    hold(&world, 3000, &[("a", 1050), ("b", 450)]);
    world.connect(&user, SCRIPTED, "x").await;
    let first = stocks(&world, &user, "").await;
    let keys: Vec<&str> = first.iter().map(|stock| stock["stock_key"].as_str().expect("a key")).collect();
    assert_eq!(keys, ["a", "b"]);
    let expected = json!({
        "id": first[0]["id"], "account_id": first[0]["account_id"], "label": "Security a", "ticker": "SCRI",
        "isin": "FR00DEMO0015", "stock_key": "a", "current_price": 10.5, "currency_code": "EUR", "quantity": 2.0,
        "total_value": 21.0, "value_date": "2026-01-12", "deleted": false,
        "created_at": first[0]["created_at"], "updated_at": first[0]["created_at"],
    });
    assert_eq!(first[0], expected);

    // The price alone: one row, and the application hears of the account.
    let seen = last_event(&world).await.len();
    hold(&world, 3000, &[("a", 1100), ("b", 450)]);
    world.pass(DAY).await;
    assert_eq!(last_event(&world).await[seen..], ["item.account.updated", "item.refreshed"]);
    let second = stocks(&world, &user, "").await;
    assert_eq!(second[1], first[1], "what did not change is not written");
    assert_eq!((&second[0]["id"], &second[0]["total_value"]), (&first[0]["id"], &json!(22.0)));
    assert_eq!(second[0]["created_at"], first[0]["created_at"]);
    assert!(second[0]["updated_at"].as_str() > first[0]["updated_at"].as_str());
    let since = format!("&since={}", second[0]["updated_at"].as_str().expect("a time"));
    assert_eq!(stocks(&world, &user, &since).await, [second[0].clone()]);

    hold(&world, 3000, &[("b", 450)]);
    world.pass(DAY).await;
    assert_eq!(stocks(&world, &user, "").await, [first[1].clone()]);
    let told = stocks(&world, &user, &since).await;
    assert_eq!((told.len(), &told[0]["id"], &told[0]["deleted"]), (1, &first[0]["id"], &json!(true)));

    hold(&world, 3000, &[("a", 1100), ("b", 450)]);
    world.pass(DAY).await;
    let back = stocks(&world, &user, "").await;
    assert_eq!((back.len(), &back[0]["id"], &back[0]["deleted"]), (2, &first[0]["id"], &json!(false)));

    let seen = last_event(&world).await.len();
    world.pass(DAY).await;
    assert_eq!(last_event(&world).await[seen..], ["item.refreshed"]);
    assert_eq!(stocks(&world, &user, "").await, back);
}

#[tokio::test]
async fn accounts_that_show_nothing_show_no_stocks() {
    let world = World::new().await;
    let user = world.user().await;
    hold(&world, 3000, &[("a", 1050)]);
    let item = world.connect(&user, SCRIPTED, "x").await;
    let one = format!("/v3/aggregation/stocks/{}", stocks(&world, &user, "").await[0]["id"]);
    let account = accounts::of_item(&world.store, item.key()).await.expect("accounts").remove(0);
    for (access, is_locked, count) in
        [(DataAccess::Disabled, false, 0), (DataAccess::Enabled, true, 0), (DataAccess::Enabled, false, 1)]
    {
        let mut batch = Batch::new();
        let changed = passerelle_domain::Account { data_access: access, is_locked, ..account.clone() };
        accounts::save(&mut batch, &changed);
        world.store.write(batch).await.expect("written");
        for query in ["", "&since=2020-01-01", &format!("&account_id={}", account.id)] {
            assert_eq!(stocks(&world, &user, query).await.len(), count, "{access:?} {is_locked} {query}");
        }
        let status = if count == 0 { 404 } else { 200 };
        assert_eq!(world.call("GET", &one, Some(&user), None).await.status, status);
    }
    let other = world.user().await;
    assert_eq!(world.call("GET", &one, Some(&other), None).await.body["code"], "stocks.not_found");
    world.call("DELETE", &format!("/v3/aggregation/items/{}", item.id), Some(&user), None).await;
    assert_eq!(world.database.rows("SELECT count(*) FROM stocks").await, [["0"]]);
}
