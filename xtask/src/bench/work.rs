//! What workers do: synchronisations, deliveries, jobs, refreshes. Passerelle's crates run in a process of their own, in
//! turns with their limits on the same database.

use anyhow::{Context as _, Result};

use super::children::Database;
use super::create::milliseconds;
use super::measure::{Round, Rounds, measure, paired};
use super::report::{Goal, Name};
use super::{Bench, Engine};

/// Both sides of a path, each a subcommand of the limits' binary.
fn sides(
    bench: &Bench,
    database: &Database,
    (ours, limit): (&str, &str),
    arguments: &[&str],
) -> Result<(Rounds, Rounds)> {
    let round = |subcommand: &str| {
        let database_process = bench.cluster_id(database.engine);
        measure(database_process.as_slice(), || bench.ask(subcommand, database, arguments))
    };
    paired(bench.rounds, || round(ours), || round(limit))
}

/// The synchronisation of 10,000 transactions.
pub(crate) fn sync(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "sync")?;
    let rounds = sides(bench, &database, ("sync", "upsert"), &[])?;
    let rounds = (&rounds.0, &rounds.1);
    let name = |what: &str, unit| Name::new("sync", engine, what, unit);
    let rate = |round: &Round| Some(10_000.0 / round.get("new_seconds")?);
    let report = &mut bench.report;
    report.pair(name("10,000 new, transactions", "/s"), rounds, rate, Goal::AtLeastOfLimit(0.5));
    let alone = rounds.0;
    let unchanged = |round: &Round| Some(round.get("unchanged_seconds")? * 1000.0);
    report.single(name("10,000 unchanged", "ms"), alone, unchanged, Goal::None);
    for (what, unit, value, most) in
        [("rows written", "", "rows", 0.0), ("events", "", "events", 0.0), ("log", "B", "log_bytes", 1024.0)]
    {
        let counted = alone.median(|round| round.get(value)).context("an answer")?;
        report.count(name(&format!("unchanged, {what}"), unit), counted, most);
    }
    Ok(())
}

/// Deliveries of committed events, and from a commit to the first byte.
pub(crate) fn deliver(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "deliver")?;
    let (ours, limit) = sides(bench, &database, ("deliver", "outbox"), &["--messages", "3200"])?;
    let rate = |round: &Round| Some(round.get("messages")? / round.get("seconds")?);
    let name = |what: &str, unit| Name::new("deliver", engine, what, unit);
    bench.report.pair(name("deliveries", "/s"), (&ours, &limit), rate, Goal::AtLeastOfLimit(0.5));
    let each = |round: &Round| Some(round.get("commits")? / round.get("messages")?);
    bench.report.single(name("commits a delivery", ""), &ours, each, Goal::None);
    let latency = measure(&[], || bench.ask("latency", &database, &["--messages", "100"]))?;
    let latency = Rounds(vec![latency]);
    let report = &mut bench.report;
    report.single(
        name("commit to first byte, p50", "ms"),
        &latency,
        |round| milliseconds(round, "p50_us"),
        Goal::AtMost(20.0),
    );
    report.single(
        name("commit to first byte, p99", "ms"),
        &latency,
        |round| milliseconds(round, "p99_us"),
        Goal::AtMost(100.0),
    );
    Ok(())
}

/// Jobs claimed and finished.
pub(crate) fn jobs(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "jobs")?;
    let (ours, limit) = sides(bench, &database, ("jobs", "claim"), &["--jobs", "2000"])?;
    let rate = |round: &Round| Some(round.get("jobs")? / round.get("seconds")?);
    let name = |what: &str, unit| Name::new("jobs", engine, what, unit);
    bench.report.pair(name("claimed and finished", "/s"), (&ours, &limit), rate, Goal::AtLeastOfLimit(0.5));
    let each = |round: &Round| Some(round.get("commits")? / round.get("jobs")?);
    bench.report.single(name("commits a job", ""), &ours, each, Goal::None);
    Ok(())
}

/// Due refreshes against an instant connector.
pub(crate) fn refresh(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "refresh")?;
    let mut rounds = Rounds::default();
    for _ in 0..bench.rounds.min(3) {
        rounds.0.push(measure(&[], || bench.ask("refresh", &database, &["--items", "400"]))?);
    }
    let rate = |round: &Round| Some(round.get("items")? / round.get("seconds")?);
    let name = |what: &str, unit| Name::new("refresh", engine, what, unit);
    let report = &mut bench.report;
    report.single(name("due items", "/s"), &rounds, rate, Goal::None);
    let fresh = |round: &Round| Some(rate(round)? * 43_200.0 / 1e6);
    report.single(name("items kept fresh at two a day", "million"), &rounds, fresh, Goal::None);
    report.single(name("queries each", ""), &rounds, |round| round.get("reads_each"), Goal::None);
    report.single(name("writes each", ""), &rounds, |round| round.get("writes_each"), Goal::None);
    Ok(())
}
