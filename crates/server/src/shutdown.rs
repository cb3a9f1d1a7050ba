//! The way out of a server, in stages, at the wish of a signal.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// How far a server is on its way out.
#[derive(Clone, Default)]
pub(crate) struct Shutdown {
    /// First: it says that it is not ready, and works on, so that whoever sends it requests looks elsewhere.
    pub(crate) stopping: CancellationToken,
    /// Then: nothing new is begun, what is under way is given its time.
    pub(crate) closing: CancellationToken,
    /// A second signal: at once.
    pub(crate) now: CancellationToken,
}

/// The signals by which a process is asked to end.
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// From now on they do not end the process by themselves.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Leads the server out; `delay` lies between its first and its second stage.
    pub(crate) fn lead(mut self, delay: Duration) -> Shutdown {
        let shutdown = Shutdown::default();
        let led = shutdown.clone();
        tokio::spawn(async move {
            self.next().await;
            tracing::info!("asked to stop; a second signal ends at once");
            led.stopping.cancel();
            tokio::select! {
                () = tokio::time::sleep(delay) => {
                    led.closing.cancel();
                    self.next().await;
                }
                () = self.next() => {}
            }
            led.now.cancel();
        });
        shutdown
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
