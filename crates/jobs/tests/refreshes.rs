//! What happens to an item while time passes: refreshes, the end of its authentication, accounts and transactions that
//! come, change and go.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::date;
use passerelle_domain::connect_session::{Input, State};
use passerelle_domain::{Clock as _, Item, ItemStatus};
use passerelle_jobs::Given;
use passerelle_store::users::User;
use passerelle_store::{accounts, items};
use passerelle_testkit::{ScriptedBank, World};
use serde_json::Value;

const DAY: Duration = Duration::from_hours(24);
const SCRIPTED: i64 = 900;

/// The API's transactions by id; with tombstones when `query` has a `since`.
async fn transactions(world: &World, user: &User, query: &str) -> BTreeMap<i64, Value> {
    let mut path = format!("/v3/aggregation/transactions?limit=500{query}");
    let mut found = BTreeMap::new();
    loop {
        let answer = world.call("GET", &path, Some(user), None).await;
        for transaction in answer.body["resources"].as_array().expect("a list") {
            found.insert(transaction["id"].as_i64().expect("an id"), transaction.clone());
        }
        match answer.body["pagination"]["next_uri"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => return found,
        }
    }
}

async fn item(world: &World, item: &Item) -> Item {
    items::by_key(&world.store, item.key()).await.expect("a read").expect("the item")
}

async fn events_since(world: &World, seen: usize) -> Vec<(String, Value)> {
    let events = world.events().await;
    events[seen..]
        .iter()
        .map(|event| (event["type"].as_str().expect("a type").to_owned(), event["content"].clone()))
        .collect()
}

#[tokio::test]
async fn each_refresh_adds_the_days_that_passed() {
    let world = World::new().await;
    let user = world.user().await;
    let connected = world.connect(&user, 574, "success").await;
    let before = transactions(&world, &user, "").await;
    let seen = world.events().await.len();
    world.pass(3 * DAY).await;
    let after = transactions(&world, &user, "").await;
    let newest = |found: &BTreeMap<i64, Value>| {
        let booked = found.values().filter(|transaction| transaction["future"] == false);
        booked.map(|transaction| transaction["date"].to_string()).max()
    };
    assert!(newest(&after) > newest(&before));
    assert!(
        before.keys().filter(|id| after.contains_key(id)).count() > before.len() * 9 / 10,
        "ids are stable"
    );
    let pending = before.values().find(|transaction| transaction["future"] == true).expect("one is pending");
    let booked = &after[&pending["id"].as_i64().expect("an id")];
    assert_eq!(booked["amount"], pending["amount"], "a pending one keeps its id when it is booked");
    let events = events_since(&world, seen).await;
    let (kind, content) = events.last().expect("events");
    assert_eq!((kind.as_str(), &content["refresh_trigger"]), ("item.refreshed", &Value::from("scheduler")));
    let is_update = |kind: &str| kind == "item.account.updated";
    let new: i64 = events
        .iter()
        .filter(|(kind, _)| is_update(kind))
        .map(|(_, content)| content["nb_new_transactions"].as_i64().expect("a count"))
        .sum();
    assert_eq!(usize::try_from(new).expect("positive"), after.len() - before.len());
    assert_eq!(item(&world, &connected).await.status, ItemStatus::Ok);
}

#[tokio::test]
async fn what_did_not_change_is_not_written() {
    let world = World::new().await;
    let user = world.user().await;
    world.connect(&user, 574, "success").await;
    let before = transactions(&world, &user, "&since=2020-01-01").await;
    let seen = world.events().await.len();
    world.pass(DAY / 2 + DAY / 10).await;
    let after = transactions(&world, &user, "&since=2020-01-01").await;
    let kinds: Vec<String> = events_since(&world, seen).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(before, after);
    assert_eq!(kinds, ["item.refreshed"]);
}

#[tokio::test]
async fn after_180_days_the_bank_wants_the_user() {
    let world = World::new().await;
    let user = world.user().await;
    let connected = world.connect(&user, 574, "success").await;
    let expires_at = connected.authentication_expires_at.expect("an authentication ends");
    assert_eq!(expires_at.duration_since(world.clock.now()).as_hours(), 180 * 24);
    world.pass(179 * DAY).await;
    assert_eq!(item(&world, &connected).await.status, ItemStatus::Ok);
    world.pass(2 * DAY).await;
    let broken = item(&world, &connected).await;
    assert_eq!(
        (broken.status, broken.status_code_info.as_str()),
        (ItemStatus::NeedsManualRefresh, "otp_required")
    );
    let seen = world.events().await.len();
    world.pass(10 * DAY).await;
    assert_eq!(events_since(&world, seen).await, [], "nobody asks the bank until the user was there");
    assert!(!transactions(&world, &user, "").await.is_empty(), "what was fetched stays");
}

#[tokio::test]
async fn transactions_that_go_are_tombstones_and_come_back_under_their_id() {
    let world = World::new().await;
    let user = world.user().await;
    let operations = |keys: &[&str]| {
        keys.iter().map(|key| ScriptedBank::operation(key, date(2026, 1, 10), -500)).collect::<Vec<_>>()
    };
    let hold = |keys: &[&str]| {
        world.bank.script().accounts = vec![(ScriptedBank::account("one", 1000), operations(keys))];
    };
    hold(&["a", "b"]);
    world.connect(&user, SCRIPTED, "x").await;
    let before = transactions(&world, &user, "").await;
    assert_eq!(before.len(), 2);
    hold(&["a"]);
    let seen = world.events().await.len();
    world.pass(DAY).await;
    assert_eq!(transactions(&world, &user, "").await.len(), 1);
    let told = transactions(&world, &user, "&since=2026-01-12T09:31:00Z").await;
    let gone: Vec<&Value> = told.values().collect();
    assert_eq!((gone.len(), &gone[0]["deleted"]), (1, &Value::from(true)));
    let updated = &events_since(&world, seen).await[0];
    assert_eq!(
        (updated.0.as_str(), &updated.1["nb_deleted_transactions"]),
        ("item.account.updated", &Value::from(1))
    );
    hold(&["a", "b"]);
    world.pass(DAY).await;
    let after = transactions(&world, &user, "").await;
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}

#[tokio::test]
async fn accounts_come_and_go() {
    let world = World::new().await;
    let user = world.user().await;
    let one = (ScriptedBank::account("one", 1000), Vec::new());
    let two = (ScriptedBank::account("two", 2000), vec![ScriptedBank::operation("x", date(2026, 1, 10), -1)]);
    world.bank.script().accounts = vec![one.clone()];
    let connected = world.connect(&user, SCRIPTED, "x").await;
    let seen = world.events().await.len();
    world.bank.script().accounts = vec![one, two.clone()];
    world.pass(DAY).await;
    world.pass(DAY).await;
    let kinds: Vec<String> = events_since(&world, seen).await.into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&"item.account.created".to_owned()), "{kinds:?}");
    assert_eq!(transactions(&world, &user, "").await.len(), 1);
    let seen = world.events().await.len();
    world.bank.script().accounts = vec![two];
    world.pass(DAY).await;
    let kinds: Vec<String> = events_since(&world, seen).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["item.account.deleted", "item.refreshed"]);
    let found = accounts::of_item(&world.store, connected.key()).await.expect("accounts");
    assert_eq!(found.iter().filter(|account| account.is_deleted).count(), 1);
    let listed = world.call("GET", "/v3/aggregation/accounts", Some(&user), None).await;
    assert_eq!(listed.body["resources"].as_array().expect("a list").len(), 1);
}

/// A bank that can't be reached never marks an item as needing the user, and is asked again.
#[tokio::test]
async fn a_bank_that_is_down_is_tried_again() {
    let world = World::new().await;
    let user = world.user().await;
    world.bank.script().accounts = vec![(ScriptedBank::account("one", 1000), Vec::new())];
    let connected = world.connect(&user, SCRIPTED, "x").await;
    world.bank.script().is_down = true;
    for _ in 0..6 {
        world.pass(DAY / 4).await;
    }
    assert_eq!(item(&world, &connected).await.status, ItemStatus::CouldNotRefresh);
    world.bank.script().is_down = false;
    world.pass(DAY).await;
    assert_eq!(item(&world, &connected).await.status, ItemStatus::Ok);
}

#[tokio::test]
async fn a_user_who_leaves_while_the_bank_is_asked_leaves_no_unfinished_item() {
    let world = World::new().await;
    let user = world.user().await;
    for login in ["success", "otp", "app2app", "402"] {
        let session = world.session(&user, 574).await;
        let credentials = format!("{{\"login\":\"{login}\",\"password\":\"x\"}}").into_bytes();
        let given = Given::Credentials(zeroize::Zeroizing::new(credentials));
        let session = world.apply(&session, Input::SubmitCredentials, given).await;
        let session = world.apply(&session, Input::Leave, Given::Nothing).await;
        assert!(matches!(session.state, State::Left { .. }));
        world.work().await;
        let item = session.item_key().expect("an item");
        let item = items::by_key(&world.store, item).await.expect("a read").expect("the item");
        assert!(!item.status.is_in_progress(), "{login}: {:?}", item.status);
        let found = accounts::of_item(&world.store, item.key()).await.expect("accounts");
        assert!(found.iter().all(|account| account.data_access == passerelle_domain::DataAccess::Disabled));
    }
}

/// The recipe of the documentation: list everything once, then ask for what changed since the latest `updated_at` held,
/// upsert by id, drop what is deleted. The copy stays equal to the server's data.
#[tokio::test]
async fn a_copy_kept_by_since_stays_equal() {
    let world = World::new().await;
    let user = world.user().await;
    world.connect(&user, 574, "success").await;
    let mut copy = transactions(&world, &user, "").await;
    for _ in 0..12 {
        world.pass(5 * DAY / 4).await;
        let latest =
            copy.values().map(|transaction| transaction["updated_at"].as_str().expect("a time")).max();
        let query = format!("&since={}", latest.expect("some"));
        for (id, transaction) in transactions(&world, &user, &query).await {
            if transaction["deleted"] == true {
                copy.remove(&id);
            } else {
                copy.insert(id, transaction);
            }
        }
        assert_eq!(copy, transactions(&world, &user, "").await);
    }
}

#[tokio::test]
async fn a_session_keeps_a_numbered_timed_record() {
    let world = World::new().await;
    let user = world.user().await;
    let session = world.session(&user, 574).await;
    world.clock.advance(Duration::from_secs(7));
    world.apply(&session, Input::Leave, Given::Nothing).await;
    let records =
        passerelle_store::connect_sessions::records(&world.store, session.key()).await.expect("records");
    let states: Vec<(i64, &str)> = records.iter().map(|(number, _, state)| (*number, state.name())).collect();
    assert_eq!(states, [(1, "entering_credentials"), (2, "left")]);
    assert_eq!(records[1].1.duration_since(records[0].1).as_secs(), 7);
}

/// Two writers of one session: the second reads again and finds that it came too late.
#[tokio::test]
async fn a_double_submit_makes_one_item() {
    let world = World::new().await;
    let user = world.user().await;
    let session = world.session(&user, 574).await;
    let flow = world.jobs.flow();
    let submit = || async {
        let credentials = Given::Credentials(zeroize::Zeroizing::new(b"{\"login\":\"success\"}".to_vec()));
        flow.apply(session.key(), [1; 32], &Input::SubmitCredentials, &credentials).await.is_ok()
    };
    let (one, two) = futures::future::join(submit(), submit()).await;
    assert!(one != two, "one wins");
    let found = items::page(&world.store, user.id, None, 10).await.expect("items");
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn an_account_that_turns_out_to_be_a_business_s_is_locked() {
    let world = World::new().await;
    let user = world.user().await;
    let operations = |keys: &[&str]| {
        keys.iter().map(|key| ScriptedBank::operation(key, date(2026, 1, 10), -500)).collect::<Vec<_>>()
    };
    let own = (ScriptedBank::account("own", 1000), operations(&["a"]));
    let mut other = (ScriptedBank::account("other", 2000), operations(&["b"]));
    world.bank.script().accounts = vec![own.clone(), other.clone()];
    let connected = world.connect(&user, SCRIPTED, "x").await;
    other.0.is_pro = true;
    other.1 = operations(&["b", "c"]);
    let mut new = (ScriptedBank::account("new", 3000), operations(&["d"]));
    new.0.is_pro = true;
    world.bank.script().accounts = vec![own, other, new];
    world.pass(DAY).await;
    let locked = item(&world, &connected).await;
    assert_eq!(
        (locked.status, locked.status_code_info.as_str()),
        (ItemStatus::ProAccountLocked, "pro_account_locked")
    );
    let found = accounts::of_item(&world.store, connected.key()).await.expect("accounts");
    let states: Vec<_> = found
        .iter()
        .map(|account| (account.external_key.as_str(), account.is_locked, account.data_access.name()))
        .collect();
    assert_eq!(states, [("own", false, "enabled"), ("other", true, "enabled"), ("new", true, "disabled")]);
    assert_eq!(transactions(&world, &user, "").await.len(), 2, "nothing more of it is read");
    let seen = world.events().await.len();
    world.pass(3 * DAY).await;
    assert_eq!(events_since(&world, seen).await, [], "nobody asks the bank until the user was there");
}
