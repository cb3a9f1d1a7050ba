//! Deletes events that are older than they are kept, with their finished deliveries.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use passerelle_domain::Clock;
use passerelle_store::{Store, StoreError, events};
use tokio_util::sync::CancellationToken;

/// How many events are deleted at once: other writes wait no longer than for these.
const AT_ONCE: u32 = 500;

/// Finds its own work, on every node: what another deleted meanwhile is gone.
pub struct Retention {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How long events are kept.
    pub keep: Duration,
    /// How often it looks.
    pub every: Duration,
}

impl Retention {
    /// Deletes until the token is cancelled.
    pub async fn run(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            let pause = match self.delete_some().await {
                Ok(0) => self.every,
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "old events can't be deleted");
                    self.every
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Deletes a few, and says how many.
    pub async fn delete_some(&self) -> Result<usize, StoreError> {
        let keep = SignedDuration::try_from(self.keep).unwrap_or(SignedDuration::MAX);
        let before = self.clock.now().checked_sub(keep).unwrap_or(Timestamp::MIN);
        events::delete_old(&self.store, before, AT_ONCE).await
    }
}
