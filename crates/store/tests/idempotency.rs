//! Who answers a request with a key, and what a lost reservation may still do.

use jiff::Timestamp;
use passerelle_store::idempotency::{self, Known, Request, Reserved};
use passerelle_store::{Batch, Store, StoreError};
use passerelle_testkit::Database;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("a time")
}

fn request(number: u8) -> Request {
    Request { application: 1.try_into().expect("an id"), key_digest: [7; 32], request_digest: [number; 32] }
}

async fn reserve(store: &Store, number: u8, now: i64) -> Known {
    idempotency::reserve(store, request(number), at(now), at(now + 60)).await.expect("an answer")
}

fn reserved(known: &Known) -> Reserved {
    match known {
        Known::Reserved(reserved) => *reserved,
        Known::Running | Known::Other | Known::Answered { .. } => panic!("not reserved"),
    }
}

async fn answer(store: &Store, reserved: &Reserved, body: &[u8]) -> Result<(), StoreError> {
    let mut batch = Batch::new();
    idempotency::answer(store, &mut batch, reserved, (201, body), at(10_000));
    store.write(batch).await
}

#[tokio::test]
async fn whoever_lost_the_reservation_writes_nothing() {
    let database = Database::new().await;
    let nodes = [database.open().await, database.open().await];
    let dead = reserved(&reserve(&nodes[0], 1, 0).await);
    assert!(matches!(reserve(&nodes[1], 1, 59).await, Known::Running));
    assert!(matches!(reserve(&nodes[1], 2, 59).await, Known::Other));
    let alive = reserved(&reserve(&nodes[1], 1, 60).await);
    assert!(matches!(answer(&nodes[0], &dead, b"late").await, Err(StoreError::Conflict)));
    let mut batch = Batch::new();
    idempotency::give_up(&mut batch, &dead);
    nodes[0].write(batch).await.expect("nothing to do");
    answer(&nodes[1], &alive, b"in time").await.expect("written");
    let Known::Answered { status, body } = reserve(&nodes[0], 1, 9_999).await else { panic!("answered") };
    assert_eq!((status, body.as_slice()), (201, b"in time".as_slice()));
    idempotency::delete_ended(&nodes[0], at(10_000)).await.expect("deleted");
    assert!(matches!(reserve(&nodes[0], 2, 9_999).await, Known::Other), "kept to its end");
    reserved(&reserve(&nodes[0], 2, 10_000).await);
}

#[tokio::test]
async fn what_was_given_up_is_reserved_again() {
    let database = Database::new().await;
    let store = database.open().await;
    let first = reserved(&reserve(&store, 1, 0).await);
    let mut batch = Batch::new();
    idempotency::give_up(&mut batch, &first);
    store.write(batch).await.expect("written");
    reserved(&reserve(&store, 2, 1).await);
    idempotency::delete_ended(&store, at(100)).await.expect("deleted");
    reserved(&reserve(&store, 3, 2).await);
}
