//! The promises of the store, on a real database file.

use std::collections::BTreeSet;

use jiff::Timestamp;
use passerelle_domain::event::next_change;
use passerelle_domain::{
    Account, AccountType, AccountTypes, Application, CallbackMode, Currency, DataAccess, Environment, Event,
    Failing, Item, ItemKey, ItemStatus, OffReason, OperationType, RefreshOutcome, Transaction, UserUuid,
};
use passerelle_store::jobs::Task;
use passerelle_store::transactions::{Filter, Position};
use passerelle_store::users::User;
use passerelle_store::webhooks::Webhook;
use passerelle_store::{
    Batch, Store, StoreError, accounts, applications, deliveries, events, items, jobs, retry_on_conflict,
    transactions, users, webhooks,
};
use passerelle_testkit::Database;
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("a time")
}

/// The job that is due for longest, leased.
async fn lease(store: &Store, now: Timestamp, until: Timestamp, lease: Uuid) -> Option<jobs::Job> {
    jobs::lease(store, now, until, lease, 1).await.expect("a lease").pop()
}

async fn application(store: &Store) -> Application {
    let application = Application {
        id: store.next_id().await.expect("an id"),
        client_id: "sandbox_id_1".to_owned(),
        name: "Acme".to_owned(),
        environment: Environment::Sandbox,
        callback_mode: CallbackMode::Documented,
        redirect_domains: vec!["acme.com".parse().expect("a domain")],
        unknown_user_is_not_found: false,
        email_validation: passerelle_domain::EmailValidation::Off,
        features: Vec::new(),
        allowed_networks: Vec::new(),
        logo_hash: None,
        accent_colour: None,
        highlighted_providers: Vec::new(),
        created_at: at(0),
    };
    let mut batch = Batch::new();
    applications::insert(&mut batch, &application, [7; 32], None);
    store.write(batch).await.expect("written");
    application
}

async fn user(
    store: &Store,
    application: &Application,
    external_id: Option<&str>,
) -> Result<User, StoreError> {
    let id = store.next_id().await?;
    let user = User {
        id,
        uuid: UserUuid::from(Uuid::from_u128(u128::try_from(id.get()).expect("positive"))),
        application_id: application.id,
        external_user_id: external_id.map(|id| id.parse().expect("an id")),
        last_change: at(0),
        created_at: at(0),
    };
    let mut batch = Batch::new();
    users::insert(&mut batch, &user);
    store.write(batch).await.map(|()| user)
}

async fn account(store: &Store, user: &User) -> (Item, Account) {
    let item = Item {
        id: store.next_id().await.expect("an id"),
        user_id: user.id,
        application_id: user.application_id,
        provider_id: 574.try_into().expect("an id"),
        account_types: AccountTypes::Payment,
        status: ItemStatus::JustAdded,
        status_code_info: ItemStatus::JustAdded.default_info(),
        authentication_expires_at: None,
        last_successful_refresh: None,
        last_try_refresh: None,
        pro_attested_at: None,
        created_at: at(1),
        version: 1,
    };
    let account = Account {
        id: store.next_id().await.expect("an id"),
        user_id: user.id,
        item_id: item.id,
        provider_id: item.provider_id,
        external_key: "checking-1".to_owned(),
        name: "Compte courant".to_owned(),
        account_type: AccountType::Checking,
        currency: Currency::EUR,
        accounting_balance_minor: Some(148_954),
        instant_balance_minor: None,
        data_access: DataAccess::Enabled,
        last_refresh_status: RefreshOutcome::Successful,
        is_pro: false,
        is_locked: false,
        iban: Some("FR7630006000011234567890189".parse().expect("an IBAN")),
        loan_details: None,
        is_deleted: false,
        is_announced: false,
        updated_at: at(1),
    };
    let mut batch = Batch::new();
    items::insert(store, &mut batch, &item, b"{\"login\":\"success\"}");
    accounts::save(&mut batch, &account);
    store.write(batch).await.expect("written");
    (item, account)
}

fn transaction(id: i64, account: &Account, day: i8, updated_at: Timestamp) -> Transaction {
    Transaction {
        id: (38_000_000_000_000 + id).try_into().expect("an id"),
        user_id: account.user_id,
        account_id: account.id,
        external_key: format!("op-{id}"),
        clean_description: "Boulangerie".to_owned(),
        provider_description: "CB BOULANGERIE".to_owned(),
        amount_minor: -430,
        currency: Currency::EUR,
        date: jiff::civil::date(2026, 9, day),
        booking_date: Some(jiff::civil::date(2026, 9, day)),
        transaction_date: None,
        value_date: None,
        category_id: 273,
        operation_type: OperationType::Card,
        is_deleted: false,
        is_future: false,
        updated_at,
    }
}

async fn listed(store: &Store, user: &User, filter: &Filter, limit: u32) -> Vec<(i64, bool)> {
    transactions::fold(store, user.id, filter, limit, Vec::new(), |list, row| {
        list.push((row.id()?.get() - 38_000_000_000_000, row.is_deleted()?));
        Ok(())
    })
    .await
    .expect("a list")
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let (found, digest) = applications::by_client_id(&store, "sandbox_id_1").await.unwrap().unwrap();
    assert_eq!((found, digest), (application.clone(), [7; 32]));
    let user = user(&store, &application, Some("crm-1")).await.unwrap();
    assert_eq!(users::by_uuid(&store, application.id, user.uuid).await.unwrap(), Some(user.clone()));
    let (item, account) = account(&store, &user).await;
    assert_eq!(items::by_key(&store, item.key()).await.unwrap(), Some(item.clone()));
    assert_eq!(accounts::of_user(&store, user.id, account.id).await.unwrap(), Some(account.clone()));
    let written = transaction(1, &account, 3, at(2));
    let mut batch = Batch::new();
    transactions::insert(&mut batch, std::slice::from_ref(&written));
    store.write(batch).await.unwrap();
    assert_eq!(transactions::of_user(&store, user.id, written.id).await.unwrap(), Some(written));
    let secrets = items::secrets(&store, item.key()).await.unwrap();
    assert_eq!(secrets.credentials.expect("credentials").as_slice(), b"{\"login\":\"success\"}");
}

#[tokio::test]
async fn the_settings_of_an_application_are_read_as_they_were_written() {
    let database = Database::new().await;
    let store = database.open().await;
    let mut wanted = application(&store).await;
    for (accent_colour, highlighted) in [(Some("#0a7c66"), vec![610, 574]), (None, vec![])] {
        wanted.accent_colour = accent_colour.map(|colour| colour.parse().expect("a colour"));
        wanted.highlighted_providers =
            highlighted.into_iter().map(|id: i64| id.try_into().expect("an id")).collect();
        let mut batch = Batch::new();
        applications::update(&mut batch, &wanted);
        store.write(batch).await.expect("written");
        assert_eq!(applications::by_id(&store, wanted.id).await.expect("a read"), Some(wanted.clone()));
        assert_eq!(applications::all(&store).await.expect("a read"), [wanted.clone()]);
        let by_client_id = applications::by_client_id(&store, &wanted.client_id).await.expect("a read");
        assert_eq!(by_client_id, Some((wanted.clone(), [7; 32])));
    }
}

#[tokio::test]
async fn a_batch_is_written_whole_or_not_at_all() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, Some("taken")).await.unwrap();
    let (item, _) = account(&store, &user).await;
    let mut stale = item.clone();
    stale.version = 0;
    let mut batch = Batch::new();
    users::change(&mut batch, &user, at(9));
    items::update(&mut batch, &stale, None);
    assert!(matches!(store.write(batch).await, Err(StoreError::Conflict)));
    assert_eq!(users::by_id(&store, user.id).await.unwrap().unwrap().last_change, at(0));
    let again = self::user(&store, &application, Some("taken")).await;
    assert!(matches!(again, Err(StoreError::Duplicate)));
}

#[tokio::test]
async fn who_deletes_a_user_deletes_all_below_it() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, None).await.unwrap();
    let (item, account) = account(&store, &user).await;
    let mut batch = Batch::new();
    transactions::insert(&mut batch, &[transaction(1, &account, 3, at(2))]);
    users::delete(&mut batch, user.id);
    store.write(batch).await.unwrap();
    assert_eq!(items::by_key(&store, item.key()).await.unwrap(), None);
    assert_eq!(listed(&store, &user, &Filter::default(), 10).await, []);
}

/// Many writers of one user's data at once, and a reader that always asks for what changed since the last it saw: it
/// sees every change.
#[tokio::test(flavor = "multi_thread")]
async fn since_misses_nothing_under_concurrent_writes() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, None).await.unwrap();
    let (_, account) = account(&store, &user).await;
    let writers: Vec<_> = (0..8_i64)
        .map(|writer| {
            let (store, account, id) = (store.clone(), account.clone(), user.id);
            tokio::spawn(async move {
                for n in 0..20_i64 {
                    retry_on_conflict(|| async {
                        let user = users::by_id(&store, id).await?.expect("the user");
                        let change = next_change(user.last_change, at(5));
                        let mut batch = Batch::new();
                        users::change(&mut batch, &user, change);
                        transactions::insert(
                            &mut batch,
                            &[transaction(writer * 100 + n, &account, 3, change)],
                        );
                        store.write(batch).await
                    })
                    .await
                    .expect("written at last");
                }
            })
        })
        .collect();
    let mut seen = BTreeSet::new();
    let mut since = at(0);
    loop {
        let is_over = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let filter = Filter { since: Some(since), ..Filter::default() };
        let news = transactions::fold(&store, user.id, &filter, 500, Vec::new(), |list, row| {
            list.push((row.id()?, row.updated_at()?));
            Ok(())
        });
        for (id, updated_at) in news.await.unwrap() {
            seen.insert(id);
            since = since.max(updated_at);
        }
        if is_over {
            break;
        }
    }
    assert_eq!(seen.len(), 160);
}

#[tokio::test]
async fn lists_hold_what_their_filter_says() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, None).await.unwrap();
    let (_, mut account) = account(&store, &user).await;
    let mut rows: Vec<_> =
        (1..=5).map(|day| transaction(day.into(), &account, day, at(day.into()))).collect();
    rows[1].is_deleted = true;
    let mut batch = Batch::new();
    transactions::insert(&mut batch, &rows);
    store.write(batch).await.unwrap();
    let all = Filter::default();
    let ids = |list: Vec<(i64, bool)>| list.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(ids(listed(&store, &user, &all, 10).await), [5, 4, 3, 1]);
    assert_eq!(ids(listed(&store, &user, &all, 2).await), [5, 4]);
    let after = Some(Position::Date(rows[3].date, rows[3].id));
    assert_eq!(ids(listed(&store, &user, &Filter { after, ..all.clone() }, 10).await), [3, 1]);
    let since = Filter { since: Some(at(2)), ..all.clone() };
    assert_eq!(listed(&store, &user, &since, 10).await, [(2, true), (3, false), (4, false), (5, false)]);
    let after = Some(Position::Change(at(3), rows[2].id));
    assert_eq!(ids(listed(&store, &user, &Filter { after, ..since.clone() }, 10).await), [4, 5]);
    let until = Filter { until: Some(at(3)), ..since };
    assert_eq!(ids(listed(&store, &user, &until, 10).await), [2, 3]);
    let dates = Filter { min_date: Some(rows[2].date), max_date: Some(rows[3].date), ..all.clone() };
    assert_eq!(ids(listed(&store, &user, &dates, 10).await), [4, 3]);
    let of_account = Filter { account: Some(account.id), ..all.clone() };
    assert_eq!(ids(listed(&store, &user, &of_account, 10).await), [5, 4, 3, 1]);
    account.data_access = DataAccess::Disabled;
    let mut batch = Batch::new();
    accounts::save(&mut batch, &account);
    store.write(batch).await.unwrap();
    assert_eq!(listed(&store, &user, &all, 10).await, []);
    assert_eq!(transactions::of_user(&store, user.id, rows[0].id).await.unwrap(), None);
}

#[tokio::test]
async fn a_job_is_held_by_one_until_its_lease_is_over() {
    let database = Database::new().await;
    let store = database.open().await;
    let mut batch = Batch::new();
    let item = ItemKey { user: 7.try_into().unwrap(), id: 10_000_001.try_into().unwrap() };
    let task = Task::Refresh { item };
    jobs::enqueue(&store, &mut batch, &task, at(10)).await.unwrap();
    store.write(batch).await.unwrap();
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(jobs::next_at(&store).await.unwrap(), Some(at(10)));
    assert_eq!(lease(&store, at(9), at(20), one).await, None);
    let first = lease(&store, at(10), at(20), one).await.expect("the job");
    assert_eq!((first.task.clone(), first.attempts), (task, 1));
    assert_eq!(lease(&store, at(19), at(30), two).await, None);
    let second = lease(&store, at(20), at(30), two).await.expect("the lease is over");
    assert_eq!(second.attempts, 2);
    let mut late = Batch::new();
    jobs::finish(&mut late, &first);
    assert!(matches!(store.write(late).await, Err(StoreError::Conflict)));
    let mut done = Batch::new();
    jobs::finish(&mut done, &second);
    store.write(done).await.unwrap();
    assert_eq!(jobs::next_at(&store).await.unwrap(), None);
}

#[tokio::test]
async fn every_webhook_of_the_application_is_to_hear_of_an_event_once() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, None).await.unwrap();
    for (number, is_enabled) in [(1, true), (2, true), (3, false)] {
        let url = format!("https://acme.com/{number}").parse().unwrap();
        let webhook = Webhook {
            off: (!is_enabled).then_some(OffReason::Operator),
            ..Webhook::new(store.next_id().await.unwrap(), application.id, url, at(0))
        };
        let mut batch = Batch::new();
        webhooks::insert(&store, &mut batch, &webhook, &format!("secret-{number}"));
        store.write(batch).await.unwrap();
    }
    let mut batch = Batch::new();
    let event = Event::user_deleted(application.id, user.id, user.uuid);
    events::record(&store, &mut batch, std::slice::from_ref(&event), at(3)).await.unwrap();
    users::delete(&mut batch, user.id);
    store.write(batch).await.unwrap();
    assert!(deliveries::is_any_unattempted(&store, user.id, at(3)).await.unwrap());
    let leased = deliveries::lease(&store, at(3), at(20), Uuid::from_u128(1), &[], 10).await.unwrap();
    let told: Vec<_> =
        leased.iter().map(|delivery| (delivery.url.path(), delivery.secrets[0].as_str())).collect();
    assert_eq!(told, [("/1", "secret-1"), ("/2", "secret-2")]);
    assert!(leased.iter().all(|delivery| delivery.body == event.body(at(3))));
    assert_eq!(leased[0].message_id, leased[1].message_id);
    assert!(deliveries::lease(&store, at(4), at(20), Uuid::from_u128(2), &[], 10).await.unwrap().is_empty());
    let attempt = deliveries::Attempt {
        at: at(4),
        status_code: Some(410),
        error: None,
        answer: None,
        duration: std::time::Duration::ZERO,
    };
    let mut batch = Batch::new();
    let failing = Some(Failing { since: at(4), parts: 1 });
    deliveries::record(&mut batch, &leased[0], &attempt, deliveries::Next::Off(OffReason::Gone), failing);
    webhooks::disable(&mut batch, leased[0].webhook_id, OffReason::Gone);
    store.write(batch).await.unwrap();
    let gone = &webhooks::of_application(&store, application.id).await.unwrap()[0];
    assert_eq!((gone.off, gone.failing_since), (Some(OffReason::Gone), Some(at(4))));
    assert_eq!(deliveries::next_at(&store).await.unwrap(), Some(at(20)));
}

#[tokio::test]
async fn ids_are_never_given_twice() {
    let database = Database::new().await;
    let store = database.open().await;
    let ids: Vec<passerelle_domain::ItemId> = store.next_ids(20).await.unwrap();
    assert_eq!(ids[0].get(), 10_000_001);
    let reopened = database.open().await;
    let more: Vec<passerelle_domain::ItemId> = reopened.next_ids(20).await.unwrap();
    let distinct: BTreeSet<_> = ids.iter().chain(&more).collect();
    assert_eq!(distinct.len(), 40);
}

#[tokio::test]
async fn a_migration_is_applied_once() {
    let database = Database::new().await;
    Store::migrate(&database.address, &database.options).await.expect("nothing left to do");
}

#[tokio::test]
async fn a_webhook_hears_of_a_user_in_order_and_of_others_meanwhile() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let url = "https://acme.com/hooks".parse().unwrap();
    let webhook = Webhook::new(store.next_id().await.unwrap(), application.id, url, at(0));
    let mut batch = Batch::new();
    webhooks::insert(&store, &mut batch, &webhook, "secret");
    store.write(batch).await.unwrap();
    let (one, two) =
        (user(&store, &application, None).await.unwrap(), user(&store, &application, None).await.unwrap());
    let of = |user: &User| Event::user_deleted(application.id, user.id, user.uuid);
    let mut batch = Batch::new();
    events::record(&store, &mut batch, &[of(&one), of(&one), of(&two)], at(0)).await.unwrap();
    store.write(batch).await.unwrap();
    let lease = async |second, number| {
        deliveries::lease(&store, at(second), at(second + 20), Uuid::from_u128(number), &[], 10)
            .await
            .unwrap()
    };
    let end = async |delivery: &deliveries::Delivery, second, next| {
        let attempt = deliveries::Attempt {
            at: at(second),
            status_code: None,
            error: None,
            answer: None,
            duration: std::time::Duration::ZERO,
        };
        let mut batch = Batch::new();
        deliveries::record(&mut batch, delivery, &attempt, next, None);
        store.write(batch).await.unwrap();
    };
    let first = lease(0, 1).await;
    assert_eq!(first.len(), 2, "the first of each user");
    assert!(lease(1, 2).await.is_empty(), "the second waits while the first is under way");
    end(&first[1], 1, deliveries::Next::Delivered).await;
    end(&first[0], 1, deliveries::Next::Again(at(5))).await;
    assert!(lease(2, 3).await.is_empty(), "and while it is to be tried again");
    let again = lease(5, 4).await;
    assert_eq!(again.len(), 1);
    end(&again[0], 5, deliveries::Next::Delivered).await;
    let last = lease(6, 5).await;
    assert_eq!(last.len(), 1, "then it is its turn");
    end(&last[0], 6, deliveries::Next::Delivered).await;

    let mut batch = Batch::new();
    events::record(&store, &mut batch, &[of(&two), of(&two)], at(100)).await.unwrap();
    store.write(batch).await.unwrap();
    let first = lease(100, 6).await;
    end(&first[0], 100, deliveries::Next::Again(at(1000))).await;
    assert!(lease(159, 7).await.is_empty());
    assert_eq!(lease(160, 8).await.len(), 1, "after a minute it goes by itself");
}

#[tokio::test]
async fn two_secrets_sign_until_the_former_ends() {
    let database = Database::new().await;
    let store = database.open().await;
    let application = application(&store).await;
    let user = user(&store, &application, None).await.unwrap();
    let url = "https://acme.com/hooks".parse().unwrap();
    let webhook = Webhook::new(store.next_id().await.unwrap(), application.id, url, at(0));
    let mut batch = Batch::new();
    webhooks::insert(&store, &mut batch, &webhook, "first");
    webhooks::renew_secret(&store, &mut batch, webhook.id, "second", at(100));
    let event = Event::user_deleted(application.id, user.id, user.uuid);
    events::record(&store, &mut batch, &[event], at(1)).await.unwrap();
    store.write(batch).await.unwrap();
    let signing = async |second, number| {
        let (now, until, lease) = (at(second), at(second + 1), Uuid::from_u128(number));
        let leased = deliveries::lease(&store, now, until, lease, &[], 10).await.unwrap();
        leased[0].secrets.iter().map(|secret| secret.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(signing(99, 1).await, ["second", "first"]);
    let mut batch = Batch::new();
    webhooks::renew_secret(&store, &mut batch, webhook.id, "third", at(200));
    store.write(batch).await.unwrap();
    assert_eq!(signing(101, 2).await, ["third", "second"], "the first is dead");
    assert_eq!(signing(200, 3).await, ["third"]);
}
