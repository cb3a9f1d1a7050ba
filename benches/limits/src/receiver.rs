//! A receiver of webhooks that answers at once and counts.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// Where it listens, and when each message came.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    arrivals: mpsc::UnboundedReceiver<Instant>,
}

impl Receiver {
    /// Starts it.
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let (sender, arrivals) = mpsc::unbounded_channel();
        let router = Router::new().fallback(post(receive)).with_state(Arc::new(sender));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port, arrivals })
    }

    /// Waits for the next message.
    pub(crate) async fn next(&mut self) -> Instant {
        self.arrivals.recv().await.expect("the receiver never stops")
    }

    /// Waits for so many messages; says when the first and the last came.
    pub(crate) async fn wait_for(&mut self, count: usize) -> (Instant, Instant) {
        let first = self.next().await;
        let mut last = first;
        for _ in 1..count {
            last = self.next().await;
        }
        (first, last)
    }
}

async fn receive(State(arrivals): State<Arc<mpsc::UnboundedSender<Instant>>>, _: Bytes) -> StatusCode {
    // Only sent while somebody waits for it.
    let _ = arrivals.send(Instant::now());
    StatusCode::NO_CONTENT
}
