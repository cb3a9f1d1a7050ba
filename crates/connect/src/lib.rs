//! The Connect flow: one file per step, leaving, the end, progress.
//!
//! `GET` shows where the session is and changes nothing; `POST` checks the form, applies one input of the step machine
//! in one batch, and answers 303. No bank is called inside a request.

mod bank_list;
mod end;
mod events;
mod exit;
mod language;
mod picture;
mod problem;
mod returns;
mod search;
mod steps;
mod visit;
mod way_back;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use passerelle_connector::Connectors;
use passerelle_domain::Clock;
use passerelle_jobs::{EmailCodes, Flow};
use passerelle_store::Store;
use passerelle_web::{Cookies, CsrfKey, PageHeaders, Pages};
use tokio_util::sync::CancellationToken;
use url::Url;

/// When things happen in the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// A session that nobody touches for so long ends.
    pub idle: Duration,
    /// A session ends so long after it was created.
    pub lifetime: Duration,
    /// After how long a waiting page without script asks again.
    pub refresh: Duration,
    /// After how long a synchronisation is called pending.
    pub pending_after: Duration,
    /// How many wrong codes end an authentication.
    pub code_attempts: u32,
    /// How many codes go to an e-mail address, and how long they are valid.
    pub email_codes: EmailCodes,
    /// Who runs this server, as the pages' footer says.
    pub operator_name: Option<String>,
}

/// What the flow needs.
pub struct Connect {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The banks: what their forms ask.
    pub connectors: Connectors,
    /// Where people reach this server.
    pub public_url: Url,
    /// When things happen.
    pub settings: Settings,
    /// Event streams end with it.
    pub shutdown: CancellationToken,
}

/// What handlers share.
struct Context {
    connect: Connect,
    flow: Flow,
    pages: Pages,
    cookies: Cookies,
    csrf: CsrfKey,
}

type Shared = Arc<Context>;

/// Forms are small; a longer body is none of ours.
const LONGEST_FORM: usize = 64 * 1024;

/// The routes under `/session`, and where banks send users back to. Whatever fails in them, and the router's fallback, answer with a page.
pub fn router(connect: Connect) -> Router {
    let is_https = connect.public_url.scheme() == "https";
    let flow = Flow {
        store: connect.store.clone(),
        clock: Arc::clone(&connect.clock),
        pending_after: connect.settings.pending_after,
    };
    let csrf = CsrfKey::new(connect.store.keys().derive("csrf"));
    let context =
        Arc::new(Context { connect, flow, pages: Pages::new(), cookies: Cookies::new(is_https), csrf });
    let router = Router::new()
        .route("/session/{token}", get(visit::open))
        .route("/session/{token}/exit", get(exit::get).post(exit::post))
        .route("/session/{token}/end", get(end::get))
        .route("/session/{token}/language", post(language::post))
        .route("/session/{token}/events", get(events::get))
        .route("/session/{token}/picture", get(picture::get))
        .route("/return", get(returns::get).post(returns::post))
        .route("/return/confirm", post(returns::confirm))
        .merge(steps::router())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::bad_method)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&context), problem::render))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .with_state(context);
    PageHeaders::new(is_https).protect(router)
}
