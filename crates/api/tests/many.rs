//! A user with 200,000 transactions, read to the end page by page while synchronisations write.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::ToSpan as _;
use jiff::civil::date;
use passerelle_domain::{Account, Transaction, TransactionId};
use passerelle_store::users::User;
use passerelle_store::{Batch, accounts, transactions};
use passerelle_testkit::{ScriptedBank, World};

const MANY: usize = 200_000;
const PAGE: usize = 500;
const DAY: Duration = Duration::from_hours(24);

/// Recent operations, all of them different with each round: synchronisations change, add and delete.
fn hold(world: &World, round: i64) {
    let first = date(2026, 1, 1);
    let operation = |number: i64| {
        let mut operation = ScriptedBank::operation(&format!("recent-{number}"), first, -100 - number);
        operation.clean_description = format!("Round {round}");
        operation
    };
    let operations = (round..round + 200).map(operation).collect();
    world.bank.script().accounts = vec![(ScriptedBank::account("one", round), operations)];
}

/// Transactions of past years, twenty a day: no refresh looks at them.
async fn seed(world: &World, account: &Account) -> BTreeSet<i64> {
    let ids: Vec<TransactionId> = world.store.next_ids(MANY).await.expect("ids");
    let (newest, at) = (date(2025, 6, 30), account.updated_at);
    let rows: Vec<Transaction> = ids
        .iter()
        .enumerate()
        .map(|(number, id)| Transaction {
            id: *id,
            user_id: account.user_id,
            account_id: account.id,
            external_key: format!("old-{number}"),
            clean_description: "Boulangerie".to_owned(),
            provider_description: "CB BOULANGERIE".to_owned(),
            amount_minor: -120,
            currency: account.currency,
            date: newest.saturating_sub(i32::try_from(number / 20).expect("few").days()),
            booking_date: None,
            transaction_date: None,
            value_date: None,
            category_id: 273,
            operation_type: passerelle_domain::OperationType::Card,
            is_deleted: false,
            is_future: false,
            updated_at: at,
        })
        .collect();
    for rows in rows.chunks(10_000) {
        let mut batch = Batch::new();
        transactions::insert(&mut batch, rows);
        world.store.write(batch).await.expect("written");
    }
    ids.into_iter().map(TransactionId::get).collect()
}

/// The address and the ids of each page, to the end. Now and then a synchronisation writes beside the query: each query
/// sees what is committed at one moment, so more of them would show nothing new.
async fn read(world: &World, user: &User) -> Vec<(String, Vec<i64>)> {
    let mut path = format!("/v3/aggregation/transactions?limit={PAGE}");
    let mut pages = Vec::new();
    loop {
        let synchronisation = async {
            if pages.len().is_multiple_of(40) {
                hold(world, i64::try_from(pages.len()).expect("few"));
                world.pass(DAY).await;
            }
        };
        let asked = world.call("GET", &path, Some(user), None);
        let (answer, ()) = futures::future::join(asked, synchronisation).await;
        let resources = answer.body["resources"].as_array().expect("a list");
        pages.push((path.clone(), resources.iter().map(|it| it["id"].as_i64().expect("an id")).collect()));
        match answer.body["pagination"]["next_uri"].as_str() {
            Some(next) => next.clone_into(&mut path),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn every_transaction_comes_once_while_others_write() {
    let world = World::new().await;
    let user = world.user().await;
    hold(&world, 0);
    let item = world.connect(&user, 900, "x").await;
    let account = accounts::of_item(&world.store, item.key()).await.expect("accounts").remove(0);
    let old = seed(&world, &account).await;

    let before = world.store.count().rows;
    let pages = read(&world, &user).await;
    assert!(world.store.count().rows - before > 10 * 200, "synchronisations wrote meanwhile");
    assert!(pages.len() > MANY / PAGE);
    assert!(
        pages[..pages.len() - 1].iter().all(|(_, ids)| ids.len() == PAGE),
        "no page but the last is short"
    );
    let (paths, ids): (Vec<String>, Vec<Vec<i64>>) = pages.into_iter().unzip();
    let seen: Vec<i64> = ids.into_iter().flatten().collect();
    let distinct: BTreeSet<i64> = seen.iter().copied().collect();
    assert_eq!(distinct.len(), seen.len(), "none comes twice");
    assert_eq!(old.difference(&distinct).count(), 0, "none is missing");

    // A page at the end costs what the first one costs: a query, and sometimes one for who calls.
    for paths in [&paths[..10], &paths[paths.len() - 10..]] {
        let before = world.store.count();
        for path in paths {
            assert_eq!(world.call("GET", path, Some(&user), None).await.status, 200);
        }
        let after = world.store.count();
        assert_eq!(after.batches, before.batches);
        assert!((10..=20).contains(&(after.reads - before.reads)), "{before:?} {after:?}");
    }
}
