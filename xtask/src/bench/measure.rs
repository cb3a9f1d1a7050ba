//! Rounds: what a run answered, what it cost, and how much other work there was.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Result;
use serde_json::Value;

use super::processes::Snapshot;

/// Other work may take so many cores; more makes a round worthless.
pub(crate) const QUIET_CORES: f64 = 0.5;

/// One run.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    values: BTreeMap<String, f64>,
    pub(crate) other_cores: f64,
}

/// Runs something and notes what it answers, the processor time of the servers' process trees in it (`cpu_seconds`),
/// and other work.
pub(crate) fn measure(servers: &[u32], work: impl FnOnce() -> Result<Value>) -> Result<Round> {
    let ours = [std::process::id()];
    let before = Snapshot::take()?;
    let begun = Instant::now();
    let answer = work()?;
    let seconds = begun.elapsed().as_secs_f64();
    let after = Snapshot::take()?;
    let busy = after.busy_seconds() - before.busy_seconds();
    let known = after.seconds_of(&ours) - before.seconds_of(&ours);
    let mut values = BTreeMap::new();
    for (name, value) in answer.as_object().into_iter().flatten() {
        if let Some(number) = value.as_f64() {
            values.insert(name.clone(), number);
        }
    }
    let cpu_seconds = after.seconds_of(servers) - before.seconds_of(servers);
    values.insert("cpu_seconds".to_owned(), cpu_seconds);
    values.insert("wall_seconds".to_owned(), seconds);
    Ok(Round { values, other_cores: ((busy - known) / seconds).max(0.0) })
}

impl Round {
    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        self.values.get(name).copied()
    }
}

/// The rounds of one side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rounds(pub(crate) Vec<Round>);

impl Rounds {
    /// The median of what the quiet rounds say, of all if too few were quiet.
    pub(crate) fn median(&self, value: impl Fn(&Round) -> Option<f64>) -> Option<f64> {
        let quiet: Vec<f64> = self.quiet().filter_map(&value).collect();
        let chosen = if self.is_quiet() { quiet } else { self.0.iter().filter_map(&value).collect() };
        median(chosen)
    }

    fn quiet(&self) -> impl Iterator<Item = &Round> {
        self.0.iter().filter(|round| round.other_cores <= QUIET_CORES)
    }

    /// Whether half of the rounds were quiet.
    fn is_quiet(&self) -> bool {
        self.quiet().count() * 2 >= self.0.len()
    }

    /// The other work that speaks against a verdict, or for it: the median.
    pub(crate) fn other_cores(&self) -> f64 {
        if self.is_quiet() {
            median(self.quiet().map(|round| round.other_cores).collect()).unwrap_or(0.0)
        } else {
            median(self.0.iter().map(|round| round.other_cores).collect()).unwrap_or(0.0)
        }
    }
}

/// The middle value; of two middle ones the lower.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied()
}

/// Lets two sides take turns, each beginning every other time.
pub(crate) fn paired(
    rounds: usize,
    mut ours: impl FnMut() -> Result<Round>,
    mut limit: impl FnMut() -> Result<Round>,
) -> Result<(Rounds, Rounds)> {
    let (mut first, mut second) = (Rounds::default(), Rounds::default());
    for turn in 0..rounds {
        if turn % 2 == 0 {
            first.0.push(ours()?);
            second.0.push(limit()?);
        } else {
            second.0.push(limit()?);
            first.0.push(ours()?);
        }
    }
    Ok((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(value: f64, other_cores: f64) -> Round {
        Round { values: BTreeMap::from([("x".to_owned(), value)]), other_cores }
    }

    #[test]
    fn noisy_rounds_do_not_count_while_enough_are_quiet() {
        let rounds = Rounds(vec![round(1.0, 0.1), round(9.0, 1.5), round(3.0, 0.2), round(2.0, 0.0)]);
        assert_eq!(rounds.median(|round| round.get("x")), Some(2.0));
        assert!(rounds.other_cores() <= QUIET_CORES);
        let rounds = Rounds(vec![round(1.0, 0.1), round(9.0, 1.5), round(3.0, 0.7)]);
        assert_eq!(rounds.median(|round| round.get("x")), Some(3.0));
        assert!(rounds.other_cores() > QUIET_CORES);
    }
}
