//! `cargo xtask bench`: how close each hot path is to what the machine can do (`benches/README.md`).
//!
//! Every figure is paired: Passerelle and a program that does only the work that can't be avoided take turns in one run,
//! so that a ratio holds on a machine whose speed wavers. A round in which other work took more than half a core does
//! not count, and a figure with too few rounds left gets no verdict.

mod children;
mod create;
mod http;
mod machine;
mod measure;
mod processes;
mod report;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::process::{cargo, root, run as run_command};
use children::Folder;
use report::Report;

/// What is measured, and how often.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Rounds of each figure; its value is their median.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only these paths, such as `create`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only this engine.
    #[arg(long, value_enum)]
    engine: Option<Engine>,
}

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    /// The embedded one.
    Sqlite,
    /// A cluster of its own.
    Postgres,
}

impl Engine {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What every path needs.
pub(crate) struct Bench {
    /// The server's release binary.
    pub(crate) server: PathBuf,
    /// The release binary of the limits, the load and the seeds.
    pub(crate) limits: PathBuf,
    pub(crate) folder: Folder,
    pub(crate) rounds: usize,
    pub(crate) report: Report,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    run_command(&mut cargo([
        "build",
        "--release",
        "--locked",
        "-p",
        "passerelle-server",
        "-p",
        "passerelle-limits",
    ]))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let binaries = root().join(target).join("release");
    let mut bench = Bench {
        server: binaries.join("passerelle"),
        limits: binaries.join("passerelle-limits"),
        folder: Folder::new()?,
        rounds: arguments.rounds.max(1),
        report: Report::default(),
    };
    println!("{}", machine::describe(&bench)?);
    let engines =
        [Engine::Sqlite].into_iter().filter(|engine| arguments.engine.is_none_or(|only| only == *engine));
    for engine in engines {
        let is_wanted =
            |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|only| only == name);
        if is_wanted("create") {
            create::run(&mut bench, engine).with_context(|| format!("create on {}", engine.name()))?;
        }
    }
    println!("{}", bench.report.table());
    Ok(if bench.report.is_all_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
