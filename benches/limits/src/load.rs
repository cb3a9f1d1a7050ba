//! Closed-loop load: so many connections, each sending when its last request is answered.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Connection, Request};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Whom to ask.
    #[arg(long)]
    address: String,
    /// How many requests are under way.
    #[arg(long)]
    connections: usize,
    /// For how long.
    #[arg(long)]
    milliseconds: u64,
    /// Sends so many requests instead, all connections together.
    #[arg(long)]
    count: Option<usize>,
    /// One request a line, as JSON; each connection goes round.
    #[arg(long)]
    requests: PathBuf,
}

struct Plan {
    address: String,
    requests: Vec<Vec<u8>>,
    until: Instant,
    /// How many requests each connection sends, if that is said.
    count: Option<usize>,
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    micros: Vec<u32>,
    refused: u64,
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let text = std::fs::read_to_string(&arguments.requests).context("the requests")?;
    let requests: Vec<Vec<u8>> =
        text.lines().map(|line| Ok(serde_json::from_str::<Request>(line)?.bytes())).collect::<Result<_>>()?;
    ensure!(!requests.is_empty(), "no request to send");
    let begun = Instant::now();
    let plan = Arc::new(Plan {
        address: arguments.address,
        requests,
        until: begun + Duration::from_millis(arguments.milliseconds),
        count: arguments.count.map(|count| count / arguments.connections),
    });
    let mut connections = JoinSet::new();
    for number in 0..arguments.connections {
        connections.spawn(one(Arc::clone(&plan), number));
    }
    let mut all = Seen::default();
    while let Some(seen) = connections.join_next().await {
        let seen = seen??;
        all.micros.extend(seen.micros);
        all.refused += seen.refused;
    }
    let seconds = begun.elapsed().as_secs_f64();
    all.micros.sort_unstable();
    let at = |part: usize| all.micros.get(all.micros.len() * part / 1000).copied();
    let line = json!({
        "requests": all.micros.len(), "refused": all.refused, "seconds": seconds,
        "p50_us": at(500), "p99_us": at(990),
    });
    println!("{line}");
    Ok(())
}

async fn one(plan: Arc<Plan>, number: usize) -> Result<Seen> {
    let mut connection = Connection::open(&plan.address).await?;
    let mut seen = Seen::default();
    let start = number * plan.requests.len() / 7;
    for turn in 0.. {
        let sent = Instant::now();
        if plan.count.map_or(sent >= plan.until, |count| turn >= count) {
            break;
        }
        let request = &plan.requests[(start + turn) % plan.requests.len()];
        let status = connection.call(request).await?;
        seen.micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
        if !(200..400).contains(&status) {
            seen.refused += 1;
        }
    }
    Ok(seen)
}
