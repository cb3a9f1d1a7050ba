//! Stylesheet, script and pictures, compiled in and served under names that hold a hash of their content: browsers may
//! keep them for ever, and a page never meets another version's style.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// One file.
pub struct Asset {
    /// Its name in `/assets` of the repository: `connect.css`.
    pub name: &'static str,
    /// Its path on the server: `/assets/connect.<hash>.css`.
    pub path: String,
    /// Its content.
    pub content: &'static [u8],
    media_type: &'static str,
}

macro_rules! embedded {
    ($($name:literal: $media_type:literal),* $(,)?) => {
        [$(($name, $media_type, include_bytes!(concat!("../../../assets/", $name)).as_slice())),*]
    };
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files = embedded![
        "connect.css": "text/css; charset=utf-8",
        "reference.css": "text/css; charset=utf-8",
        "connect.js": "text/javascript; charset=utf-8",
        "passerelle.svg": "image/svg+xml",
        "demo-bank.svg": "image/svg+xml",
    ];
    files.map(|(name, media_type, content)| asset(name, media_type, content)).into()
});

fn asset(name: &'static str, media_type: &'static str, content: &'static [u8]) -> Asset {
    let hash = hash(content);
    let (stem, extension) = name.rsplit_once('.').expect("asset names have an extension");
    Asset { name, path: format!("/assets/{stem}.{hash}.{extension}"), content, media_type }
}

/// What a name says of a content.
pub(crate) fn hash(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(content)[..9])
}

/// All of them.
pub fn all() -> &'static [Asset] {
    &ASSETS
}

/// The path of an asset by its name in the repository, such as `demo-bank.svg`.
pub fn path(name: &str) -> Option<&'static str> {
    all().iter().find(|asset| asset.name == name).map(|asset| asset.path.as_str())
}

/// The routes that serve them.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>) -> Response {
    let Some(asset) = all().iter().find(|asset| is_version_of(&file, asset)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Under another version's name, which a page of a node not yet updated may ask for, it is served but not kept.
    answer(asset.media_type, asset.path.ends_with(&file), asset.content)
}

/// A file that browsers keep for ever, if its name says all that is in it.
pub(crate) fn answer(media_type: &'static str, is_kept: bool, content: impl IntoResponse) -> Response {
    let caching = if is_kept { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, content).into_response()
}

/// Whether a file name is that of an asset, with whatever hash.
fn is_version_of(file: &str, asset: &Asset) -> bool {
    let mut parts = file.split('.');
    let (stem, _hash, extension) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none() && asset.name.split_once('.') == stem.zip(extension)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    async fn fetch(path: &str) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router::<()>().oneshot(request).await.unwrap();
        let caching =
            response.headers().get(header::CACHE_CONTROL).map(|value| value.to_str().unwrap().to_owned());
        (response.status(), caching.unwrap_or_default())
    }

    #[tokio::test]
    async fn this_versions_files_are_kept_for_ever() {
        for asset in all() {
            let answer = fetch(&asset.path).await;
            assert_eq!(
                answer,
                (StatusCode::OK, "public, max-age=31536000, immutable".to_owned()),
                "{}",
                asset.path
            );
        }
    }

    #[tokio::test]
    async fn another_versions_file_is_served_and_not_kept() {
        assert_eq!(fetch("/assets/connect.AAAAAAAAAAAA.css").await, (StatusCode::OK, "no-store".to_owned()));
    }

    #[tokio::test]
    async fn nothing_else_is_served() {
        for path in [
            "/assets/connect.css",
            "/assets/other.AAAA.css",
            "/assets/connect.a.b.css",
            "/assets/..%2Fx.a.css",
        ] {
            assert_eq!(fetch(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
