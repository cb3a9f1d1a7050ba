//! What the lists cost the database: each page is read by an index that has its order, on either engine.

use passerelle_testkit::World;

/// Every list, with each of its filters.
const LISTS: [&str; 21] = [
    "/v3/aggregation/users",
    "/v3/aggregation/items",
    "/v3/aggregation/accounts",
    "/v3/aggregation/accounts?item_id=10000001",
    "/v3/aggregation/transactions?limit=50",
    "/v3/aggregation/stocks?limit=1",
    "/v3/aggregation/stocks?limit=1&account_id=48000008",
    "/v3/aggregation/stocks?limit=1&since=2026-01-01",
    "/v3/aggregation/stocks?limit=1&since=2026-01-01&account_id=48000008",
    "/v3/aggregation/transactions?limit=50&account_id=48000001",
    "/v3/aggregation/transactions?limit=50&account_id=48000001&min_date=2025-01-01&max_date=2026-01-01",
    "/v3/aggregation/transactions?limit=50&min_date=2025-01-01",
    "/v3/aggregation/transactions?limit=50&since=2026-01-01",
    "/v3/aggregation/transactions?limit=50&since=2026-01-01&until=2027-01-01",
    "/v3/aggregation/transactions?limit=50&since=2026-01-01&account_id=48000001",
    "/passerelle/v1/events?limit=2",
    "/passerelle/v1/webhook-deliveries",
    "/passerelle/v1/webhook-deliveries?status=failed",
    "/passerelle/v1/webhook-deliveries?status=waiting&webhook_id=1",
    "/passerelle/v1/webhook-deliveries?type=item.created",
    "/passerelle/v1/webhook-deliveries?status=delivered&webhook_id=1",
];

#[tokio::test]
async fn no_list_scans_a_table_or_sorts() {
    let world = World::new().await;
    let mut users = Vec::new();
    for _ in 0..4 {
        let user = world.user().await;
        world.connect(&user, 574, "success").await;
        users.push(user);
    }
    let before = world.store.queries();
    for list in LISTS {
        let answer = world.call("GET", list, Some(&users[0]), None).await;
        assert_eq!(answer.status, 200, "{list}: {}", answer.body);
        if let Some(next) = answer.body["pagination"]["next_uri"].as_str() {
            assert_eq!(world.call("GET", next, Some(&users[0]), None).await.status, 200, "{next}");
        }
    }
    let lists: Vec<String> = world
        .store
        .queries()
        .into_keys()
        .filter(|sql| sql.contains("LIMIT $") && !before.contains_key(sql))
        .collect();
    assert!(lists.len() > LISTS.len(), "pages that follow have texts of their own: {lists:#?}");
    for sql in lists {
        let plan = world.database.plan(&sql).await;
        let is_scan = |line: &str| {
            let line = line.trim();
            line.contains("Seq Scan") || (line.starts_with("SCAN") && !line.contains("USING"))
        };
        let costs = |line: &&String| is_scan(line) || line.contains("Sort") || line.contains("TEMP B-TREE");
        assert_eq!(plan.iter().find(costs), None, "{sql}\n{}", plan.join("\n"));
    }
}
