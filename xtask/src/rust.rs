//! The checks and tests that Cargo runs.
//!
//! Lints and documentation share one set of artifacts, tests and the server's binary another: the features must be
//! the same in all steps, so each works on the whole workspace and none with `-p`.

use anyhow::{Context as _, Result};

use crate::{
    postgres::{self, Cluster},
    process::{cargo, run, succeeds, which},
    steps::Steps,
    tools::{Need, Source},
};

/// What the checks need beyond Cargo.
pub(crate) fn needs() -> Vec<Need> {
    vec![
        Need {
            name: "rustfmt",
            why: "checks the format",
            is_there: || succeeds(&mut cargo(["fmt", "--version"])),
            source: Source::Toolchain("rustfmt"),
        },
        Need {
            name: "clippy",
            why: "checks the code",
            is_there: || succeeds(&mut cargo(["clippy", "--version"])),
            source: Source::Toolchain("clippy"),
        },
        Need {
            name: "a C compiler",
            why: "builds SQLite and the cryptography",
            is_there: || which("cc").is_some(),
            source: Source::Apt(&["gcc", "libc6-dev"]),
        },
        Need {
            name: "a C++ compiler",
            why: "builds the browsers' URL parser that ours is compared with",
            is_there: || which("c++").is_some(),
            source: Source::Apt(&["g++"]),
        },
        Need {
            name: "cargo-deny",
            why: "checks the dependency policy of deny.toml",
            is_there: || succeeds(&mut cargo(["deny", "--version"])),
            // Without optimisation it is built in a third of the time and still answers within seconds.
            source: Source::Cargo(&[
                "--locked",
                "--debug",
                "--config",
                "profile.dev.debug=0",
                "cargo-deny@0.20.2",
            ]),
        },
    ]
}

/// Format, lints, documentation, dependency policy, build and tests.
pub(crate) fn run_steps(steps: &mut Steps) {
    steps.run("format", || run_cargo(&["fmt", "--all", "--check"]));
    steps.run("lints", || {
        run_cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
    });
    steps.run("documentation", || {
        run(cargo(["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    steps.run("dependencies", || run_cargo(&["deny", "--locked", "check", "bans", "licenses", "sources"]));
    steps.run("build", build_server);
    steps.run("doc tests", || run_cargo(&["test", "--workspace", "--doc", "--locked", "--quiet"]));
    steps.run("tests", || test(None));
}

/// The same tests once more, on PostgreSQL.
pub(crate) fn run_tests_on(steps: &mut Steps, cluster: Option<&Cluster>) {
    steps.run("tests, PostgreSQL", || test(Some(cluster.context("there is no PostgreSQL")?)));
}

/// Builds everything that tests need, the server's binary included: the same artifacts serve them all.
pub(crate) fn build_server() -> Result<()> {
    run_cargo(&["build", "--workspace", "--all-targets", "--locked"])
}

/// On SQLite without a cluster.
fn test(cluster: Option<&Cluster>) -> Result<()> {
    let mut test = if succeeds(&mut cargo(["nextest", "--version"])) {
        cargo(["nextest", "run", "--workspace", "--all-targets", "--locked"])
    } else {
        cargo(["test", "--workspace", "--all-targets", "--locked"])
    };
    match cluster {
        Some(cluster) => test.env(postgres::VARIABLE, cluster.url()),
        None => test.env_remove(postgres::VARIABLE),
    };
    // A snapshot that differs fails the test; nothing is written beside it.
    run(test.env("INSTA_UPDATE", "no"))
}

fn run_cargo(arguments: &[&str]) -> Result<()> {
    run(&mut cargo(arguments.iter().copied()))
}
