//! What an application has only if it was switched on: the account check and insights.

use jiff::civil::date;
use passerelle_domain::Feature;
use passerelle_store::{Batch, applications};
use passerelle_testkit::{ScriptedBank, World};
use serde_json::{Value, json};

const CHECK: &str = "/v3/aggregation/accounts-information";
const INSIGHTS: &str = "/v3/aggregation/insights/category";
const MANAGEMENT: &str = "/v3/aggregation/user-management-sessions";

async fn world(features: &[Feature]) -> World {
    let world = World::new().await;
    let mut application = world.application.clone();
    application.features = features.to_vec();
    let mut batch = Batch::new();
    applications::update(&mut batch, &application);
    world.store.write(batch).await.expect("written");
    world
}

#[tokio::test]
async fn what_is_not_switched_on_is_refused() {
    let others = [Feature::Insights, Feature::AccountCheck];
    for (method, path, has) in [
        ("GET", CHECK, &others[..1]),
        ("GET", INSIGHTS, &others[1..]),
        ("GET", INSIGHTS, &[]),
        ("POST", MANAGEMENT, &others),
    ] {
        let world = world(has).await;
        let user = world.user().await;
        let refused = world.call(method, path, Some(&user), None).await;
        assert_eq!((refused.status.as_u16(), &refused.body["code"]), (403, &json!("feature_not_enabled")));
        let nobody = world.call(method, path, None, None).await;
        assert_eq!((nobody.status.as_u16(), &nobody.body["code"]), (401, &json!("invalid_access_token")));
    }
}

/// The form of spec/api.md 14: one entry for each item, accounts with an IBAN only.
#[tokio::test]
async fn accounts_information_names_the_holder() {
    let world = world(&[Feature::AccountCheck]).await;
    let user = world.user().await;
    let item = world.connect(&user, 574, "success").await;
    let broken = world.connect(&user, 574, "402").await;
    let answer = world.call("GET", CHECK, Some(&user), None).await;
    assert_eq!(answer.body["pagination"], json!({ "next_uri": null }));
    let entries = answer.body["resources"].as_array().expect("a list");
    assert_eq!(entries.len(), 2);
    let known = &entries[0];
    assert_eq!(
        (&known["item_id"], &known["first_name"], &known["last_name"]),
        (&json!(item.id), &json!("CAMILLE"), &json!("MARTIN"))
    );
    let listed = world.call("GET", "/v3/aggregation/accounts", Some(&user), None).await;
    let with_iban = |account: &&Value| account.get("iban").is_some();
    let expected: Vec<Value> = listed.body["resources"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(with_iban)
        .map(|account| {
            let fields = ["id", "name", "type", "currency_code", "provider_id", "iban"];
            fields.iter().map(|field| ((*field).to_owned(), account[*field].clone())).collect()
        })
        .collect();
    assert!(expected.len() > 2);
    assert_eq!(known["accounts"], Value::from(expected));
    assert_eq!(entries[1], json!({ "item_id": broken.id, "accounts": [] }));
    let first = world.call("GET", &format!("{CHECK}?limit=1"), Some(&user), None).await;
    let next = first.body["pagination"]["next_uri"].as_str().expect("another page");
    let second = world.call("GET", next, Some(&user), None).await;
    assert_eq!((&first.body["resources"][0], &second.body["resources"][0]), (known, &entries[1]));
}

/// Figures by hand, on 12 January 2026: of complete months alone, and of what is booked.
#[tokio::test]
async fn insights_are_those_of_the_last_complete_months() {
    let world = world(&[Feature::Insights]).await;
    let user = world.user().await;
    let empty = world.call("GET", INSIGHTS, Some(&user), None).await;
    let nothing = json!({
        "resources": [], "pagination": { "next_uri": null }, "fully_analyzed_month": 0, "fully_analyzed_day": 0,
    });
    assert_eq!((empty.status.as_u16(), empty.body), (200, nothing));
    let operation = |key, day, cents, category| passerelle_connector::BankOperation {
        category_id: category,
        ..ScriptedBank::operation(key, day, cents)
    };
    let mut pending = operation("pending", date(2025, 12, 31), -9999, 273);
    pending.is_future = true;
    let operations = vec![
        operation("old", date(2025, 10, 15), -9999, 273),
        operation("a", date(2025, 11, 1), -1000, 273),
        operation("b", date(2025, 12, 1), -250, 273),
        operation("c", date(2025, 12, 31), -505, 273),
        operation("pay", date(2025, 12, 28), 200_000, 230),
        pending,
        operation("now", date(2026, 1, 1), -9999, 273),
    ];
    world.bank.script().accounts = vec![(ScriptedBank::account("one", 1000), operations)];
    world.connect(&user, 900, "x").await;
    let expected = json!({
        "resources": [
            {
                "category_id": 230, "currency_code": "EUR",
                "global_kpis": { "minimum": 2000.0, "maximum": 2000.0, "mean": 2000.0 },
                "monthly_kpis": [
                    { "month": "2025-12", "frequency": 1, "sum": 2000.0 },
                    { "month": "2025-11", "frequency": 0, "sum": 0.0 },
                ],
            },
            {
                "category_id": 273, "currency_code": "EUR",
                "global_kpis": { "minimum": -10.0, "maximum": -2.5, "mean": -5.85 },
                "monthly_kpis": [
                    { "month": "2025-12", "frequency": 2, "sum": -7.55 },
                    { "month": "2025-11", "frequency": 1, "sum": -10.0 },
                ],
            },
        ],
        "pagination": { "next_uri": null },
        "oldest_existing_transaction": "2025-10-15",
        "fully_analyzed_month": 2,
        "fully_analyzed_day": 61,
    });
    // October is not complete: nothing says what came before the 15th.
    for query in ["", "?fully_analyzed_month=3", "?fully_analyzed_month=2"] {
        let answer = world.call("GET", &format!("{INSIGHTS}{query}"), Some(&user), None).await;
        assert_eq!(answer.body, expected, "{query}");
    }
    let one = world.call("GET", &format!("{INSIGHTS}?fully_analyzed_month=1"), Some(&user), None).await;
    assert_eq!((&one.body["fully_analyzed_month"], &one.body["fully_analyzed_day"]), (&json!(1), &json!(31)));
    for bad in ["0", "4", "x", ""] {
        let path = format!("{INSIGHTS}?fully_analyzed_month={bad}");
        let answer = world.call("GET", &path, Some(&user), None).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["errors"][0]["property"]),
            (400, &json!("fully_analyzed_month"))
        );
    }
}
