//! `cargo xtask`: the project's own commands. `test` is what CI runs.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Parser;

#[derive(Parser)]
#[command(about = "The project's own commands")]
enum Task {
    /// Everything that must hold: format, lints, documentation, dependency policy, tests.
    Test,
}

/// One thing that must hold: what it is and the command that shows it.
struct Step {
    name: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const FORMAT: Step =
    Step { name: "format", program: "cargo", arguments: &["fmt", "--all", "--check"], environment: &[] };
const LINTS: Step = Step {
    name: "lints",
    program: "cargo",
    arguments: &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    environment: &[],
};
const DOCUMENTATION: Step = Step {
    name: "documentation",
    program: "cargo",
    arguments: &["doc", "--workspace", "--no-deps", "--locked"],
    environment: &[("RUSTDOCFLAGS", "-D warnings")],
};
const POLICY: Step = Step {
    name: "dependency policy",
    program: "cargo",
    arguments: &["deny", "check", "bans", "licenses", "sources"],
    environment: &[],
};
const TESTS_BY_NEXTEST: Step = Step {
    name: "tests",
    program: "cargo",
    arguments: &["nextest", "run", "--workspace", "--locked", "--no-fail-fast"],
    environment: &[],
};
const TESTS_BY_CARGO: Step = Step {
    name: "tests",
    program: "cargo",
    arguments: &["test", "--workspace", "--locked", "--no-fail-fast"],
    environment: &[],
};

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Test => test(),
    }
}

fn test() -> anyhow::Result<()> {
    let mut steps = vec![FORMAT, LINTS, DOCUMENTATION];
    if is_installed("deny") {
        steps.push(POLICY);
    } else {
        println!(
            "cargo-deny is not installed: the dependency policy is not checked here (`cargo install cargo-deny`)"
        );
    }
    steps.push(if is_installed("nextest") { TESTS_BY_NEXTEST } else { TESTS_BY_CARGO });
    for step in &steps {
        run(step)?;
    }
    Ok(())
}

fn is_installed(subcommand: &str) -> bool {
    let output = Command::new("cargo").args([subcommand, "--version"]).output();
    output.is_ok_and(|output| output.status.success())
}

fn run(step: &Step) -> anyhow::Result<()> {
    println!("== {}: {} {}", step.name, step.program, step.arguments.join(" "));
    let start = Instant::now();
    let status = Command::new(step.program)
        .args(step.arguments)
        .envs(step.environment.iter().copied())
        .status()
        .with_context(|| format!("could not start {}", step.program))?;
    if !status.success() {
        bail!("{} failed", step.name);
    }
    println!("== {}: {} s", step.name, start.elapsed().as_secs());
    Ok(())
}
