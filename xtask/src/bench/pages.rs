//! `GET transactions`, pages of 500, against one page by key from the same tables; the same cost at any size; space; and
//! how soon a server with that much data is ready.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::children::{Database, Service, borrowed};
use super::create::{cpu_micros, milliseconds, per_second};
use super::http::{request, send, send_json};
use super::measure::{Rounds, measure, paired};
use super::report::{Goal, Name};
use super::{Bench, Engine, pause};

const ROUND: u64 = 1200;
const CONNECTIONS: usize = 16;

/// Transactions of each user.
const OF_USER: u64 = 10_000;

/// How many different pages are asked for: few enough to stay warm.
const PAGES: usize = 40;

/// A database of one size, with servers on it.
struct Sized {
    label: &'static str,
    database: Database,
    ours: Service,
    limit: Service,
    our_requests: PathBuf,
    limit_requests: PathBuf,
}

pub(crate) fn run(bench: &mut Bench, engine: Engine) -> Result<()> {
    let mut sizes = vec![("10 thousand", 1), ("1 million", 100)];
    if bench.is_full {
        sizes.push(("10 million", 1000));
    }
    let mut all = Vec::new();
    for (label, users) in sizes {
        let one = start(bench, engine, label, users)?;
        bench.load(&one.ours.address, CONNECTIONS, ROUND, &one.our_requests)?;
        bench.load(&one.limit.address, CONNECTIONS, ROUND, &one.limit_requests)?;
        all.push(one);
    }
    compare(bench, engine, &all[1])?;
    flat(bench, engine, &all)?;
    let last = all.pop().context("sizes")?;
    drop(last.limit);
    drop(last.ours);
    ready(bench, engine, last.label, &last.database)
}

fn start(bench: &mut Bench, engine: Engine, label: &'static str, users: u64) -> Result<Sized> {
    let database = bench.new_database(engine, &format!("pages_{users}"))?;
    let arguments = ["--users", &users.to_string(), "--transactions", &OF_USER.to_string()];
    let seeded = bench.ask("seed", &database, &arguments)?;
    if users > 1 {
        let number = |name: &str| seeded[name].as_f64().unwrap_or_default();
        let most = if engine == Engine::Sqlite { 300.0 } else { 450.0 };
        let name = Name::new("space", engine, format!("a transaction, {label}"), "B");
        bench.report.add(name, number("bytes") / number("rows"), None, Goal::AtMost(most), 0.0);
        println!("seeded {label} rows on {} in {:.0} s", engine.name(), number("seconds"));
    }
    let ours = bench.start_server(&database)?;
    let limit = Service::start(&mut bench.limits(&["page", "--database", &database.url]))?;
    let seeded_users = seeded["users"].as_array().context("users")?;
    let (our_requests, limit_requests) = requests(&ours.address, &database, seeded_users)?;
    let our_requests = bench.write_requests(&format!("ours-{users}-{}", engine.name()), &our_requests)?;
    let limit_requests =
        bench.write_requests(&format!("limit-{users}-{}", engine.name()), &limit_requests)?;
    Ok(Sized { label, database, ours, limit, our_requests, limit_requests })
}

/// The same pages for both: the first ones of some users, or more of one user.
fn requests(address: &str, database: &Database, users: &[Value]) -> Result<(Vec<Value>, Vec<Value>)> {
    let users = &users[..users.len().min(PAGES / 2)];
    let (mut ours, mut limit) = (Vec::new(), Vec::new());
    for user in users {
        let headers = database.headers(user["token"].as_str().context("a token")?);
        let mut path = "/v3/aggregation/transactions?limit=500".to_owned();
        let mut before = ("9999-12-31".to_owned(), i64::MAX);
        for _ in 0..(PAGES / users.len()).min(20) {
            let ask = request("GET", &path, &borrowed(&headers), "");
            let page = send_json(address, &ask)?;
            let rows = page["resources"].as_array().context("resources")?;
            ensure!(rows.len() == 500, "a page of {} transactions", rows.len());
            ours.push(ask);
            limit.push(request("GET", &format!("/{}/{}/{}", user["id"], before.0, before.1), &[], ""));
            let last = rows.last().context("500 rows")?;
            before =
                (last["date"].as_str().context("a date")?.to_owned(), last["id"].as_i64().context("an id")?);
            match page["pagination"]["next_uri"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
    }
    Ok((ours, limit))
}

fn compare(bench: &mut Bench, engine: Engine, sized: &Sized) -> Result<()> {
    let round = |service: &Service, requests: &PathBuf| {
        measure(&bench.servers(engine, service), || {
            bench.load(&service.address, CONNECTIONS, ROUND, requests)
        })
    };
    let (ours, limit) = paired(
        bench.rounds,
        || round(&sized.ours, &sized.our_requests),
        || round(&sized.limit, &sized.limit_requests),
    )?;
    let rounds = (&ours, &limit);
    let name = |what: &str, unit| Name::new("page", engine, format!("{what}, of {}", sized.label), unit);
    bench.report.pair(name("pages", "/s"), rounds, per_second, Goal::AtLeastOfLimit(0.75));
    bench.report.pair(name("CPU", "us"), rounds, cpu_micros, Goal::None);
    bench.report.pair(name("p99", "ms"), rounds, |round| milliseconds(round, "p99_us"), Goal::None);
    Ok(())
}

/// The processor time of a page at each size, against that at the smallest.
fn flat(bench: &mut Bench, engine: Engine, all: &[Sized]) -> Result<()> {
    let mut rounds = vec![Rounds::default(); all.len()];
    for _ in 0..bench.rounds {
        for (sized, rounds) in all.iter().zip(&mut rounds) {
            rounds.0.push(measure(&bench.servers(engine, &sized.ours), || {
                bench.load(&sized.ours.address, CONNECTIONS, ROUND, &sized.our_requests)
            })?);
        }
    }
    for (sized, of_size) in all.iter().zip(&rounds).skip(1) {
        let name = Name::new("page", engine, format!("CPU at {} : at 10 thousand", sized.label), "us");
        bench.report.pair(name, (of_size, &rounds[0]), cpu_micros, Goal::AtMostOfLimit(1.2));
    }
    Ok(())
}

/// From the start of the process to the first answer that it is ready.
fn ready(bench: &mut Bench, engine: Engine, label: &str, database: &Database) -> Result<()> {
    let mut rounds = Rounds::default();
    for _ in 0..bench.rounds {
        rounds.0.push(measure(&[], || {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let address = format!("127.0.0.1:{port}");
            let begun = Instant::now();
            let mut child = bench.server_at(database, &address).spawn()?;
            let ask = request("GET", "/health/ready", &[], "");
            while !send(&address, &ask).is_ok_and(|(status, _)| status == 200) {
                ensure!(begun.elapsed() < Duration::from_secs(20), "it never was ready");
                pause(Duration::from_millis(1));
            }
            let micros = begun.elapsed().as_micros();
            child.kill()?;
            child.wait()?;
            Ok(json!({ "ready_us": u64::try_from(micros)? }))
        })?);
    }
    let most = if engine == Engine::Sqlite { 100.0 } else { 300.0 };
    let name = Name::new("start", engine, format!("to ready, {label} rows"), "ms");
    bench.report.single(name, &rounds, |round| milliseconds(round, "ready_us"), Goal::AtMost(most));
    Ok(())
}
