//! The sample application of `passerelle demo`: an example to copy. It knows Passerelle by its public API only.
//!
//! - `bridge`: the calls an application's backend makes.
//! - `webhooks`: the receiver, which checks signatures before it believes anything.
//! - `pages`: what its user sees; [`router`] ties them together.

mod bridge;
mod pages;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use url::Url;

use bridge::Bridge;
use pages::Templates;
use webhooks::Received;

/// What an integrator gets when an application is created, and where both sides are.
#[derive(Clone)]
pub struct Settings {
    /// Where the API is.
    pub api_url: Url,
    /// The application's id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The secret of its webhook.
    pub webhook_secret: String,
    /// Where this application is, for the callback.
    pub own_url: Url,
}

/// What handlers share.
struct App {
    settings: Settings,
    bridge: Bridge,
    received: Received,
    templates: Templates,
}

type Shared = Arc<App>;

/// The application.
pub fn router(settings: Settings) -> Router {
    let app = App {
        bridge: Bridge::new(&settings),
        received: Received::default(),
        templates: Templates::new(),
        settings,
    };
    Router::new()
        .route("/", get(pages::home))
        .route("/connect", post(pages::connect))
        .route("/callback", get(pages::callback))
        .route("/webhooks", post(webhooks::receive))
        .route("/style.css", get(pages::style))
        .with_state(Arc::new(app))
}
