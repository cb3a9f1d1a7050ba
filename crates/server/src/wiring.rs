//! How the parts become a server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware;
use passerelle_api::health::{self, Health};
use passerelle_api::{Api, LimitSettings, Limiter};
use passerelle_connect::Connect;
use passerelle_connector_demo::DemoSettings;
use passerelle_domain::{Clock, SystemClock};
use passerelle_jobs::Jobs;
use passerelle_mail::Mailer;
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::Store;
use passerelle_web::{PageHeaders, assets, brand, reference};
use passerelle_webhooks::{Deliverer, Retention, Schedule};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;
use url::{Host, Url};

use crate::config::Settings;
use crate::metrics::{Metrics, Sampler};
use crate::requests::observe;
use crate::shutdown::Shutdown;
use crate::{catalogue, logos};

/// Which parts a process runs. Any mix of processes on one database makes one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Everything.
    All,
    /// The API and the Connect flow.
    Web,
    /// Jobs, schedules and the delivery of webhooks.
    Worker,
}

impl Role {
    const fn is_web(self) -> bool {
        matches!(self, Self::All | Self::Web)
    }

    const fn is_worker(self) -> bool {
        matches!(self, Self::All | Self::Worker)
    }
}

/// A server that listens already.
pub(crate) struct Server {
    role: Role,
    /// Of the API and the Connect flow.
    listener: Option<TcpListener>,
    metrics: Option<Metrics>,
    /// Where people reach it.
    pub(crate) public_url: Url,
    pub(crate) store: Store,
    settings: Settings,
    mailer: Option<Mailer>,
    clock: Arc<dyn Clock>,
}

impl Server {
    /// Opens the database, which must be up to date, and the port.
    pub(crate) async fn open(settings: Settings, role: Role) -> anyhow::Result<Self> {
        let mailer = settings.mail.mailer()?;
        let address = settings.database.address()?;
        let options = settings.database.options(settings.testing.abort_after_commits);
        let store =
            Store::open(&address, &options).await.with_context(|| format!("the database {address}"))?;
        let listen = settings.server.listen;
        let listener = if role.is_web() {
            let listener = TcpListener::bind(listen).await.with_context(|| {
                format!("server.listen: can't listen on {listen}; --listen takes another address")
            })?;
            Some(listener)
        } else {
            None
        };
        let metrics = match settings.metrics.listen {
            Some(listen) => Some(Metrics::start(listen).await?),
            None => None,
        };
        let public_url = match (&settings.server.public_url, &listener) {
            (Some(url), _) => url.clone(),
            (None, Some(listener)) => local_url(listener.local_addr()?)?,
            (None, None) => local_url(listen)?,
        };
        catalogue::store(&store).await?;
        let clock = Arc::new(SystemClock);
        Ok(Self { role, listener, metrics, public_url, store, settings, mailer, clock })
    }

    /// Serves and works until it is asked to end and what was under way is done, or has had its time.
    pub(crate) async fn run(mut self, shutdown: Shutdown) -> anyhow::Result<()> {
        let drain = self.settings.server.drain_ms.get();
        let mut parts = JoinSet::new();
        // Metrics and health are served to the last: dropped, the set ends its tasks.
        let mut beside = JoinSet::new();
        if let Some(metrics) = self.metrics.take() {
            let router = metrics.router().merge(self.health(&shutdown));
            beside.spawn(axum::serve(metrics.listener, router).into_future());
            if self.role.is_worker() {
                let every = self.settings.metrics.sample_ms.get();
                let sampler = Sampler { store: self.store.clone(), clock: Arc::clone(&self.clock), every };
                parts.spawn(sampler.run(shutdown.closing.clone()));
            }
        }
        if self.role.is_worker() {
            let (jobs, deliverer) = (self.jobs(), self.deliverer()?);
            parts.spawn(jobs.run(shutdown.closing.clone(), drain));
            parts.spawn(deliverer.run(shutdown.closing.clone(), drain));
            parts.spawn(self.retention().run(shutdown.closing.clone()));
        }
        if let Some(listener) = self.listener.take() {
            parts.spawn(serve(listener, self.router(&shutdown), shutdown.closing.clone(), drain));
        }
        let ended = async {
            while let Some(part) = parts.join_next().await {
                part.context("a part of the server failed")?;
            }
            anyhow::Ok(())
        };
        tokio::select! {
            ended = ended => ended,
            () = shutdown.now.cancelled() => bail!("ended at once, at a second signal"),
        }
    }

    /// Where metrics and health are served, if they are.
    pub(crate) fn metrics_address(&self) -> anyhow::Result<Option<SocketAddr>> {
        Ok(self.metrics.as_ref().map(|metrics| metrics.listener.local_addr()).transpose()?)
    }

    fn router(&self, shutdown: &Shutdown) -> Router {
        let api = passerelle_api::router(Api {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            public_url: self.public_url.clone(),
            limits: Limiter::new(LimitSettings::from(&self.settings.limits)),
            trusted_proxies: self.settings.server.trusted_proxies.clone(),
            callers: passerelle_api::Callers::default(),
        });
        let connect = &self.settings.connect;
        let pages = passerelle_connect::router(Connect {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            connectors: catalogue::connectors(
                &self.clock,
                DemoSettings::from(&self.settings.demo),
                &self.public_url,
            ),
            public_url: self.public_url.clone(),
            settings: passerelle_connect::Settings {
                idle: connect.idle_ms.get(),
                lifetime: connect.lifetime_ms.get(),
                refresh: connect.refresh_ms.get(),
                pending_after: connect.pending_after_ms.get(),
                code_attempts: connect.code_attempts,
                email_codes: connect.email_codes(),
                operator_name: self.settings.server.operator_name.clone(),
            },
            shutdown: shutdown.closing.clone(),
        });
        let api = api.merge(self.health(shutdown)).layer(middleware::from_fn(observe));
        // Lists are long; what other methods answer is not worth the work.
        let lists = api.clone().layer(CompressionLayer::new());
        let site = passerelle_connector_demo_site::router(catalogue::return_url(&self.public_url));
        let reference = reference::router(passerelle_api::openapi::document).layer(CompressionLayer::new());
        let others = PageHeaders::new(self.public_url.scheme() == "https").protect(site.merge(reference));
        let pages = pages.merge(others).layer(middleware::from_fn(observe));
        let files = assets::router()
            .merge(brand::router())
            .layer(CompressionLayer::new())
            .merge(logos::router(self.store.clone()));
        Router::new().merge(files.layer(middleware::from_fn(observe))).fallback(move |request: Request| {
            let router = match is_for_programs(request.uri().path()) {
                true if request.method() == Method::GET => lists.clone(),
                true => api.clone(),
                false => pages.clone(),
            };
            router.oneshot(request)
        })
    }

    fn health(&self, shutdown: &Shutdown) -> Router {
        health::router(Health { store: self.store.clone(), stopping: shutdown.stopping.clone() })
    }

    fn jobs(&self) -> Jobs {
        let connect = &self.settings.connect;
        Jobs {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            connectors: catalogue::connectors(
                &self.clock,
                DemoSettings::from(&self.settings.demo),
                &self.public_url,
            ),
            mailer: self.mailer.clone(),
            settings: passerelle_jobs::Settings {
                poll: self.settings.jobs.poll_ms.get(),
                lease: self.settings.jobs.lease_ms.get(),
                refresh_interval: self.settings.refresh.interval_ms.get(),
                idle: connect.idle_ms.get(),
                lifetime: connect.lifetime_ms.get(),
                pending_after: connect.pending_after_ms.get(),
                code_attempts: connect.code_attempts,
                email_codes: connect.email_codes(),
                return_url: catalogue::return_url(&self.public_url),
            },
        }
    }

    fn deliverer(&self) -> anyhow::Result<Deliverer> {
        let webhooks = &self.settings.webhooks;
        let timeout = webhooks.timeout_ms.get();
        // A worker that nobody told where people are may work for servers of the whole world.
        let is_local =
            (self.settings.server.public_url.is_some() || self.role.is_web()) && is_local(&self.public_url);
        let outbound = &self.settings.outbound;
        let policy = AddressPolicy { allow_private: outbound.allow_private.unwrap_or(is_local) };
        Ok(Deliverer {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            client: Client::new(policy, &outbound.dns_servers, timeout)?,
            settings: passerelle_webhooks::Settings {
                schedule: Schedule::new(webhooks.schedule_ms.iter().map(|at| at.get()).collect()),
                timeout,
                poll: self.settings.jobs.poll_ms.get(),
                off_after: webhooks.off_after_ms.get(),
            },
        })
    }

    fn retention(&self) -> Retention {
        let days = u64::from(self.settings.webhooks.keep_events_days);
        Retention {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            keep: Duration::from_hours(24 * days),
            every: Duration::from_mins(10),
        }
    }
}

/// Serves until the token is cancelled; then gives open requests their time.
async fn serve(listener: TcpListener, router: Router, closing: CancellationToken, drain: Duration) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(closing.clone().cancelled_owned());
    let late = async {
        closing.cancelled().await;
        tokio::time::sleep(drain).await;
    };
    tokio::select! {
        served = serving => {
            if let Err(error) = served {
                tracing::error!(%error, "the listener failed");
            }
        }
        () = late => tracing::warn!("some requests were still open"),
    }
}

/// Whether a path is the API's: its errors are JSON. Everything else shows pages to people.
fn is_for_programs(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let is_version = first
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit()));
    is_version || first == "passerelle" || first == "health" || path == passerelle_api::DOCUMENT
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
