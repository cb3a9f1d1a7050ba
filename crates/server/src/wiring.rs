//! How the parts become a server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use passerelle_api::Api;
use passerelle_connect::Connect;
use passerelle_connector_demo::DemoSettings;
use passerelle_domain::{Clock, SystemClock};
use passerelle_jobs::Jobs;
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::Store;
use passerelle_web::assets;
use passerelle_webhooks::{Deliverer, Schedule};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use url::{Host, Url};

use crate::config::Settings;
use crate::{catalogue, logos};

/// How long open requests are waited for at the end.
const GRACE: Duration = Duration::from_secs(5);

/// A server that listens already.
pub(crate) struct Server {
    listener: TcpListener,
    /// Where people reach it.
    pub(crate) public_url: Url,
    pub(crate) store: Store,
    settings: Settings,
    clock: Arc<dyn Clock>,
}

impl Server {
    /// Opens the database, which must be up to date, and the port.
    pub(crate) async fn open(settings: Settings) -> anyhow::Result<Self> {
        let address = settings.database.address()?;
        let options = settings.database.options(settings.testing.abort_after_commits);
        let store =
            Store::open(&address, &options).await.with_context(|| format!("the database {address}"))?;
        let listen = settings.server.listen;
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("server.listen: can't listen on {listen}; --listen takes another address")
        })?;
        let public_url = match &settings.server.public_url {
            Some(url) => url.clone(),
            None => local_url(listener.local_addr()?)?,
        };
        catalogue::store(&store).await?;
        Ok(Self { listener, public_url, store, settings, clock: Arc::new(SystemClock) })
    }

    /// Serves and works until the token is cancelled.
    pub(crate) async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut workers = JoinSet::new();
        workers.spawn(self.jobs().run(shutdown.clone()));
        workers.spawn(self.deliverer()?.run(shutdown.clone()));
        let router = self.router(&shutdown);
        let serving =
            axum::serve(self.listener, router).with_graceful_shutdown(shutdown.clone().cancelled_owned());
        let late = async {
            shutdown.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            served = serving => served?,
            () = late => tracing::warn!("some requests were still open"),
        }
        while workers.join_next().await.is_some() {}
        Ok(())
    }

    fn router(&self, shutdown: &CancellationToken) -> Router {
        let api = passerelle_api::router(Api {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            public_url: self.public_url.clone(),
        });
        let connect = &self.settings.connect;
        let pages = passerelle_connect::router(Connect {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            connectors: catalogue::connectors(&self.clock, DemoSettings::from(&self.settings.demo)),
            public_url: self.public_url.clone(),
            settings: passerelle_connect::Settings {
                idle: connect.idle_ms.get(),
                lifetime: connect.lifetime_ms.get(),
                refresh: connect.refresh_ms.get(),
                pending_after: connect.pending_after_ms.get(),
                code_attempts: connect.code_attempts,
                operator_name: self.settings.server.operator_name.clone(),
            },
            shutdown: shutdown.clone(),
        });
        let api = api.layer(middleware::from_fn(log)).layer(CompressionLayer::new());
        let pages = pages.layer(middleware::from_fn(log));
        Router::new()
            .merge(assets::router().layer(CompressionLayer::new()))
            .merge(logos::router(self.store.clone()))
            .fallback(move |request: Request| {
                let router = if is_for_programs(request.uri().path()) { api.clone() } else { pages.clone() };
                async move { router.oneshot(request).await }
            })
    }

    fn jobs(&self) -> Jobs {
        let connect = &self.settings.connect;
        Jobs {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            connectors: catalogue::connectors(&self.clock, DemoSettings::from(&self.settings.demo)),
            settings: passerelle_jobs::Settings {
                poll: self.settings.jobs.poll_ms.get(),
                lease: self.settings.jobs.lease_ms.get(),
                refresh_interval: self.settings.refresh.interval_ms.get(),
                idle: connect.idle_ms.get(),
                lifetime: connect.lifetime_ms.get(),
                pending_after: connect.pending_after_ms.get(),
                code_attempts: connect.code_attempts,
            },
        }
    }

    fn deliverer(&self) -> anyhow::Result<Deliverer> {
        let webhooks = &self.settings.webhooks;
        let timeout = webhooks.timeout_ms.get();
        let allow_private =
            self.settings.outbound.allow_private.unwrap_or_else(|| is_local(&self.public_url));
        Ok(Deliverer {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            client: Client::new(AddressPolicy { allow_private }, timeout)?,
            settings: passerelle_webhooks::Settings {
                schedule: Schedule::new(webhooks.schedule_ms.iter().map(|at| at.get()).collect()),
                timeout,
                poll: self.settings.jobs.poll_ms.get(),
            },
        })
    }
}

/// Whether a path is the API's: its errors are JSON. Everything else shows pages to people.
fn is_for_programs(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let is_version = first
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit()));
    is_version || first == "passerelle" || first == "health"
}

/// Logs a request by the template of its route: paths hold session tokens.
async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    tracing::debug!(%method, route = route.as_deref().unwrap_or("none"), status, "answered");
    response
}

fn local_url(address: SocketAddr) -> anyhow::Result<Url> {
    Ok(format!("http://localhost:{}", address.port()).parse()?)
}

/// Whether a URL is of this machine.
pub(crate) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
