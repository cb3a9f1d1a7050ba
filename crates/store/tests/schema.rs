//! How the tables could be spread over several PostgreSQL servers, by user (docs/operations.md): what every table must
//! fulfil for that, on the engine under test.

use std::collections::{BTreeMap, BTreeSet};

use passerelle_store::Address;
use passerelle_testkit::Database;

/// Tables whose rows belong to a user, with the column that says to whom.
const DISTRIBUTED: [(&str, &str); 7] = [
    ("users", "id"),
    ("items", "user_id"),
    ("accounts", "user_id"),
    ("transactions", "user_id"),
    ("stocks", "user_id"),
    ("connect_sessions", "user_id"),
    ("connect_session_records", "user_id"),
];

/// Small tables, whole on every server: they are read by keys that can't hold the user.
const REFERENCE: [&str; 7] = [
    "applications",
    "webhooks",
    "providers",
    "user_names",
    "user_tokens",
    "connect_session_tokens",
    "bank_returns",
];

/// Tables of the server that coordinates: queues, and blocks of ids.
const LOCAL: [&str; 7] =
    ["sequences", "limits", "idempotent_requests", "jobs", "events", "deliveries", "delivery_attempts"];

/// The columns of each unique index, by table.
type Uniques = BTreeMap<String, Vec<BTreeSet<String>>>;

async fn uniques(database: &Database) -> Uniques {
    let sql = match &database.address {
        Address::Sqlite(_) => {
            "SELECT t.name, (SELECT group_concat(c.name) FROM pragma_index_info(i.name) c) \
             FROM sqlite_schema t LEFT JOIN pragma_index_list(t.name) i ON i.\"unique\" \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        }
        Address::Postgres(_) => {
            "SELECT t.relname, (SELECT string_agg(a.attname, ',') FROM pg_attribute a \
             WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])) \
             FROM pg_class t LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique \
             WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace"
        }
    };
    let mut found = Uniques::new();
    for row in database.rows(sql).await {
        let [table, columns] = row.as_slice() else { panic!("a table and its columns, not {row:?}") };
        let of_table = found.entry(table.clone()).or_default();
        if !columns.is_empty() {
            of_table.push(columns.split(',').map(str::to_owned).collect());
        }
    }
    found.remove("refinery_schema_history");
    found
}

#[tokio::test]
async fn every_table_has_its_place() {
    let database = Database::new().await;
    let placed: BTreeSet<&str> =
        DISTRIBUTED.iter().map(|(table, _)| *table).chain(REFERENCE).chain(LOCAL).collect();
    let uniques = uniques(&database).await;
    let found: BTreeSet<&str> = uniques.keys().map(String::as_str).collect();
    assert_eq!(found, placed, "a new table is distributed, a reference table, or local");
}

#[tokio::test]
async fn unique_keys_of_distributed_tables_hold_the_user() {
    let database = Database::new().await;
    let uniques = uniques(&database).await;
    for (table, column) in DISTRIBUTED {
        let of_table = &uniques[table];
        // The integer key of SQLite's `users` is the row itself, and no index.
        assert!(!of_table.is_empty() || table == "users", "{table} has a primary key");
        for columns in of_table {
            assert!(columns.contains(column), "a unique key of {table} is {columns:?}, without {column}");
        }
    }
}

/// A join of two distributed tables must be on the user, or it would need rows of two servers.
#[test]
fn joins_of_distributed_tables_are_on_the_user() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut joins = 0;
    for entry in std::fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a source");
        for join in source.split(" JOIN ").skip(1) {
            let (table, rest) =
                join.split_once(' ').expect("a table is followed by its name or its condition");
            let condition = rest.split(" WHERE ").next().unwrap_or_default();
            if DISTRIBUTED.iter().any(|(name, _)| *name == table) {
                joins += 1;
                assert!(condition.contains("user_id"), "{}: JOIN {join}", path.display());
            }
        }
    }
    assert!(joins > 0, "the sources are read");
}
