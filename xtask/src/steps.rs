//! Steps that run one after the other, each announced, timed, and listed at the end.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Result;

enum Outcome {
    Done,
    Failed(String),
    NotRun,
}

/// The steps of one command. After a failure the rest is not run, unless asked to go on.
pub(crate) struct Steps {
    keep_going: bool,
    started: Instant,
    finished: Vec<(&'static str, Duration, Outcome)>,
}

impl Steps {
    pub(crate) fn new(keep_going: bool) -> Self {
        Self { keep_going, started: Instant::now(), finished: Vec::new() }
    }

    pub(crate) fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        if self.has_failed() && !self.keep_going {
            self.finished.push((name, Duration::ZERO, Outcome::NotRun));
            return;
        }
        println!("\n==> {name}");
        let started = Instant::now();
        let outcome = match step() {
            Ok(()) => Outcome::Done,
            Err(error) => {
                println!("==> {name} failed: {error:#}");
                Outcome::Failed(format!("{error:#}"))
            }
        };
        println!("==> {name}: {}", seconds(started.elapsed()));
        self.finished.push((name, started.elapsed(), outcome));
    }

    /// Prints the list and answers the exit code.
    pub(crate) fn finish(self) -> ExitCode {
        println!("\n==> summary");
        for (name, time, outcome) in &self.finished {
            match outcome {
                Outcome::Done => println!("{name:<18} {:>9}  ok", seconds(*time)),
                Outcome::Failed(error) => println!("{name:<18} {:>9}  FAILED: {error}", seconds(*time)),
                Outcome::NotRun => println!("{name:<18} {:>9}  not run", "-"),
            }
        }
        println!("{:<18} {:>9}", "all", seconds(self.started.elapsed()));
        if self.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    fn has_failed(&self) -> bool {
        self.finished.iter().any(|(_, _, outcome)| matches!(outcome, Outcome::Failed(_)))
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
