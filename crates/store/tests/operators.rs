//! What whoever runs the server looks for among all users', and what they change.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::connect_session::{ConnectSession, State};
use passerelle_domain::{ApplicationId, Clock as _, ConnectSessionUuid, Item, ItemStatus, Step};
use passerelle_store::connect_sessions::Status;
use passerelle_store::users::User;
use passerelle_store::{Batch, StoreError, applications, connect_sessions, events, items, random, users};
use passerelle_testkit::World;

fn id<T: TryFrom<i64, Error: std::fmt::Debug>>(number: i64) -> T {
    T::try_from(number).expect("an id")
}

/// No application has it.
fn nobody() -> ApplicationId {
    id(999)
}

#[tokio::test]
async fn users_are_listed_the_newest_first() {
    let world = World::new().await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.insert(0, world.user().await);
    }
    let newest =
        async |filter: users::Filter, limit| users::newest(&world.store, &filter, limit).await.unwrap();
    let any = users::Filter::default();
    assert_eq!(newest(any.clone(), 10).await, all);
    assert_eq!(newest(any.clone(), 2).await, all[..2]);
    assert_eq!(newest(users::Filter { before: Some(all[1].id), ..any.clone() }, 10).await, all[2..]);
    let of = |application| users::Filter { application: Some(application), ..users::Filter::default() };
    assert_eq!(newest(of(world.application.id), 10).await, all);
    assert_eq!(newest(of(nobody()), 10).await, []);
    assert_eq!(users::find(&world.store, all[0].uuid).await.unwrap(), Some(all[0].clone()));
    assert_eq!(users::find(&world.store, random::uuid().into()).await.unwrap(), None);
    let named =
        User { id: world.store.next_id().await.unwrap(), uuid: random::uuid().into(), ..all[0].clone() };
    let named = User { external_user_id: Some("crm-1".parse().unwrap()), ..named };
    let mut batch = Batch::new();
    users::insert(&mut batch, &named);
    world.store.write(batch).await.unwrap();
    let by_name = users::Filter { external_id: named.external_user_id.clone(), ..any };
    assert_eq!(newest(by_name.clone(), 10).await, [named]);
    assert_eq!(newest(users::Filter { application: Some(nobody()), ..by_name }, 10).await, []);
}

#[tokio::test]
async fn items_are_listed_by_what_is_asked_for() {
    let world = World::new().await;
    let users = [world.user().await, world.user().await];
    let first = world.connect(&users[0], 574, "success").await;
    let second = world.connect(&users[1], 574, "success").await;
    let failed = world.connect(&users[0], 574, "402").await;
    let listed = async |filter: items::Filter, limit| -> Vec<Item> {
        let found = items::newest(&world.store, &filter, limit).await.unwrap();
        for (item, uuid) in &found {
            assert!(users.iter().any(|user| (user.id, user.uuid) == (item.user_id, *uuid)));
        }
        found.into_iter().map(|(item, _)| item).collect()
    };
    let all = [failed.clone(), second.clone(), first.clone()];
    let any = items::Filter::default;
    assert_eq!(listed(any(), 10).await, all);
    assert_eq!(listed(any(), 1).await, all[..1]);
    assert_eq!(listed(items::Filter { before: Some(failed.id), ..any() }, 10).await, all[1..]);
    let application = Some(world.application.id);
    assert_eq!(listed(items::Filter { application, ..any() }, 10).await, all);
    assert_eq!(listed(items::Filter { application: Some(nobody()), ..any() }, 10).await, []);
    assert_eq!(listed(items::Filter { user: Some(users[0].id), ..any() }, 10).await, [failed.clone(), first]);
    assert_eq!(listed(items::Filter { provider: Some(id(574)), ..any() }, 10).await, all);
    assert_eq!(listed(items::Filter { provider: Some(id(576)), ..any() }, 10).await, []);
    let status = Some(ItemStatus::LoginFailed);
    assert_eq!(listed(items::Filter { application, status, ..any() }, 10).await, all[..1]);
    assert_eq!(items::next_refresh_at(&world.store, failed.key()).await.unwrap(), None);
    let next = items::next_refresh_at(&world.store, second.key()).await.unwrap();
    assert!(next.is_some_and(|next| next > world.clock.now()));
}

#[tokio::test]
async fn sessions_are_listed_and_found() {
    let world = World::new().await;
    let users = [world.user().await, world.user().await];
    let mut ids = Vec::new();
    let at = Step::BankCredsForm;
    for (user, state) in [
        (&users[0], State::ChoosingProvider),
        (&users[1], State::Left { at }),
        (&users[1], State::Expired { at }),
        (&users[0], State::Pending),
    ] {
        let session = ConnectSession { state, ..world.session(user, 574).await };
        let mut batch = Batch::new();
        connect_sessions::update(&mut batch, &session, world.clock.now());
        world.store.write(batch).await.unwrap();
        ids.insert(0, session.uuid);
        // Two begin at the same moment.
        if ids.len() != 2 {
            world.clock.advance(Duration::from_secs(1));
        }
    }
    let any = connect_sessions::Filter::default;
    let listed = async |filter: connect_sessions::Filter, limit| -> Vec<ConnectSessionUuid> {
        let found = connect_sessions::newest(&world.store, &filter, limit).await.unwrap();
        found.into_iter().map(|session| session.uuid).collect()
    };
    assert_eq!(listed(any(), 10).await, ids);
    assert_eq!(listed(any(), 3).await, ids[..3]);
    for (index, uuid) in ids.iter().enumerate() {
        let session = connect_sessions::find(&world.store, *uuid).await.unwrap().expect("the session");
        let before = Some((session.created_at, session.id));
        assert_eq!(listed(connect_sessions::Filter { before, ..any() }, 10).await, ids[index + 1..]);
    }
    let user = Some(users[1].id);
    assert_eq!(listed(connect_sessions::Filter { user, ..any() }, 10).await, ids[1..3]);
    let application = Some(nobody());
    assert_eq!(listed(connect_sessions::Filter { application, ..any() }, 10).await, []);
    for (status, expected) in [
        (Status::Open, vec![ids[0], ids[3]]),
        (Status::Left, vec![ids[2]]),
        (Status::Expired, vec![ids[1]]),
        (Status::Succeeded, vec![]),
        (Status::Failed, vec![]),
    ] {
        let status = Some(status);
        assert_eq!(listed(connect_sessions::Filter { status, ..any() }, 10).await, expected);
    }
    let item = world.connect(&users[0], 574, "success").await;
    let of_item = connect_sessions::Filter { item: Some(item.id), status: Some(Status::Succeeded), ..any() };
    assert_eq!(listed(of_item, 10).await.len(), 1);
}

/// Ids of sessions hold their time, and those of before did not.
#[tokio::test]
async fn sessions_are_found_with_and_without_a_time_in_their_ids() {
    let world = World::new().await;
    let user = world.user().await;
    let session = world.session(&user, 574).await;
    let created = world.clock.now();
    for uuid in [random::uuid(), random::uuid_at(created)] {
        let id = world.store.next_id().await.unwrap();
        let another = ConnectSession { id, uuid: uuid.into(), ..session.clone() };
        let mut batch = Batch::new();
        connect_sessions::insert(&mut batch, &another, &format!("session-{id}"));
        world.store.write(batch).await.unwrap();
        let found = connect_sessions::find(&world.store, uuid.into()).await.unwrap();
        assert_eq!(found.map(|session| session.id), Some(id), "{uuid}");
    }
    for unknown in [random::uuid(), random::uuid_at(created)] {
        assert_eq!(connect_sessions::find(&world.store, unknown.into()).await.unwrap(), None);
    }
}

/// Among many users', lists and what is named are found by an index.
#[tokio::test]
async fn nothing_is_looked_for_by_reading_a_whole_table() {
    let world = World::new().await;
    let user = world.user().await;
    let item = world.connect(&user, 574, "success").await;
    // So many that no planner prefers to read all of them.
    for _ in 0..20 {
        let user = world.user().await;
        let mut batch = Batch::new();
        for _ in 0..20 {
            let id = world.store.next_id().await.unwrap();
            items::insert(&world.store, &mut batch, &Item { id, user_id: user.id, ..item.clone() }, b"{}");
        }
        world.store.write(batch).await.unwrap();
    }
    let before = world.store.queries();
    let store = &world.store;
    let application = Some(world.application.id);
    users::newest(store, &users::Filter { application, ..Default::default() }, 10).await.unwrap();
    let external_id = Some("crm-1".parse().unwrap());
    users::newest(store, &users::Filter { application, external_id, ..Default::default() }, 10)
        .await
        .unwrap();
    users::newest(store, &users::Filter { before: Some(user.id), ..Default::default() }, 10).await.unwrap();
    users::find(store, user.uuid).await.unwrap();
    items::newest(store, &items::Filter { application, ..Default::default() }, 10).await.unwrap();
    items::newest(store, &items::Filter { before: Some(item.id), ..Default::default() }, 10).await.unwrap();
    items::find(store, item.id).await.unwrap();
    let (status, when) = (Some(Status::Failed), Some((world.clock.now(), id(1))));
    let filter = connect_sessions::Filter { application, status, before: when, ..Default::default() };
    connect_sessions::newest(store, &filter, 10).await.unwrap();
    connect_sessions::find(store, random::uuid_at(world.clock.now()).into()).await.unwrap();
    let asked: Vec<String> = store
        .queries()
        .into_keys()
        .filter(|sql| !before.contains_key(sql) || sql.contains("FROM items WHERE id"))
        .collect();
    assert!(asked.len() >= 9, "{asked:#?}");
    for sql in asked {
        let plan = world.database.plan(&sql).await;
        let is_whole = |line: &&String| {
            let line = line.trim();
            line.contains("Seq Scan") || (line.starts_with("SCAN") && !line.contains("USING"))
        };
        assert_eq!(plan.iter().find(is_whole), None, "{sql}\n{}", plan.join("\n"));
    }
}

#[tokio::test]
async fn deleting_is_told() {
    let world = World::new().await;
    let user = world.user().await;
    let item = world.connect(&user, 574, "success").await;
    let now = world.clock.now();
    let stale = user.clone();
    let user = users::by_id(&world.store, user.id).await.unwrap().expect("the user");
    assert!(matches!(items::delete(&world.store, &stale, &item, now).await, Err(StoreError::Conflict)));
    assert!(items::find(&world.store, item.id).await.unwrap().is_some(), "all or nothing");
    items::delete(&world.store, &user, &item, now).await.unwrap();
    assert_eq!(items::find(&world.store, item.id).await.unwrap(), None);
    users::delete(&world.store, &user, now).await.unwrap();
    assert!(matches!(users::delete(&world.store, &user, now).await, Err(StoreError::Conflict)));
    assert_eq!(users::find(&world.store, user.uuid).await.unwrap(), None);
    let told = world.events().await;
    let last: Vec<_> = told[told.len() - 2..].iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(last, ["item.deleted", "user.deleted"], "once each");
    assert_eq!(
        events::last_number(&world.store, world.application.id).await.unwrap(),
        i64::try_from(told.len()).unwrap()
    );
}

#[tokio::test]
async fn a_former_client_secret_is_kept_until_its_time() {
    let world = World::new().await;
    let (store, application) = (&world.store, &world.application);
    let secrets = async || {
        applications::by_client_id(store, &application.client_id).await.unwrap().expect("the application").1
    };
    assert_eq!(secrets().await.former, None);
    let until: Timestamp = "2026-01-13T09:30:00Z".parse().unwrap();
    for (new, former_until) in [([2; 32], Some(until)), ([3; 32], Some(until)), ([4; 32], None)] {
        let before = secrets().await.current;
        let mut batch = Batch::new();
        applications::renew_secret(&mut batch, application.id, new, former_until);
        store.write(batch).await.unwrap();
        let now = secrets().await;
        assert_eq!((now.current, now.former), (new, former_until.map(|until| (before, until))));
    }
}
