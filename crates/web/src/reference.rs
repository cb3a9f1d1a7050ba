//! The API's reference: the OpenAPI document as a page that people read. It is in English, as the document is, and needs
//! no script.

mod model;

use std::sync::OnceLock;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use minijinja::value::{Serde, Value};
use utoipa::openapi::OpenApi;

use crate::render::{self, RenderError};
use model::Reference;

/// Where the page is.
pub const PATH: &str = "/docs/api";

const TEMPLATE: &str = "reference.html";

/// The route of the page, which is made when somebody asks for it first.
pub fn router(document: fn() -> &'static OpenApi) -> Router {
    static PAGE: OnceLock<String> = OnceLock::new();
    let page = move || {
        let page = PAGE.get_or_init(|| render(document()).expect("the document is the same each time"));
        async { Html(page.as_str()) }
    };
    Router::new().route(PATH, get(page))
}

/// The HTML of the page.
pub fn render(document: &OpenApi) -> Result<String, RenderError> {
    let mut environment = render::bare_environment();
    environment.add_filter("prose", prose);
    environment
        .add_template(TEMPLATE, include_str!("../../../templates/reference.html"))
        .and_then(|()| environment.get_template(TEMPLATE)?.render(Serde(&Reference::new(document))))
        .map_err(|source| RenderError { template: TEMPLATE, source })
}

/// Text with names between backquotes, as HTML.
fn prose(text: &str) -> Value {
    let mut html = String::with_capacity(text.len() + 32);
    for (position, part) in text.split('`').enumerate() {
        let part = render::escaped(part);
        let (open, close) = if position % 2 == 1 { ("<code>", "</code>") } else { ("", "") };
        html.extend([open, &part, close]);
    }
    Value::from_safe_string(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_prose_are_code_and_nothing_is_markup() {
        assert_eq!(prose("a `<b>` & c").to_string(), "a <code>&lt;b&gt;</code> &amp; c");
        assert_eq!(prose("").to_string(), "");
    }
}
