//! The metrics there are.

/// A metric.
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    /// Upper bounds, of a histogram.
    pub(super) buckets: &'static [f64],
}

const fn metric(name: &'static str, help: &'static str) -> Metric {
    Metric { name, help, buckets: &[] }
}

pub(super) const METRICS: &[Metric] = &[
    metric("passerelle_http_requests_total", "Requests by method, route and status."),
    Metric {
        name: "passerelle_http_request_duration_seconds",
        help: "From a request to the head of its answer.",
        buckets: &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0],
    },
    metric("passerelle_flow_steps_total", "Connect sessions that came to a state."),
    metric(
        "passerelle_synchronisations_total",
        "Synchronisations that ended, by the item's status and who asked.",
    ),
    metric("passerelle_job_runs_total", "Runs of jobs by kind and outcome."),
    metric("passerelle_jobs_waiting", "Jobs that are due and wait for a worker."),
    metric("passerelle_job_oldest_due_seconds", "For how long the oldest of them has been due."),
    metric("passerelle_delivery_attempts_total", "Attempts to deliver a message, by outcome."),
    Metric {
        name: "passerelle_delivery_delay_seconds",
        help: "From an event to the receiver's good answer.",
        // The first attempt is due at once; then one bucket per attempt of the default schedule, with its jitter.
        buckets: &[
            0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 6.0, 75.0, 400.0, 2_400.0, 9_000.0, 22_000.0, 50_000.0,
            100_000.0, 150_000.0,
        ],
    },
    metric("passerelle_deliveries_waiting", "Messages that are due and wait for a worker."),
    metric("passerelle_delivery_oldest_due_seconds", "For how long the oldest of them has been due."),
    metric("passerelle_store_reads", "Reads under way, or waiting for a reader."),
    Metric {
        name: "passerelle_store_read_duration_seconds",
        help: "Reads, with their wait for a reader.",
        buckets: &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1.0],
    },
    Metric {
        name: "passerelle_store_group_batches",
        help: "Batches that shared a commit.",
        buckets: &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0],
    },
    Metric {
        name: "passerelle_store_commit_duration_seconds",
        help: "Groups, from their beginning to their commit.",
        buckets: &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0],
    },
];

pub(super) fn find(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_documented() {
        let documentation = include_str!("../../../../docs/operations.md");
        for metric in METRICS {
            assert!(documentation.contains(&format!("| `{}`", metric.name)), "{}", metric.name);
        }
    }

    #[test]
    fn buckets_rise() {
        assert!(METRICS.iter().all(|metric| metric.buckets.is_sorted_by(|a, b| a < b)));
    }
}
