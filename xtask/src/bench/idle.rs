//! What a server takes that has little to do: memory, waiting browsers, schedules.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::children::Service;
use super::http::request;
use super::measure::{Round, Rounds, measure};
use super::processes::pss_kib;
use super::report::{Goal, Name};
use super::{Bench, Engine, pause};
use crate::process::command;

const BROWSERS: u32 = 10_000;

/// As many open files as a process may have: each browser is one.
const FILES: &str = "ulimit -n \"$(ulimit -H -n)\" && exec \"$0\" \"$@\"";

pub(crate) fn memory(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "memory")?;
    bench.ask("seed", &database, &["--sessions", &BROWSERS.to_string()])?;
    let server = bench.serve_with(&database, with_files)?;
    let id = server.service.id();
    pause(Duration::from_secs(1));
    let idle = pss_kib(id)?;
    let name = |what: &str, unit| Name::new("memory", engine, what, unit);
    bench.report.add(name("idle, all roles", "MiB"), mib(idle), None, Goal::AtMost(25.0), 0.0);

    let paths: Vec<Value> = (0..BROWSERS)
        .map(|number| request("GET", &format!("/session/bench-session-{number}/events"), &[], ""))
        .collect();
    let requests = bench.write_requests("watch", &paths)?;
    let requests = requests.to_str().context("the folder's name is text")?;
    let address = server.service.address.clone();
    let watch = bench.limits(&["watch", "--address", &address, "--requests", requests]);
    match Service::start(&mut with_files(&watch)) {
        Ok(_watching) => {
            let waiting = measure(&bench.servers(engine, &server.service), || {
                pause(Duration::from_secs(5));
                Ok(json!({}))
            })?;
            let each = (mib(pss_kib(id)?) - mib(idle)) * 1024.0 / f64::from(BROWSERS);
            bench.report.add(
                name("a waiting browser, of 10,000", "KiB"),
                each,
                None,
                Goal::AtMost(10.0),
                0.0,
            );
            let waiting = Rounds(vec![waiting]);
            bench.report.single(name("CPU while they wait", "cores"), &waiting, cores, Goal::None);
        }
        Err(error) => bench.report.leave_out(&name("10,000 waiting browsers", "KiB"), &format!("{error:#}")),
    }

    let create = server.request(
        "POST",
        "/v3/aggregation/connect-sessions",
        r#"{"user_email":"john.doe@bridgeapi.io"}"#,
    );
    let requests = bench.write_requests("memory", &[create])?;
    drop(server);
    let server = bench.serve(&database)?;
    // The user of the other server's token is in the database.
    let requests = requests.to_str().context("the folder's name is text")?;
    let mut load = bench.limits(&[
        "load",
        "--address",
        &server.service.address,
        "--connections",
        "128",
        "--milliseconds",
        "4000",
        "--requests",
        requests,
    ]);
    let mut load = load.stdout(Stdio::null()).spawn()?;
    let mut most = 0;
    while load.try_wait()?.is_none() {
        most = most.max(pss_kib(server.service.id())?);
        pause(Duration::from_millis(50));
    }
    ensure!(load.wait()?.success(), "the load failed");
    bench.report.add(name("under create, 128 connections", "MiB"), mib(most), None, Goal::AtMost(80.0), 0.0);
    Ok(())
}

/// The same program with more files.
fn with_files(program: &Command) -> Command {
    let mut shell = command("sh");
    shell.args(["-c", FILES]).arg(program.get_program()).args(program.get_args());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

/// A server with many schedules and nothing due.
pub(crate) fn schedules(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "schedules")?;
    bench.ask("seed", &database, &["--items", "100000", "--webhooks", "1000"])?;
    let server = bench.start_server(&database)?;
    if let (Engine::Postgres, Some(cluster)) = (engine, &bench.cluster) {
        // The databases of the other paths are being cleaned up in the same cluster.
        cluster.query("postgres", "ALTER SYSTEM SET autovacuum = off")?;
        cluster.query("postgres", "SELECT pg_reload_conf()")?;
    }
    pause(Duration::from_secs(3));
    let round = measure(&bench.servers(engine, &server), || {
        pause(Duration::from_secs(15));
        Ok(json!({}))
    })?;
    let name = Name::new("idle", engine, "CPU, 100,000 items, 1,000 webhooks", "%");
    let percent = |round: &Round| Some(cores(round)? * 100.0);
    bench.report.single(name, &Rounds(vec![round]), percent, Goal::AtMost(1.0));
    let pss = mib(pss_kib(server.id())?);
    bench.report.add(Name::new("idle", engine, "memory", "MiB"), pss, None, Goal::AtMost(25.0), 0.0);
    Ok(())
}

fn cores(round: &Round) -> Option<f64> {
    Some(round.get("cpu_seconds")? / round.get("wall_seconds")?)
}

#[expect(clippy::cast_precision_loss, reason = "memory in KiB is far below 2^52")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}
