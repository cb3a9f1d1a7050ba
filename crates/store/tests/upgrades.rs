//! Databases of every earlier schema, with data in them, brought up to date.

use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use passerelle_domain::{ApplicationId, ConnectSessionId, ItemId, ItemKey, SessionKey, UserId};
use passerelle_store::jobs::Task;
use passerelle_store::transactions::Filter;
use passerelle_store::{
    Address, Options, Store, applications, connect_sessions, deliveries, digest, items, jobs, transactions,
    users,
};
use passerelle_testkit::Database;
use uuid::Uuid;

const SECOND: i64 = 1_790_000_000;

/// The bytes of every digest and secret in the data.
const BYTES: [u8; 32] = [7; 32];

/// The token of the session's URL.
const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn id<T: TryFrom<i64, Error: std::fmt::Debug>>(number: i64) -> T {
    T::try_from(number).expect("an id")
}

/// Runs statements in which AT, BYTES and TOKEN stand for what each engine writes in its own way.
async fn run(database: &Database, sql: &str) {
    let bytes = |bytes: [u8; 32]| {
        let hexadecimal = bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        match &database.address {
            Address::Sqlite(_) => format!("x'{hexadecimal}'"),
            Address::Postgres(_) => format!("'\\x{hexadecimal}'::bytea"),
        }
    };
    let at = match &database.address {
        Address::Sqlite(_) => format!("{SECOND}000000"),
        Address::Postgres(_) => format!("to_timestamp({SECOND})"),
    };
    let mut sql = sql.replace("BYTES", &bytes(BYTES)).replace("TOKEN", &bytes(digest(TOKEN)));
    for end in [")", ",", " FROM"] {
        sql = sql.replace(&format!("AT{end}"), &format!("{at}{end}"));
    }
    database.run(&sql).await;
}

/// A database of the first schema with data.
async fn of_the_first_schema() -> Database {
    let database = Database::empty();
    let first = Options { last_migration: Some(1), ..database.options.clone() };
    Store::migrate(&database.address, &first).await.expect("the first schema");
    run(&database, include_str!("upgrades/0001.sql")).await;
    database
}

/// How many schemas there were before the present one.
const EARLIER: i32 = 12;

#[tokio::test]
async fn every_earlier_schema_is_brought_up_to_date_with_its_data() {
    for earlier in 1..=EARLIER {
        let database = of_the_first_schema().await;
        let options = Options { last_migration: Some(earlier), ..database.options.clone() };
        Store::migrate(&database.address, &options).await.expect("an earlier schema");
        Store::migrate(&database.address, &database.options).await.expect("an upgrade");
        holds_what_was_there(&database.open().await).await;
        let latest = database.rows("SELECT max(version) FROM refinery_schema_history").await;
        assert_eq!(
            latest,
            [[(EARLIER + 1).to_string()]],
            "a new schema makes the present one an earlier one"
        );
    }
}

async fn holds_what_was_there(store: &Store) {
    let at = Timestamp::from_second(SECOND).expect("a time");
    let user: UserId = id(1);
    let application: ApplicationId = id(1);
    let settings = applications::by_id(store, application).await.expect("a read").expect("the application");
    assert_eq!((settings.accent_colour, settings.highlighted_providers), (None, Vec::new()));
    let external = "crm-1".parse().expect("an id");
    let found =
        users::by_external_id(store, application, &external).await.expect("a read").expect("the user");
    assert_eq!((found.id, found.last_change), (user, at));
    assert_eq!(users::by_uuid(store, application, found.uuid).await.expect("a read"), Some(found));
    let holder = users::by_token(store, application, BYTES).await.expect("a read").expect("the holder");
    assert_eq!((holder.0.id, holder.1), (user, at));

    let item = ItemKey { user, id: id::<ItemId>(10_000_001) };
    assert_eq!(items::by_key(store, item).await.expect("a read").expect("the item").version, 3);
    assert_eq!(items::due(store, at, 10).await.expect("a read"), [(item, at)]);
    let read = |dates: &mut Vec<(Date, Option<Date>)>, row: &transactions::TransactionRow<'_>| {
        dates.push((row.date()?, row.booking_date()?));
        Ok(())
    };
    let page = transactions::fold(store, user, &Filter::default(), 10, Vec::new(), read).await;
    let (earlier, later) = (date(2026, 1, 10), date(2026, 1, 11));
    assert_eq!(page.expect("a page"), [(later, None), (earlier, Some(earlier))], "the newest first");

    let session = SessionKey { user, id: id::<ConnectSessionId>(7) };
    let found = connect_sessions::by_token(store, TOKEN).await.expect("a read").expect("the session");
    assert_eq!(found.key(), session);
    assert_eq!(found.provider_id, Some(id(574)));
    assert_eq!(connect_sessions::records(store, session).await.expect("a read").len(), 2);
    let open = connect_sessions::overdue(store, at, at, 10).await.expect("a read");
    assert_eq!(open.len(), 1);

    let leased = jobs::lease(store, at, at, Uuid::from_u128(1), 10).await.expect("a lease");
    let tasks: Vec<Task> = leased.into_iter().map(|job| job.task).collect();
    assert_eq!(tasks, [Task::FirstSync { session }, Task::Refresh { item }], "what is gone has no task");
    assert_eq!(deliveries::next_at(store).await.expect("a read"), Some(at));
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

/// Names the database that the process under test is to upgrade.
const UPGRADE: &str = "PASSERELLE_TEST_UPGRADE";
const KEY_FILE: &str = "PASSERELLE_TEST_UPGRADE_KEY";

/// So many transactions beside those of the data that an upgrade takes a while.
const MANY: &str = "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
     provider_description, amount_minor, currency, category_id, operation_type, is_deleted, is_future, updated_at) \
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
     SELECT 2, 48000002, '2026-01-10', 38000000001000 + i, 'many-' || i, 'Shop', 'CB SHOP', -100, 'EUR', 270, 'card', \
     false, false, AT FROM n;";

/// What the process does that the test starts and kills: the same program, told by a variable which database to upgrade.
async fn upgrade(url: &str) {
    let address = url.parse().expect("an address");
    let key_file = std::env::var_os(KEY_FILE).map(Into::into);
    let options = Options { key_file, ..Options::default() };
    Store::migrate(&address, &options).await.expect("an upgrade");
}

/// Killed at any moment, an upgrade goes on where it was the next time, and the data is as it was.
#[tokio::test]
async fn an_upgrade_that_is_killed_goes_on() {
    if let Ok(url) = std::env::var(UPGRADE) {
        return upgrade(&url).await;
    }
    let database = of_the_first_schema().await;
    run(&database, MANY).await;
    let program = std::env::current_exe().expect("this program");
    let key_file = database.options.key_file.as_ref().expect("a key file");
    let mut pause = Duration::from_millis(4);
    let mut kills = 0;
    loop {
        let mut upgrade = Command::new(&program)
            .args(["--exact", "--nocapture", "an_upgrade_that_is_killed_goes_on"])
            .env(UPGRADE, &database.url)
            .env(KEY_FILE, key_file)
            .stdout(Stdio::null())
            .spawn()
            .expect("a process");
        tokio::time::sleep(pause).await;
        if let Some(status) = upgrade.try_wait().expect("its status") {
            assert!(status.success(), "{status}");
            break;
        }
        upgrade.kill().expect("it is killed");
        upgrade.wait().expect("it ended");
        kills += 1;
        pause += pause / 6;
    }
    assert!(kills > 3, "{kills} kills");
    let store = database.open().await;
    holds_what_was_there(&store).await;
    let count = database.rows("SELECT count(*) FROM transactions WHERE user_id = 2").await;
    assert_eq!(count, [["20000"]]);
}
