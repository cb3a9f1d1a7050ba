//! `POST connect-sessions` with all checks and full durability, against one durable insert a request.

use anyhow::Result;

use super::children::Service;
use super::http::send_json;
use super::measure::{Round, Rounds, measure, paired};
use super::report::{Goal, Name};
use super::{Bench, Engine};

/// Of one round, in milliseconds.
const ROUND: u64 = 1200;

/// What is asked of a session: an integrator's usual body, checked field by field.
const BODY: &str = r#"{"user_email":"john.doe@bridgeapi.io","country_code":"FR","account_types":"payment","callback_url":"http://localhost/back?x=1","context":"bench-1"}"#;

pub(crate) fn run(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "create")?;
    let server = bench.serve(&database)?;
    let limit_address = bench.new_address(engine, "insert")?;
    let limit = Service::start(&mut bench.limits(&["insert", "--database", &limit_address]))?;
    let bare = Service::start(&mut bench.limits(&["bare"]))?;
    let request = server.request("POST", "/v3/aggregation/connect-sessions", BODY);
    // Said aloud if it is refused.
    send_json(&server.service.address, &request)?;
    let requests = bench.write_requests("create", &[request])?;
    for service in [&server.service, &limit, &bare] {
        bench.load(&service.address, 32, ROUND, &requests)?;
    }
    for connections in [1, 32, 128] {
        let round = |service: &Service| {
            measure(&bench.servers(engine, service), || {
                bench.load(&service.address, connections, ROUND, &requests)
            })
        };
        let (ours, limit) = paired(bench.rounds, || round(&server.service), || round(&limit))?;
        let rounds = (&ours, &limit);
        let name = |what: &str, unit| {
            Name::new("create", engine, format!("{what}, {connections} connections"), unit)
        };
        let goals = if connections == 1 {
            (Goal::None, Goal::None, Goal::AtMostOfLimit(1.5))
        } else {
            (Goal::AtLeastOfLimit(0.6), Goal::AtMostOfLimit(2.0), Goal::None)
        };
        bench.report.pair(name("requests", "/s"), rounds, per_second, goals.0);
        bench.report.pair(name("CPU", "us"), rounds, cpu_micros, goals.1);
        bench.report.pair(name("p50", "ms"), rounds, |round| milliseconds(round, "p50_us"), goals.2);
        bench.report.pair(name("p99", "ms"), rounds, |round| milliseconds(round, "p99_us"), Goal::None);
    }
    let rounds = measure(&[bare.id()], || bench.load(&bare.address, 128, ROUND, &requests))?;
    let name = |what: &str, unit| Name::new("create", engine, format!("bare route, {what}"), unit);
    let bare = Rounds(vec![rounds]);
    bench.report.single(name("128 connections", "/s"), &bare, per_second, Goal::None);
    bench.report.single(name("CPU", "us"), &bare, cpu_micros, Goal::None);
    Ok(())
}

/// Requests a second.
pub(crate) fn per_second(round: &Round) -> Option<f64> {
    Some(round.get("requests")? / round.get("seconds")?)
}

/// Microseconds of the servers' processor a request.
pub(crate) fn cpu_micros(round: &Round) -> Option<f64> {
    Some(round.get("cpu_seconds")? * 1e6 / round.get("requests")?)
}

/// A time of a round that is written in microseconds.
pub(crate) fn milliseconds(round: &Round, name: &str) -> Option<f64> {
    Some(round.get(name)? / 1000.0)
}
