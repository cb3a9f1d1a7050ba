//! Metrics for Prometheus, on a listener of their own, with health beside them.
//!
//! Crates count by the `metrics` facade, which does nothing until a recorder is installed: without `metrics.listen` there
//! is none. What each metric means, and why a histogram has its buckets, stands in docs/operations.md.

mod recorder;
mod sampler;
mod table;

use std::net::SocketAddr;

use anyhow::{Context as _, anyhow};
use axum::Router;
use axum::http::header;
use axum::routing::get;
use tokio::net::TcpListener;

pub(crate) use recorder::Recorder;
pub(crate) use sampler::Sampler;

/// The media type of Prometheus' text format.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Metrics that are recorded, and a listener that nobody serves yet.
pub(crate) struct Metrics {
    pub(crate) listener: TcpListener,
    recorder: &'static Recorder,
}

impl Metrics {
    /// Records from now on, for the rest of the process.
    pub(crate) async fn start(listen: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("metrics.listen: can't listen on {listen}"))?;
        let recorder: &'static Recorder = Box::leak(Box::default());
        metrics::set_global_recorder(recorder).map_err(|error| anyhow!("metrics: {error}"))?;
        Ok(Self { listener, recorder })
    }

    /// `/metrics`.
    pub(crate) fn router(&self) -> Router {
        let recorder = self.recorder;
        Router::new()
            .route("/metrics", get(async move || ([(header::CONTENT_TYPE, MEDIA_TYPE)], recorder.render())))
    }
}
