//! `cargo xtask bench`: how close each hot path is to what the machine can do (`benches/README.md`).
//!
//! Every figure is paired: Passerelle and a program that does only the work that can't be avoided take turns in one run,
//! so that a ratio holds on a machine whose speed wavers. A round in which other work took more than half a core does
//! not count, and a figure with too few rounds left gets no verdict.

mod children;
mod create;
mod flow;
mod gate;
mod http;
mod idle;
mod machine;
mod measure;
mod pages;
mod postgres;
mod processes;
mod report;
mod work;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use crate::process::{cargo, root, run as run_command};
use children::Folder;
use postgres::Cluster;
use report::{Name, Report};

/// What is measured, and how often.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Rounds of each figure; its value is their median.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only counts, which no noise can change; nothing is timed.
    #[arg(long)]
    gate: bool,
    /// Takes the release binaries as they are.
    #[arg(long)]
    no_build: bool,
    /// Without the database of 10 million transactions, which takes a while to come.
    #[arg(long)]
    quick: bool,
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
    /// PostgreSQL, where it is installed.
    pub(crate) cluster: Option<Cluster>,
    /// Behind the cluster, for values go in this order and it stops by its files.
    pub(crate) folder: Folder,
    pub(crate) rounds: usize,
    pub(crate) is_full: bool,
    pub(crate) report: Report,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if !arguments.no_build {
        run_command(&mut cargo([
            "build",
            "--release",
            "--locked",
            "-p",
            "passerelle-server",
            "-p",
            "passerelle-limits",
        ]))?;
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let binaries = root().join(target).join("release");
    let folder = Folder::new()?;
    let engines: Vec<Engine> = [Engine::Sqlite, Engine::Postgres]
        .into_iter()
        .filter(|engine| arguments.engine.is_none_or(|only| only == *engine))
        .collect();
    let settings = if arguments.gate { gate::SETTINGS } else { &[] };
    let cluster =
        if engines.contains(&Engine::Postgres) { Cluster::start(folder.path(), settings)? } else { None };
    let mut bench = Bench {
        server: binaries.join("passerelle"),
        limits: binaries.join("passerelle-limits"),
        cluster,
        folder,
        rounds: arguments.rounds.max(1),
        is_full: !arguments.quick,
        report: Report::default(),
    };
    println!("{}", machine::describe(&bench)?);
    let paths: &[(&'static str, Path)] = if arguments.gate { &[("gate", gate::run)] } else { &PATHS };
    for &(name, path) in paths {
        let is_wanted = arguments.only.is_empty() || arguments.only.iter().any(|only| only == name);
        for engine in &engines {
            if *engine == Engine::Postgres && bench.cluster.is_none() {
                bench.report.leave_out(&Name::new(name, *engine, "all", ""), "PostgreSQL is not installed");
            } else if is_wanted && let Err(error) = path(&mut bench, *engine) {
                bench.report.leave_out(&Name::new(name, *engine, "the rest", ""), &format!("{error:#}"));
            }
        }
    }
    println!("{}", bench.report.table());
    Ok(if bench.report.is_all_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Path = fn(&mut Bench, Engine) -> Result<()>;

/// What is measured, by the names that `--only` takes.
const PATHS: [(&str, Path); 9] = [
    ("create", create::run),
    ("page", pages::run),
    ("flow", flow::run),
    ("sync", work::sync),
    ("deliver", work::deliver),
    ("jobs", work::jobs),
    ("refresh", work::refresh),
    ("memory", idle::memory),
    ("idle", idle::schedules),
];

/// Waits.
#[expect(clippy::disallowed_methods, reason = "a bench waits for other programs, and nobody waits for it")]
fn pause(time: Duration) {
    std::thread::sleep(time);
}
