//! Counts, and writes what it counted in Prometheus' text format.
//!
//! The exporter crate would bring second versions of five crates of ours, for summaries and a push that nobody here
//! needs: this is what is left of it. Series are never forgotten, so a label must have few values.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use metrics::{Counter, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, SharedString, Unit};

use super::table;

/// All series.
#[derive(Default)]
pub(crate) struct Recorder {
    counters: Series<AtomicU64>,
    gauges: Series<AtomicU64>,
    histograms: Series<Buckets>,
}

/// The series of one kind of metric.
struct Series<T>(Mutex<HashMap<Key, Arc<T>>>);

impl<T> Default for Series<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Series<T> {
    fn of(&self, key: &Key, new: impl FnOnce() -> T) -> Arc<T> {
        let mut series = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = series.get(key) {
            return Arc::clone(found);
        }
        let added = Arc::new(new());
        series.insert(key.to_retained(), Arc::clone(&added));
        added
    }

    /// By name, then by labels as they are written.
    fn sorted(&self) -> BTreeMap<String, BTreeMap<String, Arc<T>>> {
        let series = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: BTreeMap<String, BTreeMap<String, Arc<T>>> = BTreeMap::new();
        for (key, value) in series.iter() {
            sorted.entry(key.name().to_owned()).or_default().insert(labels(key), Arc::clone(value));
        }
        sorted
    }
}

/// A histogram with fixed upper bounds.
struct Buckets {
    bounds: &'static [f64],
    /// How many values fell into each bucket and into none before it; one more for what is above all bounds.
    counts: Vec<AtomicU64>,
    /// The bits of a float.
    sum: AtomicU64,
}

impl Buckets {
    fn new(name: &str) -> Self {
        let bounds = table::find(name).map_or(&[][..], |metric| metric.buckets);
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }
}

impl HistogramFn for Buckets {
    fn record(&self, value: f64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        GaugeFn::increment(&self.sum, value);
    }
}

impl metrics::Recorder for Recorder {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.counters.of(key, AtomicU64::default))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.gauges.of(key, AtomicU64::default))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.histograms.of(key, || Buckets::new(key.name())))
    }
}

impl Recorder {
    /// What was counted so far.
    pub(crate) fn render(&self) -> String {
        let mut text = String::new();
        for (name, series) in self.counters.sorted() {
            head(&mut text, &name, "counter");
            for (labels, value) in series {
                line(&mut text, &name, &labels, value.load(Ordering::Relaxed));
            }
        }
        for (name, series) in self.gauges.sorted() {
            head(&mut text, &name, "gauge");
            for (labels, value) in series {
                line(&mut text, &name, &labels, f64::from_bits(value.load(Ordering::Relaxed)));
            }
        }
        for (name, series) in self.histograms.sorted() {
            head(&mut text, &name, "histogram");
            for (labels, value) in series {
                histogram(&mut text, &name, &labels, &value);
            }
        }
        text
    }
}

fn head(text: &mut String, name: &str, kind: &str) {
    if let Some(metric) = table::find(name) {
        writeln!(text, "# HELP {name} {}", metric.help).expect(WRITES);
    }
    writeln!(text, "# TYPE {name} {kind}").expect(WRITES);
}

fn line(text: &mut String, name: &str, labels: &str, value: impl std::fmt::Display) {
    if labels.is_empty() {
        writeln!(text, "{name} {value}").expect(WRITES);
    } else {
        writeln!(text, "{name}{{{labels}}} {value}").expect(WRITES);
    }
}

fn histogram(text: &mut String, name: &str, labels: &str, buckets: &Buckets) {
    let comma = if labels.is_empty() { "" } else { "," };
    let bounds = buckets.bounds.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
    let mut count = 0;
    for (bound, own) in bounds.zip(&buckets.counts) {
        count += own.load(Ordering::Relaxed);
        line(text, &format!("{name}_bucket"), &format!("{labels}{comma}le=\"{bound}\""), count);
    }
    line(text, &format!("{name}_sum"), labels, f64::from_bits(buckets.sum.load(Ordering::Relaxed)));
    line(text, &format!("{name}_count"), labels, count);
}

fn labels(key: &Key) -> String {
    let mut text = String::new();
    for label in key.labels() {
        let comma = if text.is_empty() { "" } else { "," };
        let value = label.value().replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n");
        write!(text, "{comma}{}=\"{value}\"", label.key()).expect(WRITES);
    }
    text
}

const WRITES: &str = "writing to a string can't fail";

#[cfg(test)]
mod tests {
    use metrics::{counter, gauge, histogram, with_local_recorder};

    use super::*;

    #[test]
    fn what_was_counted_is_written_in_order() {
        let recorder = Recorder::default();
        with_local_recorder(&recorder, || {
            counter!("passerelle_flow_steps_total", "state" => "succeeded").increment(2);
            counter!("passerelle_flow_steps_total", "state" => "a\"b\\c\nd").increment(1);
            counter!("passerelle_flow_steps_total", "state" => "succeeded").increment(1);
            gauge!("passerelle_deliveries_waiting").set(2.5);
        });
        let expected = "\
# HELP passerelle_flow_steps_total Connect sessions that came to a state.
# TYPE passerelle_flow_steps_total counter
passerelle_flow_steps_total{state=\"a\\\"b\\\\c\\nd\"} 1
passerelle_flow_steps_total{state=\"succeeded\"} 3
# HELP passerelle_deliveries_waiting Messages that are due and wait for a worker.
# TYPE passerelle_deliveries_waiting gauge
passerelle_deliveries_waiting 2.5
";
        assert_eq!(recorder.render(), expected);
    }

    #[test]
    fn buckets_hold_what_is_not_above_their_bound() {
        let recorder = Recorder::default();
        with_local_recorder(&recorder, || {
            for seconds in [0.001, 0.0011, 0.5, 11.0] {
                histogram!("passerelle_http_request_duration_seconds", "route" => "/").record(seconds);
            }
        });
        let text = recorder.render();
        let series = "passerelle_http_request_duration_seconds";
        for expected in [
            format!("{series}_bucket{{route=\"/\",le=\"0.001\"}} 1\n"),
            format!("{series}_bucket{{route=\"/\",le=\"0.0025\"}} 2\n"),
            format!("{series}_bucket{{route=\"/\",le=\"0.5\"}} 3\n"),
            format!("{series}_bucket{{route=\"/\",le=\"10\"}} 3\n"),
            format!("{series}_bucket{{route=\"/\",le=\"+Inf\"}} 4\n"),
            format!("{series}_sum{{route=\"/\"}} 11.5021\n"),
            format!("{series}_count{{route=\"/\"}} 4\n"),
        ] {
            assert!(text.contains(&expected), "{expected} in {text}");
        }
    }
}
