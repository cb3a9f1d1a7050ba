//! Counts that no noise changes, of the API in this process: statements a request, commits of many creations at once.

use std::sync::Arc;

use anyhow::{Result, ensure};
use futures::{StreamExt as _, stream};
use jiff::ToSpan as _;
use passerelle_domain::clock::date_of;
use passerelle_domain::{Clock as _, OperationType, Transaction, TransactionId};
use passerelle_store::users::User;
use passerelle_store::{Batch, Count, transactions};
use passerelle_testkit::World;
use serde_json::{Value, json};

use crate::ours::{Ours, account, add_account};

const CREATIONS: u64 = 1000;
const IN_FLIGHT: usize = 64;

pub(crate) async fn run() -> Result<()> {
    let world = World::new().await;
    let user = world.user().await;
    // The first ones take blocks of ids and prepare statements.
    create(&world, &user).await?;
    let before = world.store.count();
    create(&world, &user).await?;
    let created = since(&world, before);

    let before = world.store.count();
    let all = stream::iter(0..CREATIONS).map(|_| create(&world, &user)).buffer_unordered(IN_FLIGHT);
    let failed = all.filter(|created| std::future::ready(created.is_err())).count().await;
    ensure!(failed == 0, "{failed} creations were refused");
    let many = since(&world, before);

    fill(&world, &user).await?;
    let path = "/v3/aggregation/transactions?limit=500";
    // Who calls is remembered for a while, and filling may have taken longer.
    world.call("GET", path, Some(&user), None).await;
    let before = world.store.count();
    let listed = world.call("GET", path, Some(&user), None).await;
    ensure!(listed.body["resources"].as_array().is_some_and(|rows| rows.len() == 500), "{}", listed.body);
    let list = since(&world, before);

    let answer = json!({
        "create_reads": created.reads, "create_writes": created.writes, "create_batches": created.batches,
        "commits": many.commits, "list_reads": list.reads,
    });
    println!("{answer}");
    Ok(())
}

fn since(world: &World, before: Count) -> Count {
    let now = world.store.count();
    Count {
        reads: now.reads - before.reads,
        batches: now.batches - before.batches,
        writes: now.writes - before.writes,
        rows: now.rows - before.rows,
        commits: now.commits - before.commits,
    }
}

async fn create(world: &World, user: &User) -> Result<()> {
    let body: Value = json!({
        "user_email": "john.doe@bridgeapi.io", "country_code": "FR", "account_types": "payment",
        "callback_url": "https://acme.com/back", "context": "bench-1",
    });
    let answer = world.call("POST", "/v3/aggregation/connect-sessions", Some(user), Some(body)).await;
    ensure!(answer.status == 201, "{}: {}", answer.status, answer.body);
    Ok(())
}

/// A page of transactions and more.
async fn fill(world: &World, user: &User) -> Result<()> {
    let ours = Ours::of(world.store.clone(), world.application.clone(), Arc::clone(&world.clock) as Arc<_>);
    let mut batch = Batch::new();
    let item = ours.add_item(&mut batch, ours.store.next_id().await?, user.id, None)?;
    let account = account(ours.store.next_id().await?, "account-0", &item, world.clock.now());
    add_account(&mut batch, &account);
    let ids: Vec<TransactionId> = ours.store.next_ids(1000).await?;
    let today = date_of(world.clock.now());
    let rows: Vec<Transaction> = ids
        .into_iter()
        .zip(0_i32..)
        .map(|(id, number)| Transaction {
            id,
            user_id: user.id,
            account_id: account.id,
            external_key: format!("operation-{number}"),
            clean_description: "Boulangerie".to_owned(),
            provider_description: "CB BOULANGERIE".to_owned(),
            amount_minor: -320,
            currency: account.currency,
            date: today.saturating_sub((number / 5).days()),
            booking_date: None,
            transaction_date: None,
            value_date: None,
            category_id: 1,
            operation_type: OperationType::Card,
            is_deleted: false,
            is_future: false,
            updated_at: world.clock.now(),
        })
        .collect();
    transactions::insert(&mut batch, &rows);
    Ok(ours.store.write(batch).await?)
}
