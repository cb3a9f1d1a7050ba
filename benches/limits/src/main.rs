//! Limit programs, the load generator and the seeds of `cargo xtask bench`. Each command does one round or serves until
//! its standard input ends, and answers with one line of JSON.
#![expect(clippy::print_stdout, reason = "commands answer on standard output")]

mod bare;
mod claim;
mod client;
mod deliver;
mod engine;
mod gate;
mod insert;
mod lists;
mod load;
mod ours;
mod page;
mod receiver;
mod refresh;
mod seed;
mod serve;
mod sync;
mod watch;

use clap::{Parser, Subcommand};

/// Limit programs, load and seeds of the bench.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Limit: a route that answers a fixed JSON.
    Bare,
    /// Limit: a route that makes one durable insert, through a writer that commits what waits together.
    Insert(insert::Arguments),
    /// Limit: a route that writes a page of transactions as JSON.
    Page(page::Arguments),
    /// Limit: one upsert of many transactions.
    Upsert(sync::Arguments),
    /// Passerelle: the synchronisation of as many.
    Sync(sync::Arguments),
    /// Limit: signed posts of the rows of an outbox.
    Outbox(deliver::Arguments),
    /// Passerelle: deliveries of committed events.
    Deliver(deliver::Arguments),
    /// Passerelle: from an event's commit to its arrival.
    Latency(deliver::Arguments),
    /// Limit: rows claimed and finished in batches.
    Claim(claim::Arguments),
    /// Passerelle: jobs that find nothing to do.
    Jobs(claim::Arguments),
    /// Passerelle: due refreshes.
    Refresh(refresh::Arguments),
    /// Counts of the API in this process.
    Gate,
    /// What each list reads of an embedded database.
    Lists(lists::Arguments),
    /// Fills a database.
    Seed(seed::Arguments),
    /// Load: requests over connections that stay open, each sent when the one before is answered.
    Load(load::Arguments),
    /// Load: event streams that stay open.
    Watch(watch::Arguments),
}

fn main() -> anyhow::Result<()> {
    let command = Arguments::parse().command;
    // One thread is enough for the load, and leaves the rest to what is measured.
    let mut builder = match command {
        Command::Load(_) | Command::Watch(_) => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    builder.enable_all().build()?.block_on(async {
        match command {
            Command::Bare => bare::run().await,
            Command::Insert(arguments) => insert::run(arguments).await,
            Command::Page(arguments) => page::run(arguments).await,
            Command::Upsert(arguments) => sync::limit(arguments).await,
            Command::Sync(arguments) => sync::ours(arguments).await,
            Command::Outbox(arguments) => deliver::limit(arguments).await,
            Command::Deliver(arguments) => deliver::ours(arguments).await,
            Command::Latency(arguments) => deliver::latency(arguments).await,
            Command::Claim(arguments) => claim::limit(arguments).await,
            Command::Jobs(arguments) => claim::ours(arguments).await,
            Command::Refresh(arguments) => refresh::run(arguments).await,
            Command::Gate => gate::run().await,
            Command::Lists(arguments) => lists::run(arguments).await,
            Command::Seed(arguments) => seed::run(arguments).await,
            Command::Load(arguments) => load::run(arguments).await,
            Command::Watch(arguments) => watch::run(arguments).await,
        }
    })
}
