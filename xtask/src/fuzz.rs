//! The fuzzer: libFuzzer by cargo-fuzz, on the targets of `fuzz/`. No sanitizer, since our code has nothing unsafe: so the
//! stable toolchain does.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{cargo, root, run, succeeds, which},
    steps::Steps,
    tools::{self, Need, Source},
};

/// What is fuzzed, and for how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this target; all of them without.
    target: Option<String>,
    /// How long each is fuzzed.
    #[arg(long, default_value_t = 10)]
    minutes: u32,
}

/// Inputs of at most so many bytes: the longest that a target takes whole is a callback URL.
const LONGEST_BYTES: u32 = 8192;

/// How long one input may take, in seconds.
const LONGEST_INPUT: u32 = 5;

fn needs() -> Vec<Need> {
    vec![
        Need {
            name: "a C++ compiler",
            why: "builds libFuzzer",
            is_there: || which("c++").is_some(),
            source: Source::Apt(&["g++"]),
        },
        Need {
            name: "cargo-fuzz",
            why: "builds the targets and runs them",
            is_there: || succeeds(&mut cargo(["fuzz", "--version"])),
            source: Source::Cargo(&["--locked", "--debug", "cargo-fuzz@0.13.2"]),
        },
    ]
}

/// Fuzzes the targets one after another, and stops at the first finding.
pub(crate) fn run_steps(steps: &mut Steps, arguments: &Arguments) -> Result<()> {
    tools::provide(&needs())?;
    let targets = targets()?;
    if let Some(target) = &arguments.target
        && !targets.contains(target)
    {
        bail!("no target {target}; there are {}", targets.join(", "));
    }
    let is_chosen = |target: &&String| arguments.target.as_ref().is_none_or(|chosen| chosen == *target);
    for target in targets.iter().filter(is_chosen) {
        steps.run("fuzz", || fuzz(target, arguments.minutes));
    }
    Ok(())
}

/// The targets have their seeds in folders of their names.
fn targets() -> Result<Vec<String>> {
    let folders = fs::read_dir(root().join("fuzz/seeds")).context("fuzz/seeds")?;
    let mut targets = folders
        .map(|folder| Ok(folder?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    targets.sort();
    Ok(targets)
}

fn fuzz(target: &str, minutes: u32) -> Result<()> {
    let (corpus, seeds) = (format!("fuzz/corpus/{target}"), format!("fuzz/seeds/{target}"));
    fs::create_dir_all(root().join(&corpus)).with_context(|| corpus.clone())?;
    let limits = [
        format!("-max_total_time={}", 60 * u64::from(minutes)),
        format!("-max_len={LONGEST_BYTES}"),
        format!("-timeout={LONGEST_INPUT}"),
        "-print_final_stats=1".to_owned(),
    ];
    let fuzzing = ["fuzz", "run", "--sanitizer", "none", target, &corpus, &seeds, "--"];
    run(cargo(fuzzing).args(limits)).with_context(|| {
        let artifacts = Path::new("fuzz/artifacts").join(target);
        format!(
            "what was found is in {}: copy it to {seeds}, so that a test shows it, and mend it",
            artifacts.display()
        )
    })
}
