//! What has to be asked of the database, asked at an interval and not by each scrape.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use metrics::gauge;
use passerelle_domain::Clock;
use passerelle_jobs::KINDS;
use passerelle_store::queues::{self, Waiting};
use passerelle_store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

/// Asks for the length of the queues.
pub(crate) struct Sampler {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) every: Duration,
}

impl Sampler {
    /// Asks until the token is cancelled.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            if let Err(error) = self.sample().await {
                tracing::error!(%error, "the queues can't be measured");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(self.every) => {}
            }
        }
    }

    async fn sample(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let waiting = queues::jobs(&self.store, now).await?;
        for kind in KINDS {
            let (count, seconds) = measured(waiting.iter().find(|waiting| waiting.kind == kind), now);
            gauge!("passerelle_jobs_waiting", "kind" => kind).set(count);
            gauge!("passerelle_job_oldest_due_seconds", "kind" => kind).set(seconds);
        }
        let (count, seconds) = measured(queues::deliveries(&self.store, now).await?.as_ref(), now);
        gauge!("passerelle_deliveries_waiting").set(count);
        gauge!("passerelle_delivery_oldest_due_seconds").set(seconds);
        Ok(())
    }
}

fn measured(waiting: Option<&Waiting>, now: Timestamp) -> (f64, f64) {
    waiting.map_or((0.0, 0.0), |waiting| {
        (f64::from(waiting.count), now.duration_since(waiting.oldest).as_secs_f64())
    })
}
