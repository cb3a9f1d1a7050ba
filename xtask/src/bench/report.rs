//! Figures, what is wanted of them, and how they are told: a line of JSON each, and a table at the end.

use std::fmt::Write as _;

use serde_json::json;

use super::Engine;
use super::measure::{QUIET_CORES, Round, Rounds};

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// Nothing: the figure informs.
    None,
    /// So many times the limit, or more.
    AtLeastOfLimit(f64),
    /// So many times the limit, or less.
    AtMostOfLimit(f64),
    /// That much, or less.
    AtMost(f64),
}

impl Goal {
    fn text(self) -> String {
        match self {
            Self::None => String::new(),
            Self::AtLeastOfLimit(times) => format!(">= {times} x limit"),
            Self::AtMostOfLimit(times) => format!("<= {times} x limit"),
            Self::AtMost(most) => format!("<= {}", short(most)),
        }
    }

    fn is_met(self, ours: f64, limit: Option<f64>) -> Option<bool> {
        match self {
            Self::None => None,
            Self::AtLeastOfLimit(times) => limit.map(|limit| ours >= limit * times),
            Self::AtMostOfLimit(times) => limit.map(|limit| ours <= limit * times),
            Self::AtMost(most) => Some(ours <= most),
        }
    }
}

/// Which figure.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    path: &'static str,
    engine: Engine,
    what: String,
    unit: &'static str,
}

impl Name {
    pub(crate) fn new(
        path: &'static str,
        engine: Engine,
        what: impl Into<String>,
        unit: &'static str,
    ) -> Self {
        Self { path, engine, what: what.into(), unit }
    }
}

struct Figure {
    path: &'static str,
    engine: &'static str,
    what: String,
    unit: &'static str,
    ours: f64,
    limit: Option<f64>,
    goal: Goal,
    other_cores: f64,
}

impl Figure {
    fn ratio(&self) -> Option<f64> {
        self.limit.filter(|limit| *limit > 0.0).map(|limit| self.ours / limit)
    }

    fn verdict(&self) -> String {
        match self.goal.is_met(self.ours, self.limit) {
            None => String::new(),
            Some(_) if self.other_cores > QUIET_CORES => {
                format!("no verdict: other work took {:.1} cores", self.other_cores)
            }
            Some(true) => "met".to_owned(),
            Some(false) => "MISSED".to_owned(),
        }
    }
}

/// All figures so far.
#[derive(Default)]
pub(crate) struct Report {
    figures: Vec<Figure>,
    /// What could not be measured, and why.
    left_out: Vec<String>,
}

impl Report {
    /// Adds a figure that both sides have.
    pub(crate) fn pair(
        &mut self,
        name: Name,
        (ours, limit): (&Rounds, &Rounds),
        value: impl Fn(&Round) -> Option<f64>,
        goal: Goal,
    ) {
        let other_cores = ours.other_cores().max(limit.other_cores());
        match (ours.median(&value), limit.median(&value)) {
            (Some(ours), limit) => self.add(name, ours, limit, goal, other_cores),
            (None, _) => self.leave_out(&name, "it answered nothing"),
        }
    }

    /// Adds a figure of Passerelle alone.
    pub(crate) fn single(
        &mut self,
        name: Name,
        rounds: &Rounds,
        value: impl Fn(&Round) -> Option<f64>,
        goal: Goal,
    ) {
        match rounds.median(&value) {
            Some(ours) => self.add(name, ours, None, goal, rounds.other_cores()),
            None => self.leave_out(&name, "it answered nothing"),
        }
    }

    /// Adds a figure.
    pub(crate) fn add(&mut self, name: Name, ours: f64, limit: Option<f64>, goal: Goal, other_cores: f64) {
        let figure = Figure {
            path: name.path,
            engine: name.engine.name(),
            what: name.what,
            unit: name.unit,
            ours,
            limit,
            goal,
            other_cores,
        };
        let line = json!({
            "path": figure.path, "engine": figure.engine, "what": figure.what, "unit": figure.unit,
            "ours": figure.ours, "limit": figure.limit, "ratio": figure.ratio(), "goal": figure.goal.text(),
            "other_cores": figure.other_cores, "verdict": figure.verdict(),
        });
        println!("{line}");
        self.figures.push(figure);
    }

    /// Adds a count, which no other work can change.
    pub(crate) fn count(&mut self, name: Name, ours: f64, most: f64) {
        self.add(name, ours, None, Goal::AtMost(most), 0.0);
    }

    /// Notes a figure that could not be measured.
    pub(crate) fn leave_out(&mut self, name: &Name, why: &str) {
        let line = format!("{} on {}, {}: not measured, {why}", name.path, name.engine.name(), name.what);
        println!("{line}");
        self.left_out.push(line);
    }

    /// Everything for people.
    pub(crate) fn table(&self) -> String {
        let mut text = format!(
            "\n{:<12} {:<10} {:<34} {:>10} {:>10} {:>6} {:<14} {}\n",
            "path", "engine", "figure", "ours", "limit", "ratio", "goal", "verdict"
        );
        for figure in &self.figures {
            let what = format!("{} ({})", figure.what, figure.unit);
            let limit = figure.limit.map(short).unwrap_or_default();
            let ratio = figure.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let (ours, goal, verdict) = (short(figure.ours), figure.goal.text(), figure.verdict());
            writeln!(
                text,
                "{:<12} {:<10} {what:<34} {ours:>10} {limit:>10} {ratio:>6} {goal:<14} {verdict}",
                figure.path, figure.engine
            )
            .expect("writing to a string never fails");
        }
        for line in &self.left_out {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// False when a goal was missed.
    pub(crate) fn is_all_met(&self) -> bool {
        self.figures.iter().all(|figure| figure.verdict() != "MISSED")
    }
}

/// A number with three digits that count.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 || size == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}
