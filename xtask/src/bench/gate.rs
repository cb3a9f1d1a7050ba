//! `cargo xtask bench --gate`: counts only. Statements and commits are those of the store. Plans and buffers are what
//! PostgreSQL itself logs (`auto_explain`) of the queries of a real server; on SQLite the queries of the same lists are
//! explained, and read by a connection that has no page in memory.

use std::fs;

use anyhow::{Context as _, Result};

use super::children::{Database, answer, borrowed};
use super::http::{request, send_json};
use super::postgres::LOG;
use super::report::Name;
use super::{Bench, Engine};

/// Every plan is logged with the buffers that it touched.
pub(crate) const SETTINGS: &[&str] = &[
    "session_preload_libraries=auto_explain",
    "auto_explain.log_min_duration=0",
    "auto_explain.log_analyze=on",
    "auto_explain.log_buffers=on",
    "auto_explain.log_timing=off",
];

pub(crate) fn run(bench: &mut Bench, engine: Engine) -> Result<()> {
    let name = |what: &str| Name::new("gate", engine, what, "");
    let mut gate = bench.limits(&["gate"]);
    if engine == Engine::Postgres {
        gate.env("PASSERELLE_TEST_DATABASE", bench.new_address(engine, "gate")?);
    }
    let counts = answer(&mut gate)?;
    let count = |what: &str| counts[what].as_f64().with_context(|| format!("no {what}"));
    let create = count("create_reads")? + count("create_writes")?;
    for (what, value, most) in [
        ("create, statements", create, 3.0),
        ("create, batches", count("create_batches")?, 1.0),
        ("list, statements", count("list_reads")?, 1.0),
        ("1,000 creates at 64, commits", count("commits")?, 100.0),
    ] {
        bench.report.count(name(what), value, most);
    }

    let database = bench.new_database(engine, "gate_sync")?;
    let unchanged = bench.ask("sync", &database, &[])?;
    let rows = unchanged["rows"].as_f64().context("rows")?;
    bench.report.count(name("unchanged synchronisation, rows"), rows, 0.0);
    match engine {
        Engine::Postgres => postgres_lists(bench),
        Engine::Sqlite => sqlite_lists(bench),
    }
}

/// How many users the lists are asked in: enough that no planner prefers to read whole tables.
const USERS: &str = "40";
const SCHEDULED: &str = "5000";

fn sqlite_lists(bench: &mut Bench) -> Result<()> {
    let database = bench.new_database(Engine::Sqlite, "gate_lists")?;
    bench.ask("seed", &database, &["--users", USERS, "--items", SCHEDULED])?;
    let answer = bench.ask("lists", &database, &[])?;
    for list in answer["lists"].as_array().context("lists")? {
        let what = list["what"].as_str().context("what")?;
        let plan: Vec<&str> =
            list["plan"].as_array().context("a plan")?.iter().filter_map(|line| line.as_str()).collect();
        let pages = list["pages"].as_f64().context("pages")?;
        let is_bad = |line: &str| line.contains("TEMP B-TREE") || line.starts_with("SCAN");
        count_list(bench, Engine::Sqlite, what, &plan, is_bad, ("pages", pages, 40.0))?;
    }
    Ok(())
}

fn postgres_lists(bench: &mut Bench) -> Result<()> {
    let database = bench.new_database(Engine::Postgres, "gate_lists")?;
    let seeded = bench.ask("seed", &database, &["--users", USERS, "--items", SCHEDULED])?;
    let cluster = bench.cluster.as_ref().context("a cluster")?;
    cluster.query("gate_lists", "ANALYZE")?;
    let server = bench.start_server(&database)?;
    let token = seeded["users"][0]["token"].as_str().context("a token")?;
    let log = bench.folder.path().join(LOG);
    for (what, path) in lists(&server.address, &database, token)? {
        let from = fs::metadata(&log)?.len();
        send_json(&server.address, &request("GET", &path, &borrowed(&database.headers(token)), ""))?;
        let text = fs::read(&log)?;
        let text = String::from_utf8_lossy(&text[usize::try_from(from)?..]).into_owned();
        // The list is the query of that request that touched most.
        let plan = text.split("Query Text:").skip(1).max_by_key(|plan| buffers(plan)).context("no plan")?;
        let lines: Vec<&str> = plan.lines().collect();
        let buffers = f64::from(u32::try_from(buffers(plan))?);
        let is_bad = |line: &str| line.contains("Seq Scan") || line.contains("Sort  (");
        count_list(bench, Engine::Postgres, what, &lines, is_bad, ("buffers", buffers, 30.0))?;
    }
    Ok(())
}

/// Notes what a list costs, and prints the plan of one that costs too much.
fn count_list(
    bench: &mut Bench,
    engine: Engine,
    what: &str,
    plan: &[&str],
    is_bad: impl Fn(&str) -> bool,
    (unit, read, most): (&str, f64, f64),
) -> Result<()> {
    let name = |figure: &str| Name::new("gate", engine, format!("{what}, {figure}"), "");
    let bad = plan.iter().filter(|line| is_bad(line)).count();
    bench.report.count(name("scans and sorts"), f64::from(u32::try_from(bad)?), 0.0);
    bench.report.count(name(unit), read, most);
    if bad > 0 || read > most {
        println!("{}", plan.join("\n"));
    }
    Ok(())
}

/// Every list with its filters.
fn lists(address: &str, database: &Database, token: &str) -> Result<Vec<(&'static str, String)>> {
    let transactions = "/v3/aggregation/transactions?limit=500";
    let get = |path: &str| send_json(address, &request("GET", path, &borrowed(&database.headers(token)), ""));
    let first = get(transactions)?;
    let row = &first["resources"][0];
    let account = &row["account_id"];
    let next = first["pagination"]["next_uri"].as_str().context("a next page")?;
    let of_account = format!("{transactions}&account_id={account}");
    let first_of_account = get(&of_account)?;
    let next_of_account = first_of_account["pagination"]["next_uri"].as_str().context("a next page")?;
    let date = row["date"].as_str().context("a date")?;
    Ok(vec![
        ("transactions", transactions.to_owned()),
        ("transactions, next page", next.to_owned()),
        ("transactions of an account", of_account.clone()),
        ("of an account, next page", next_of_account.to_owned()),
        ("transactions since", format!("{transactions}&since=2020-01-01")),
        ("of an account since", format!("{of_account}&since=2020-01-01")),
        ("transactions up to a date", format!("{transactions}&max_date={date}")),
        ("accounts", "/v3/aggregation/accounts?limit=500".to_owned()),
        ("items", "/v3/aggregation/items?limit=500".to_owned()),
        ("users", "/v3/aggregation/users?limit=500".to_owned()),
    ])
}

/// The buffers that a plan touched: its first line of them is the whole query's.
fn buffers(plan: &str) -> u64 {
    let line = plan.lines().find(|line| line.contains("Buffers: shared")).unwrap_or_default();
    line.split_whitespace()
        .filter_map(|word| word.strip_prefix("hit=").or_else(|| word.strip_prefix("read=")))
        .filter_map(|number| number.parse::<u64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::buffers;

    #[test]
    fn the_buffers_of_the_whole_query_count() {
        let plan = " SELECT 1\n\tLimit (rows=1)\n\t  Buffers: shared hit=20 read=3 dirtied=9\n\t  ->  Index\n\t  Buffers: shared hit=7";
        assert_eq!(buffers(plan), 23);
    }
}
