//! Fills a database: users with transactions, straight into the table in bulk; scheduled items; webhooks.
//!
//! Of a user's transactions most come at once, as a first synchronisation brings them, and the newest a few at a time
//! among those of all others, as refreshes do: where rows lie is then as in a database that was used.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use futures::SinkExt as _;
use jiff::ToSpan as _;
use jiff::civil::Date;
use passerelle_domain::clock::{after, date_of};
use passerelle_domain::connect_session::{Progress, SessionKind, SessionRequest, State};
use passerelle_domain::{AccountTypes, ConnectSession, ConnectSessionId};
use passerelle_store::{Batch, connect_sessions, webhooks};
use serde_json::json;

use crate::engine::{self, Engine, date_as_integer};
use crate::ours::{Ours, Place, account, add_account, add_user};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Users with two accounts each.
    #[arg(long, default_value_t = 0)]
    users: i64,
    /// Transactions of each.
    #[arg(long, default_value_t = 10_000)]
    transactions: i64,
    /// Items that are due in some hours.
    #[arg(long, default_value_t = 0)]
    items: i64,
    /// Webhooks that hear nothing.
    #[arg(long, default_value_t = 0)]
    webhooks: i64,
    /// Sessions that wait for a synchronisation, their tokens `bench-session-0` and on.
    #[arg(long, default_value_t = 0)]
    sessions: i64,
}

/// Seeds use ids far behind those of a new database's sequences.
pub(crate) const FIRST_USER: i64 = 100_001;
const FIRST_ITEM: i64 = 20_000_001;
const FIRST_ACCOUNT: i64 = 58_000_001;
const FIRST_TRANSACTION: i64 = 40_000_000_000_001;

const ACCOUNTS: i64 = 2;

/// How many batches are written together.
const AT_ONCE: i64 = 1000;

/// Rows that a refresh brings, and the share of all rows that came that way.
const REFRESHED: i64 = 5;
const REFRESHED_SHARE: i64 = 10;

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let begun = Instant::now();
    let ours = Ours::open(&arguments.place).await?;
    let mut users = Vec::new();
    for first in (0..arguments.users.max(arguments.items)).step_by(usize::try_from(AT_ONCE)?) {
        let mut batch = Batch::new();
        for number in first..(first + AT_ONCE).min(arguments.users.max(arguments.items)) {
            let user = ours.user((FIRST_USER + number).try_into()?);
            add_user(&mut batch, &user, ours.now());
            // Spread over the interval between refreshes, none due while anything is measured.
            let due = after(
                ours.now(),
                Duration::from_hours(1) + Duration::from_millis(300) * u32::try_from(number)?,
            );
            let due = (number < arguments.items).then_some(due);
            let item = ours.add_item(&mut batch, (FIRST_ITEM + number).try_into()?, user.id, due)?;
            // Who has no transactions has an account all the same, or planners would read the few there are one by one.
            let has_transactions = number < arguments.users;
            for index in 0..if has_transactions { ACCOUNTS } else { 1 } {
                let id = (FIRST_ACCOUNT + number * ACCOUNTS + index).try_into()?;
                add_account(&mut batch, &account(id, &format!("account-{index}"), &item, ours.now()));
            }
            if has_transactions {
                users.push(json!({ "id": user.id, "token": crate::ours::token_of(user.id) }));
            }
        }
        ours.store.write(batch).await?;
    }
    let mut batch = Batch::new();
    for _ in 0..arguments.webhooks {
        let id = ours.store.next_id().await?;
        let url = "http://127.0.0.1:9/hook".parse()?;
        let webhook = webhooks::Webhook::new(id, ours.application.id, url, ours.now());
        webhooks::insert(&ours.store, &mut batch, &webhook, "secret");
    }
    ours.store.write(batch).await?;
    add_sessions(&ours, arguments.sessions).await?;
    let rows = Rows {
        users: arguments.users,
        of_user: arguments.transactions,
        today: date_of(ours.now()),
        now_us: ours.now().as_microsecond(),
        now: ours.now().to_string(),
    };
    let before = space(&ours.address).await?;
    if rows.users > 0 {
        rows.write(&ours.address).await?;
    }
    let bytes = space(&ours.address).await? - before;
    settle(&ours.address).await?;
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "users": users, "seconds": seconds, "bytes": bytes, "rows": rows.users * rows.of_user })
    );
    Ok(())
}

async fn add_sessions(ours: &Ours, count: i64) -> Result<()> {
    let user = ours.user(ours.store.next_id().await?);
    let mut batch = Batch::new();
    add_user(&mut batch, &user, ours.now());
    ours.store.write(batch).await?;
    for first in (0..count).step_by(usize::try_from(AT_ONCE)?) {
        let mut batch = Batch::new();
        for number in first..(first + AT_ONCE).min(count) {
            let id: ConnectSessionId = ours.store.next_id().await?;
            let session = ConnectSession {
                id,
                uuid: uuid::Uuid::from_u128(u128::from(id.get().unsigned_abs())).into(),
                application_id: ours.application.id,
                user_id: user.id,
                user_uuid: user.uuid,
                request: SessionRequest {
                    kind: SessionKind::Preselected { provider: 574.try_into()? },
                    user_email: None,
                    country: None,
                    capabilities: Vec::new(),
                    account_types: AccountTypes::Payment,
                    allow_account_selection: true,
                    max_selectable_accounts: None,
                    callback_url: None,
                    context: None,
                },
                item_id: None,
                provider_id: Some(574.try_into()?),
                state: State::Synchronising,
                prompt: None,
                progress: Progress::default(),
                browser_digest: None,
                created_at: ours.now(),
                last_active_at: ours.now(),
                version: 1,
            };
            let token = format!("bench-session-{number}");
            connect_sessions::insert(&mut batch, &session, &token);
        }
        ours.store.write(batch).await?;
    }
    Ok(())
}

/// Does now what PostgreSQL would do by itself while something is measured.
async fn settle(address: &str) -> Result<()> {
    if let Engine::Postgres(client) = engine::open(address).await? {
        // Each by itself: a vacuum refuses to be one of several statements.
        client.batch_execute("VACUUM (ANALYZE)").await?;
        client.batch_execute("CHECKPOINT").await?;
    }
    Ok(())
}

/// What the database takes on disk, its log left out.
async fn space(address: &str) -> Result<i64> {
    match engine::open(address).await? {
        Engine::Sqlite(connection) => {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(connection.query_row(
                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(), \
                 pragma_page_size()",
                [],
                |row| row.get(0),
            )?)
        }
        Engine::Postgres(client) => {
            Ok(client.query_one("SELECT pg_total_relation_size('transactions')", &[]).await?.get(0))
        }
    }
}

struct Rows {
    users: i64,
    of_user: i64,
    today: Date,
    now_us: i64,
    now: String,
}

/// A transaction but for what all have alike.
struct Row {
    user: i64,
    account: i64,
    id: i64,
    date: Date,
    key: String,
    clean_description: String,
    provider_description: String,
    amount_minor: i64,
}

const SHOPS: [&str; 8] = [
    "Boulangerie Martin",
    "Carrefour City",
    "SNCF Connect",
    "Pharmacie du Centre",
    "Netflix",
    "EDF",
    "Amazon",
    "Loyer",
];

impl Rows {
    /// All rows in the order in which they come.
    fn all(&self) -> impl Iterator<Item = Row> {
        let late = self.of_user / REFRESHED_SHARE;
        let early = self.of_user - late;
        let first = (0..self.users).flat_map(move |user| (0..early).map(move |number| (user, number)));
        let later = (0..late / REFRESHED).flat_map(move |round| {
            (0..self.users).flat_map(move |user| {
                (0..REFRESHED).map(move |number| (user, early + round * REFRESHED + number))
            })
        });
        first.chain(later).zip(0..).map(|((user, number), arrival)| self.row(user, number, arrival))
    }

    /// A user's transactions by number, oldest first within each account, five a day.
    fn row(&self, user: i64, number: i64, arrival: i64) -> Row {
        // The first synchronisation brings one account after the other.
        let early = self.of_user - self.of_user / REFRESHED_SHARE;
        let per_account = early / ACCOUNTS;
        let (account, nth) = if number < early {
            (number / per_account, number % per_account)
        } else {
            (number % ACCOUNTS, per_account + (number - early) / ACCOUNTS)
        };
        let age = (self.of_user / ACCOUNTS - nth) / 5;
        let shop = SHOPS[usize::try_from((user + number * 7) % 8).expect("below eight")];
        Row {
            user: FIRST_USER + user,
            account: FIRST_ACCOUNT + user * ACCOUNTS + account,
            id: FIRST_TRANSACTION + arrival,
            date: self.today.saturating_sub(age.days()),
            key: format!("a{account}-{nth:06}-0"),
            clean_description: shop.to_owned(),
            provider_description: format!("CB {} {number:05}", shop.to_uppercase()),
            amount_minor: -(number * 37 % 20_000) - 100,
        }
    }

    async fn write(&self, address: &str) -> Result<()> {
        match engine::open(address).await? {
            Engine::Sqlite(connection) => self.write_sqlite(&connection),
            Engine::Postgres(client) => self.write_postgres(&client).await,
        }
    }

    fn write_sqlite(&self, connection: &rusqlite::Connection) -> Result<()> {
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "cache_size", -1_000_000)?;
        let mut insert = connection.prepare(
            "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
             provider_description, amount_minor, currency, booking_date, transaction_date, value_date, category_id, \
             operation_type, is_deleted, is_future, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'EUR', ?3, ?3, NULL, 270, 'card', 0, 0, ?9)",
        )?;
        connection.execute_batch("BEGIN")?;
        for (count, row) in self.all().enumerate() {
            let (date, at) = (date_as_integer(row.date), self.now_us + row.id - FIRST_TRANSACTION);
            insert.execute(rusqlite::params![
                row.user,
                row.account,
                date,
                row.id,
                row.key,
                row.clean_description,
                row.provider_description,
                row.amount_minor,
                at
            ])?;
            if count % 200_000 == 199_999 {
                connection.execute_batch("COMMIT; BEGIN")?;
            }
        }
        connection.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Indexes that are not of a constraint are built after the rows came.
    async fn write_postgres(&self, client: &tokio_postgres::Client) -> Result<()> {
        let sql = "SELECT indexname::text, indexdef::text FROM pg_indexes WHERE tablename = 'transactions' \
             AND indexname NOT IN (SELECT conname FROM pg_constraint)";
        let indexes: Vec<(String, String)> =
            client.query(sql, &[]).await?.iter().map(|row| (row.get(0), row.get(1))).collect();
        for (name, _) in &indexes {
            client.batch_execute(&format!("DROP INDEX {name}")).await?;
        }
        let sink = client
            .copy_in(
                "COPY transactions (user_id, account_id, date, id, external_key, clean_description, \
                 provider_description, amount_minor, currency, booking_date, transaction_date, value_date, category_id, \
                 operation_type, is_deleted, is_future, updated_at) FROM STDIN",
            )
            .await?;
        futures::pin_mut!(sink);
        let mut text = String::with_capacity(80_000);
        for row in self.all() {
            writeln!(
                text,
                "{}\t{}\t{date}\t{}\t{}\t{}\t{}\t{}\tEUR\t{date}\t{date}\t\\N\t270\tcard\tf\tf\t{}",
                row.user,
                row.account,
                row.id,
                row.key,
                row.clean_description,
                row.provider_description,
                row.amount_minor,
                self.now,
                date = row.date,
            )?;
            if text.len() > 64_000 {
                sink.send(bytes::Bytes::from(std::mem::take(&mut text))).await?;
            }
        }
        sink.send(bytes::Bytes::from(text)).await?;
        sink.finish().await.context("COPY")?;
        client.batch_execute("SET maintenance_work_mem = '512MB'").await?;
        for (_, definition) in &indexes {
            client.batch_execute(definition).await?;
        }
        // As autovacuum does after so many rows; a list may then be read from an index alone.
        client.batch_execute("VACUUM (ANALYZE) transactions").await?;
        Ok(())
    }
}
