//! The flow's pages under 64 browsers.

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::create::{cpu_micros, milliseconds, per_second};
use super::http::{request, send_json};
use super::measure::{Rounds, measure};
use super::report::{Goal, Name};
use super::{Bench, Engine};

const ROUND: u64 = 1200;
const CONNECTIONS: usize = 64;

/// The page of each kind of session.
const PAGES: [(&str, &str); 2] = [
    ("highlighted_banks", r#"{"user_email":"john.doe@bridgeapi.io"}"#),
    ("bank_creds_form", r#"{"user_email":"john.doe@bridgeapi.io","provider_id":574}"#),
];

pub(crate) fn run(bench: &mut Bench, engine: Engine) -> Result<()> {
    let database = bench.new_database(engine, "flow")?;
    let server = bench.serve(&database)?;
    for (page, body) in PAGES {
        let mut pages = Vec::new();
        for _ in 0..CONNECTIONS {
            let create = server.request("POST", "/v3/aggregation/connect-sessions", body);
            let created: Value = send_json(&server.service.address, &create)?;
            let token = created["url"].as_str().and_then(|url| url.rsplit('/').next()).context("a URL")?;
            pages.push(request("GET", &format!("/session/{token}/{page}"), &[("Accept-Language", "fr")], ""));
        }
        let requests = bench.write_requests("flow", &pages)?;
        let address = &server.service.address;
        bench.load(address, CONNECTIONS, ROUND, &requests)?;
        let mut rounds = Rounds::default();
        for _ in 0..bench.rounds {
            rounds.0.push(measure(&bench.servers(engine, &server.service), || {
                bench.load(address, CONNECTIONS, ROUND, &requests)
            })?);
        }
        let name = |what: &str, unit| Name::new("flow", engine, format!("{page}, {what}"), unit);
        let report = &mut bench.report;
        report.single(name("pages", "/s"), &rounds, per_second, Goal::None);
        report.single(name("CPU", "us"), &rounds, cpu_micros, Goal::AtMost(1000.0));
        report.single(name("p99", "ms"), &rounds, |round| milliseconds(round, "p99_us"), Goal::AtMost(25.0));
    }
    Ok(())
}
