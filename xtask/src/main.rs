//! `cargo xtask`: the project's own commands. `test` is what CI runs.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod bench;
mod e2e;
mod fuzz;
mod postgres;
mod process;
mod rust;
mod steps;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{postgres::Cluster, steps::Steps};

/// The project's own commands.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Format, lints, documentation, dependency policy, build, tests, and the clients of `e2e/`: what CI runs.
    Test {
        /// Goes on after a failed step.
        #[arg(long)]
        keep_going: bool,
    },
    /// `test` without the clients of `e2e/`.
    Check {
        /// Goes on after a failed step.
        #[arg(long)]
        keep_going: bool,
    },
    /// The clients of `e2e/` against the server's debug binary.
    E2e {
        /// On a PostgreSQL of its own instead of SQLite.
        #[arg(long)]
        postgres: bool,
        /// Handed on to `e2e/run`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Pictures of every page in every language, at three widths, light and dark, with an index to look through them.
    Pages {
        /// Where they go.
        #[arg(default_value = "target/pages")]
        folder: String,
        /// Only these languages, such as `fr`.
        languages: Vec<String>,
    },
    /// Random bytes for what reads bytes from outside: one target, or each in turn.
    Fuzz(fuzz::Arguments),
    /// How close each hot path is to what this machine can do.
    Bench(bench::Arguments),
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().task {
        Task::Test { keep_going } => {
            tools::provide(&[rust::needs(), postgres::needs(), e2e::needs()].concat())?;
            let mut steps = Steps::new(keep_going);
            rust::run_steps(&mut steps);
            let cluster = Cluster::start(&mut steps);
            rust::run_tests_on(&mut steps, cluster.as_ref());
            e2e::install(&mut steps);
            e2e::run_step(&mut steps, &[]);
            e2e::run_step_on(&mut steps, cluster.as_ref(), &[]);
            Ok(steps.finish())
        }
        Task::Check { keep_going } => {
            tools::provide(&[rust::needs(), postgres::needs()].concat())?;
            let mut steps = Steps::new(keep_going);
            rust::run_steps(&mut steps);
            let cluster = Cluster::start(&mut steps);
            rust::run_tests_on(&mut steps, cluster.as_ref());
            Ok(steps.finish())
        }
        Task::E2e { postgres, arguments } => {
            tools::provide(&[rust::needs(), postgres::needs(), e2e::needs()].concat())?;
            let mut steps = Steps::new(false);
            steps.run("build", rust::build_server);
            e2e::install(&mut steps);
            if postgres {
                let cluster = Cluster::start(&mut steps);
                e2e::run_step_on(&mut steps, cluster.as_ref(), &arguments);
            } else {
                e2e::run_step(&mut steps, &arguments);
            }
            Ok(steps.finish())
        }
        Task::Pages { folder, languages } => {
            tools::provide(&[rust::needs(), e2e::needs()].concat())?;
            let mut steps = Steps::new(false);
            steps.run("build", rust::build_server);
            e2e::install(&mut steps);
            steps.run("pages", || e2e::take_pictures(&folder, &languages));
            Ok(steps.finish())
        }
        Task::Fuzz(arguments) => {
            let mut steps = Steps::new(false);
            fuzz::run_steps(&mut steps, &arguments)?;
            Ok(steps.finish())
        }
        Task::Bench(arguments) => bench::run(&arguments),
    }
}
