//! The reader's choice of language.

use axum::http::header;
use axum::response::Response;

use crate::problem::Trouble;
use crate::visit::{Posted, with_header};

pub(crate) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    let return_to = form.value("return_to").unwrap_or_default();
    // Any other name leads to where the session is, as every page does.
    let page = if ["exit", "end"].contains(&return_to) { return_to } else { visit.page() };
    let response = visit.see(page);
    let chosen = form.value("language").and_then(|code| code.parse().ok());
    Ok(match chosen {
        Some(language) => {
            with_header(response, header::SET_COOKIE, visit.context.cookies.set_language(language))
        }
        None => response,
    })
}
