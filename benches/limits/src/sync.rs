//! The synchronisation of many transactions by Passerelle's job, and its limit: one upsert of them all into the same
//! table.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use jiff::ToSpan as _;
use passerelle_connector::BankOperation;
use passerelle_domain::clock::date_of;
use passerelle_domain::{Account, Owned, TransactionId};
use passerelle_jobs::Jobs;
use passerelle_store::jobs::{Task, enqueue};
use passerelle_store::{Batch, events, transactions};
use passerelle_testkit::ScriptedBank;
use serde_json::json;
use tokio_postgres::types::ToSql;

use crate::engine::{self, Engine, date_as_integer};
use crate::ours::{Ours, Place, account, add_account, add_user};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Transactions of the item's one account.
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
}

const KEY: &str = "account-0";

/// A new item whose one account is empty, and what its bank holds.
async fn prepare(ours: &Ours, rows: usize) -> Result<(Account, Vec<BankOperation>)> {
    let user = ours.user(ours.store.next_id().await?);
    let mut batch = Batch::new();
    add_user(&mut batch, &user, ours.now());
    let item = ours.add_item(&mut batch, ours.store.next_id().await?, user.id, None)?;
    let account = account(ours.store.next_id().await?, KEY, &item, ours.now());
    add_account(&mut batch, &account);
    ours.store.write(batch).await?;
    let today = date_of(ours.now());
    let operations = (0..rows)
        .map(|number| {
            let date = today.saturating_sub(i32::try_from(number / 8).expect("a few years").days());
            ScriptedBank::operation(&format!("operation-{number:06}"), date, -1250)
        })
        .collect();
    Ok((account, operations))
}

/// Passerelle's job: once with all transactions new, once with none changed.
pub(crate) async fn ours(arguments: Arguments) -> Result<()> {
    let ours = Ours::open(&arguments.place).await?;
    let bank = Arc::new(ScriptedBank::default());
    let jobs = ours.jobs(&bank).await?;
    // What a synchronisation writes that has nothing to compare: its status, its event, the end of its job.
    let (small, operations) = prepare(&ours, 1).await?;
    bank.script().accounts = vec![(ScriptedBank::account(KEY, 100_000), operations)];
    run(&ours, &jobs, &small).await?;
    let base = run(&ours, &jobs, &small).await?;
    let (account, operations) = prepare(&ours, arguments.rows).await?;
    bank.script().accounts = vec![(ScriptedBank::account(KEY, 100_000), operations)];
    let new = run(&ours, &jobs, &account).await?;
    let held = transactions::of_account(&ours.store, &account, None).await?.len();
    ensure!(held == arguments.rows, "{held} transactions came");
    let unchanged = run(&ours, &jobs, &account).await?;
    let answer = json!({
        "new_seconds": new.seconds, "unchanged_seconds": unchanged.seconds, "rows": unchanged.rows - base.rows,
        "events": unchanged.events - base.events, "log_bytes": unchanged.log_bytes - base.log_bytes,
        "base_log_bytes": base.log_bytes, "new_log_bytes": new.log_bytes,
    });
    println!("{answer}");
    Ok(())
}

/// What one synchronisation took.
struct Cost {
    seconds: f64,
    events: i64,
    rows: i64,
    log_bytes: i64,
}

async fn run(ours: &Ours, jobs: &Jobs, account: &Account) -> Result<Cost> {
    let mut batch = Batch::new();
    enqueue(
        &ours.store,
        &mut batch,
        &Task::FullSync { item: Owned { user: account.user_id, id: account.item_id } },
        ours.now(),
    )
    .await?;
    ours.store.write(batch).await?;
    let events_before = events::bodies(&ours.store).await?.len();
    let log_before = log_begins(&ours.address).await?;
    let rows_before = ours.store.count().rows;
    let begun = Instant::now();
    let ran = jobs.run_due().await?;
    let seconds = begun.elapsed().as_secs_f64();
    let rows = i64::try_from(ours.store.count().rows - rows_before)?;
    let log_bytes = log_ends(&ours.address).await? - log_before;
    ensure!(ran == 1, "{ran} jobs ran");
    let events = events::bodies(&ours.store).await?.len() - events_before;
    Ok(Cost { seconds, events: i64::try_from(events)?, rows, log_bytes })
}

/// Where the write-ahead log is; that of SQLite is emptied for it.
async fn log_begins(address: &str) -> Result<i64> {
    if let Engine::Sqlite(connection) = engine::open(address).await? {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    log_ends(address).await
}

/// Where the log is now. SQLite begins it anew behind a checkpoint, which comes after a thousand pages.
async fn log_ends(address: &str) -> Result<i64> {
    match engine::open(address).await? {
        Engine::Sqlite(_) => {
            let path = address.trim_start_matches("sqlite:");
            Ok(i64::try_from(std::fs::metadata(format!("{path}-wal")).map_or(0, |file| file.len()))?)
        }
        Engine::Postgres(client) => {
            let sql = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
            Ok(client.query_one(sql, &[]).await?.get(0))
        }
    }
}

/// The limit: one upsert of the same rows, durable, its ids known.
pub(crate) async fn limit(arguments: Arguments) -> Result<()> {
    let ours = Ours::open(&arguments.place).await?;
    let (account, operations) = prepare(&ours, arguments.rows).await?;
    let ids: Vec<TransactionId> = ours.store.next_ids(arguments.rows).await?;
    let ids: Vec<i64> = ids.into_iter().map(TransactionId::get).collect();
    let now = ours.now();
    let database = engine::open(&ours.address).await?;
    let begun = Instant::now();
    match &database {
        Engine::Sqlite(connection) => {
            upsert_sqlite(connection, &account, &ids, &operations, now.as_microsecond())?;
        }
        Engine::Postgres(client) => upsert_postgres(client, &account, &ids, &operations).await?,
    }
    println!("{}", json!({ "new_seconds": begun.elapsed().as_secs_f64() }));
    Ok(())
}

/// The end of an upsert that leaves unchanged rows alone.
const ON_CONFLICT: &str = "ON CONFLICT (user_id, account_id, external_key) DO UPDATE SET amount_minor = excluded.amount_minor, \
     clean_description = excluded.clean_description, provider_description = excluded.provider_description, \
     updated_at = excluded.updated_at \
     WHERE (transactions.amount_minor, transactions.clean_description, transactions.provider_description) \
     IS DISTINCT FROM (excluded.amount_minor, excluded.clean_description, excluded.provider_description)";

fn upsert_sqlite(
    connection: &rusqlite::Connection,
    account: &Account,
    ids: &[i64],
    operations: &[BankOperation],
    at: i64,
) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut upsert = connection.prepare(&format!(
        "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
         provider_description, amount_minor, currency, booking_date, category_id, operation_type, is_deleted, \
         is_future, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'EUR', ?3, 1, 'card', 0, 0, ?9) {ON_CONFLICT}"
    ))?;
    for (id, operation) in ids.iter().zip(operations) {
        upsert.execute(rusqlite::params![
            account.user_id.get(),
            account.id.get(),
            date_as_integer(operation.date),
            id,
            operation.key,
            operation.clean_description,
            operation.provider_description,
            operation.amount_minor,
            at,
        ])?;
    }
    connection.execute_batch("COMMIT")?;
    Ok(())
}

async fn upsert_postgres(
    client: &tokio_postgres::Client,
    account: &Account,
    ids: &[i64],
    operations: &[BankOperation],
) -> Result<()> {
    let dates: Vec<String> = operations.iter().map(|operation| operation.date.to_string()).collect();
    let keys: Vec<&str> = operations.iter().map(|operation| operation.key.as_str()).collect();
    let clean: Vec<&str> = operations.iter().map(|operation| operation.clean_description.as_str()).collect();
    let provider: Vec<&str> =
        operations.iter().map(|operation| operation.provider_description.as_str()).collect();
    let amounts: Vec<i64> = operations.iter().map(|operation| operation.amount_minor).collect();
    let (user, account) = (account.user_id.get(), account.id.get());
    let params: [&(dyn ToSql + Sync); 8] =
        [&user, &account, &dates, &ids, &keys, &clean, &provider, &amounts];
    let sql = format!(
        "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
         provider_description, amount_minor, currency, booking_date, category_id, operation_type, is_deleted, \
         is_future, updated_at) SELECT $1, $2, date::date, id, key, clean, provider, amount, 'EUR', date::date, 1, \
         'card', false, false, now() \
         FROM UNNEST($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bigint[]) \
         AS new (date, id, key, clean, provider, amount) {ON_CONFLICT}"
    );
    client.execute(&sql, &params).await.context("the upsert")?;
    Ok(())
}
