//! Due refreshes against a bank that answers at once, by the runner of a server with default settings.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use passerelle_domain::ItemId;
use passerelle_domain::clock::date_of;
use passerelle_store::jobs::{Task, enqueue};
use passerelle_store::{Batch, items};
use passerelle_testkit::ScriptedBank;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::ours::{DRAIN, Ours, Place, account, add_account, add_user};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Items, each of a user of its own, with one account.
    #[arg(long, default_value_t = 500)]
    items: usize,
    /// Transactions that each refresh compares.
    #[arg(long, default_value_t = 20)]
    transactions: usize,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let ours = Ours::open(&arguments.place).await?;
    let bank = Arc::new(ScriptedBank::default());
    let today = date_of(ours.now());
    let operations = (0..arguments.transactions)
        .map(|number| ScriptedBank::operation(&format!("operation-{number:03}"), today, -1250))
        .collect();
    bank.script().accounts = vec![(ScriptedBank::account("account-0", 100_000), operations)];
    let jobs = ours.jobs(&bank).await?;
    // Each is synchronised once, so that its refresh finds nothing new, as most do.
    let ids: Vec<ItemId> = ours.store.next_ids(arguments.items).await?;
    let mut keys = Vec::with_capacity(ids.len());
    for id in &ids {
        let mut batch = Batch::new();
        let user = ours.user(ours.store.next_id().await?);
        add_user(&mut batch, &user, ours.now());
        let item = ours.add_item(&mut batch, *id, user.id, None)?;
        add_account(&mut batch, &account(ours.store.next_id().await?, "account-0", &item, ours.now()));
        enqueue(&ours.store, &mut batch, &Task::FullSync { item: item.key() }, ours.now()).await?;
        ours.store.write(batch).await?;
        keys.push(item.key());
    }
    let ran = jobs.run_due().await?;
    ensure!(ran >= arguments.items, "{ran} jobs ran");
    let mut batch = Batch::new();
    for key in &keys {
        let item = items::by_key(&ours.store, *key).await?;
        items::update(&mut batch, &item.expect("nobody deletes it"), Some(ours.now()));
    }
    ours.store.write(batch).await?;
    let before = ours.store.count();
    let stop = CancellationToken::new();
    let begun = Instant::now();
    let running = tokio::spawn(jobs.run(stop.clone(), DRAIN));
    while !items::due(&ours.store, ours.now(), 1).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    ours.jobs_are_done().await?;
    let seconds = begun.elapsed().as_secs_f64();
    stop.cancel();
    running.await?;
    let after = ours.store.count();
    let each = |count: u64| count / arguments.items as u64;
    let answer = json!({
        "items": arguments.items, "seconds": seconds,
        "reads_each": each(after.reads - before.reads), "batches_each": each(after.batches - before.batches),
        "writes_each": each(after.writes - before.writes),
    });
    println!("{answer}");
    Ok(())
}
