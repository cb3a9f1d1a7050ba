//! How many statements a request costs: counts, which no noise can change.

use passerelle_testkit::World;
use serde_json::json;

#[tokio::test]
async fn a_session_is_three_statements_in_one_batch_and_a_page_is_one_query() {
    let world = World::new().await;
    let user = world.user().await;
    world.connect(&user, 574, "success").await;
    let body = json!({ "user_email": "a@b.example", "context": "order-1" });
    let create = || world.call("POST", "/v3/aggregation/connect-sessions", Some(&user), Some(body.clone()));
    // The first one also looks up who calls, and takes a block of ids.
    assert_eq!(create().await.status, 201);
    for _ in 0..10 {
        let before = world.store.count();
        assert_eq!(create().await.status, 201);
        let after = world.store.count();
        assert!(after.reads - before.reads <= 2, "who calls is not fresh any more");
        assert_eq!((after.batches - before.batches, after.writes - before.writes), (1, 3));
    }
    let pages = 20;
    let before = world.store.count();
    for _ in 0..pages {
        let answer = world.call("GET", "/v3/aggregation/transactions?limit=500", Some(&user), None).await;
        assert_eq!(answer.status, 200);
    }
    let reads = world.store.count().reads - before.reads;
    assert!(reads < 2 * pages, "{reads} reads for {pages} pages");
}
