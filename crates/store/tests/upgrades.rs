//! Databases of every earlier schema, with data in them, brought up to date.

use jiff::Timestamp;
use passerelle_domain::{ApplicationId, ConnectSessionId, ItemId, ItemKey, SessionKey, UserId};
use passerelle_store::jobs::Task;
use passerelle_store::transactions::Filter;
use passerelle_store::{
    Address, Options, Store, connect_sessions, deliveries, items, jobs, transactions, users,
};
use passerelle_testkit::Database;
use uuid::Uuid;

const SECOND: i64 = 1_790_000_000;

/// The bytes of every digest and secret in the data.
const BYTES: [u8; 32] = [7; 32];

fn id<T: TryFrom<i64, Error: std::fmt::Debug>>(number: i64) -> T {
    T::try_from(number).expect("an id")
}

/// Runs statements in which AT and BYTES stand for what each engine writes in its own way.
async fn run(database: &Database, sql: &str) {
    let hexadecimal = BYTES.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let (bytes, at) = match &database.address {
        Address::Sqlite(_) => (format!("x'{hexadecimal}'"), format!("{SECOND}000000")),
        Address::Postgres(_) => (format!("'\\x{hexadecimal}'::bytea"), format!("to_timestamp({SECOND})")),
    };
    let sql =
        sql.replace("BYTES", &bytes).replace("AT)", &format!("{at})")).replace("AT,", &format!("{at},"));
    database.run(&sql).await;
}

#[tokio::test]
async fn the_first_schema_is_brought_up_to_date_with_its_data() {
    let database = Database::empty();
    let first = Options { last_migration: Some(1), ..database.options.clone() };
    Store::migrate(&database.address, &first).await.expect("the first schema");
    run(&database, include_str!("upgrades/0001.sql")).await;
    Store::migrate(&database.address, &database.options).await.expect("an upgrade");
    let store = database.open().await;

    let at = Timestamp::from_second(SECOND).expect("a time");
    let user: UserId = id(1);
    let application: ApplicationId = id(1);
    let external = "crm-1".parse().expect("an id");
    let found =
        users::by_external_id(&store, application, &external).await.expect("a read").expect("the user");
    assert_eq!((found.id, found.last_change), (user, at));
    assert_eq!(users::by_uuid(&store, application, found.uuid).await.expect("a read"), Some(found));
    let holder = users::by_token(&store, application, BYTES).await.expect("a read").expect("the holder");
    assert_eq!((holder.0.id, holder.1), (user, at));

    let item = ItemKey { user, id: id::<ItemId>(10_000_001) };
    assert_eq!(items::by_key(&store, item).await.expect("a read").expect("the item").version, 3);
    assert_eq!(items::due(&store, at, 10).await.expect("a read"), [(item, at)]);
    let count = |count: &mut usize, _: &transactions::TransactionRow<'_>| {
        *count += 1;
        Ok(())
    };
    let all = transactions::fold(&store, user, &Filter::default(), 10, 0, count).await.expect("a page");
    assert_eq!(all, 2);

    let session = SessionKey { user, id: id::<ConnectSessionId>(7) };
    let found = connect_sessions::by_token(&store, BYTES).await.expect("a read").expect("the session");
    assert_eq!(found.key(), session);
    assert_eq!(connect_sessions::records(&store, session).await.expect("a read").len(), 2);
    let open = connect_sessions::overdue(&store, at, at, 10).await.expect("a read");
    assert_eq!(open.len(), 1);

    let leased = jobs::lease(&store, at, at, Uuid::from_u128(1), 10).await.expect("a lease");
    let tasks: Vec<Task> = leased.into_iter().map(|job| job.task).collect();
    assert_eq!(tasks, [Task::FirstSync { session }, Task::Refresh { item }], "what is gone has no task");
    assert_eq!(deliveries::next_at(&store).await.expect("a read"), Some(at));
    assert_eq!(store.next_id::<ItemId>().await.expect("an id").get(), 10_000_500);
}

/// A database of a newer version is refused, and is as it was.
#[tokio::test]
async fn a_newer_schema_is_refused() {
    let database = Database::new().await;
    run(
        &database,
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
         VALUES (9999, 'future', '2030-01-01T00:00:00Z', '1');",
    )
    .await;
    let error = Store::migrate(&database.address, &database.options).await.expect_err("a newer version");
    assert_eq!(error.to_string(), "the database could not be brought up to date");
}
