//! Logos of applications, as uploaded, and of the demo banks; from our own origin, so that pages load nothing from
//! elsewhere.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use passerelle_store::{Store, applications};

macro_rules! logos {
    ($($name:literal),* $(,)?) => {
        [$((concat!($name, ".svg"), include_bytes!(concat!("../../../assets/", $name, ".svg")).as_slice())),*]
    };
}

const DEMO_BANKS: [(&str, &[u8]); 17] = logos![
    "demo-bank",
    "banque-aurore",
    "credit-granit",
    "banque-mosaique",
    "cobalt",
    "banque-des-paiements",
    "caisse-des-rives",
    "banque-du-phare",
    "banco-almendro",
    "caja-meseta",
    "lindenhof-bank",
    "nordlicht-kreditbank",
    "banca-cipresso",
    "credito-laguna",
    "banque-du-beffroi",
    "polderbank",
    "gracht-betalen",
];

pub(crate) fn router(store: Store) -> Router {
    Router::new().route("/banks/{file}", get(bank)).route("/logos/{hash}", get(application)).with_state(store)
}

async fn bank(Path(file): Path<String>) -> Response {
    match DEMO_BANKS.iter().find(|(name, _)| *name == file) {
        Some((_, content)) => picture("image/svg+xml", "public, max-age=3600", content.to_vec()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The name holds the content's hash, so browsers may keep it.
async fn application(State(store): State<Store>, Path(hash): Path<String>) -> Response {
    match applications::logo(&store, &hash).await {
        Ok(Some(logo)) => picture(&logo.media_type, "public, max-age=31536000, immutable", logo.content),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a logo can't be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn picture(media_type: &str, caching: &'static str, content: Vec<u8>) -> Response {
    let Ok(media_type) = HeaderValue::try_from(media_type) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'"),
        ),
    ];
    (headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use super::DEMO_BANKS;

    #[test]
    fn every_demo_bank_has_its_logo() {
        for provider in passerelle_connector_demo::catalogue() {
            let name = provider.logo.strip_prefix("/banks/").expect("a path of ours");
            assert!(DEMO_BANKS.iter().any(|(found, _)| *found == name), "{name}");
        }
    }
}
