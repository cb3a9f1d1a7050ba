//! Limit programs, the load generator and the seeds of `cargo xtask bench`. Each command does one round or serves until
//! its standard input ends, and answers with one line of JSON.
#![expect(clippy::print_stdout, reason = "commands answer on standard output")]

mod bare;
mod client;
mod insert;
mod load;
mod serve;

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
    /// Load: requests over connections that stay open, each sent when the one before is answered.
    Load(load::Arguments),
}

fn main() -> anyhow::Result<()> {
    let command = Arguments::parse().command;
    // One thread is enough for the load, and leaves the rest to what is measured.
    let mut builder = match command {
        Command::Load(_) => tokio::runtime::Builder::new_current_thread(),
        Command::Bare | Command::Insert(_) => tokio::runtime::Builder::new_multi_thread(),
    };
    builder.enable_all().build()?.block_on(async {
        match command {
            Command::Bare => bare::run().await,
            Command::Insert(arguments) => insert::run(arguments).await,
            Command::Load(arguments) => load::run(arguments).await,
        }
    })
}
