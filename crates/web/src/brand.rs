//! How an application looks on every page: its name, its logo, and its colour.
//!
//! The colour comes from a stylesheet of our own origin whose path says all that is in it,
//! `/brand/<colour>.<hash>.css`: it is computed from the path and kept by browsers for ever. It holds computed colours
//! and nothing that anybody typed.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use passerelle_domain::Colour;
use serde::Serialize;

use crate::palette::{Accents, Palette};
use crate::{Mark, assets};

/// An application's look.
#[derive(Debug, Clone, Serialize)]
pub struct Brand {
    /// Its name and its logo.
    #[serde(flatten)]
    pub mark: Mark,
    /// The path of the stylesheet of its colour, when it has one.
    pub stylesheet: Option<String>,
}

impl Brand {
    /// The look of an application with that accent colour.
    pub fn new(mark: Mark, accent: Option<Colour>) -> Self {
        Self { mark, stylesheet: accent.map(path_of) }
    }
}

/// The path of a colour's stylesheet, which is worked out once: every page asks for it. There are as many as applications
/// have colours.
fn path_of(accent: Colour) -> String {
    static KNOWN: LazyLock<Mutex<HashMap<Colour, String>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(accent).or_insert_with(|| Stylesheet::of(accent).path).clone()
}

/// Values for the properties of `/assets/connect.css`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stylesheet {
    /// Its path on the server.
    pub path: String,
    /// What it says.
    pub content: String,
}

impl Stylesheet {
    /// The stylesheet of an accent colour.
    pub fn of(accent: Colour) -> Self {
        let content = content(&Palette::of(accent));
        let [red, green, blue] = accent.rgb();
        let hash = assets::hash(content.as_bytes());
        Self { path: format!("/brand/{red:02x}{green:02x}{blue:02x}.{hash}.css"), content }
    }

    /// The one whose path ends so.
    fn by_file(file: &str) -> Option<Self> {
        let digits = file.split('.').next()?;
        let stylesheet = Self::of(format!("#{digits}").parse().ok()?);
        (stylesheet.path.strip_prefix("/brand/") == Some(file)).then_some(stylesheet)
    }
}

fn content(palette: &Palette) -> String {
    let Palette { fill, fill_strong, on_fill, light, dark } = palette;
    let button = format!("--fill:{fill};--fill-strong:{fill_strong};--on-fill:{on_fill}");
    let theme = |accents: &Accents| {
        let Accents { accent, on_accent, accent_soft, panel } = accents;
        format!("--accent:{accent};--on-accent:{on_accent};--accent-soft:{accent_soft};--panel:{panel}")
    };
    let (light, dark) = (theme(light), theme(dark));
    format!(":root{{{button};{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}

/// The route that serves stylesheets.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/brand/{file}", get(serve))
}

async fn serve(Path(file): Path<String>) -> Response {
    let Some(stylesheet) = Stylesheet::by_file(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    assets::answer("text/css; charset=utf-8", true, stylesheet.content)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, header};
    use proptest::prelude::*;
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
    async fn a_stylesheet_is_kept_for_ever_and_no_other_is_served() {
        let path = Stylesheet::of("#0a7c66".parse().expect("a colour")).path;
        let kept = "public, max-age=31536000, immutable".to_owned();
        assert_eq!(fetch(&path).await, (StatusCode::OK, kept));
        let hash = path.split('.').nth(1).expect("a hash");
        for wrong in [
            "/brand/0a7c66.css".to_owned(),
            "/brand/0a7c66.AAAAAAAAAAAA.css".to_owned(),
            format!("/brand/0A7C66.{hash}.css"),
            format!("/brand/0a7c67.{hash}.css"),
            format!("/brand/0a7c66.{hash}.css.css"),
            format!("/brand/red.{hash}.css"),
            format!("/brand/%230a7c66.{hash}.css"),
            "/brand/..%2Fx.a.css".to_owned(),
        ] {
            assert_eq!(fetch(&wrong).await.0, StatusCode::NOT_FOUND, "{wrong}");
        }
    }

    #[test]
    fn a_stylesheet_is_as_it_was() {
        insta::assert_snapshot!(Stylesheet::of("#0a7c66".parse().expect("a colour")).content, @r"
    :root{--fill:#0a7c66;--fill-strong:#006653;--on-fill:#ffffff;--accent:#067a65;--on-accent:#ffffff;--accent-soft:#ddf3eb;--panel:#f0f7f5}
    @media (prefers-color-scheme:dark){:root{--accent:#43a38b;--on-accent:#171d1c;--accent-soft:#17312a;--panel:#1b2421}}
    ");
    }

    #[test]
    fn an_application_without_a_colour_has_no_stylesheet() {
        assert_eq!(Brand::new(Mark::new("Acme", None), None).stylesheet, None);
    }

    proptest! {
        #[test]
        fn a_stylesheet_holds_colours_and_nothing_else(rgb: [u8; 3]) {
            let css = Stylesheet::of(Colour::from_rgb(rgb)).content;
            for rule in css.split(['{', '}', ';', '\n']).filter(|rule| !rule.is_empty()) {
                let value = rule.strip_prefix("--").and_then(|rule| rule.split_once(':'));
                let is_colour = value.is_some_and(|(_, value)| value.parse::<Colour>().is_ok());
                prop_assert!(is_colour || rule == ":root" || rule == "@media (prefers-color-scheme:dark)", "{rule}");
            }
        }
    }
}
