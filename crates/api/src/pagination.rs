//! Lists (spec/api.md 3): pages, and cursors that are opaque, URL-safe and checked.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, Required};
use utoipa::{IntoParams, ToSchema};

use crate::error::ApiError;
use crate::query::Query;

const DEFAULT_LIMIT: u32 = 50;
const GREATEST_LIMIT: u32 = 500;

/// What a list is asked for beside its filters: `after` is where the page before ended.
pub(crate) struct PageRequest<C> {
    pub(crate) limit: u32,
    pub(crate) after: Option<C>,
}

impl<C: DeserializeOwned> PageRequest<C> {
    pub(crate) fn read(query: &Query) -> Result<Self, ApiError> {
        let limit = query.parsed("limit", "must be an integer from 1 to 500", |value| {
            value.parse().ok().filter(|limit| (1..=GREATEST_LIMIT).contains(limit))
        })?;
        let after = query.parsed("after", "is not a cursor of this list", decode)?;
        Ok(Self { limit: limit.unwrap_or(DEFAULT_LIMIT), after })
    }

    /// How many rows to read: one more than the page has tells whether another follows.
    pub(crate) fn rows(&self) -> u32 {
        self.limit + 1
    }

    /// The page made of those rows; `cursor` is the place of a row.
    pub(crate) fn page<T>(&self, query: &Query, mut rows: Vec<T>, cursor: impl Fn(&T) -> C) -> Page<T>
    where
        C: Serialize,
    {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| has_more);
        let next_uri = last.map(|last| query.with_cursor(&encode(&cursor(last))));
        Page { resources: rows, pagination: Pagination { next_uri } }
    }
}

impl<C> IntoParams for PageRequest<C> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let query = || ParameterBuilder::new().parameter_in(ParameterIn::Query).required(Required::False);
        let limit = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(GREATEST_LIMIT))
            .default(Some(DEFAULT_LIMIT.into()));
        let after = ObjectBuilder::new().schema_type(Type::String);
        let limit = query()
            .name("limit")
            .description(Some(format!(
                "How many at most; {DEFAULT_LIMIT} unless told, {GREATEST_LIMIT} at the greatest"
            )))
            .schema(Some(limit));
        let about = "Where the page before ended: the one in its `next_uri`. Opaque, and of this list with these filters";
        vec![limit.build(), query().name("after").description(Some(about)).schema(Some(after)).build()]
    }
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    pub(crate) resources: Vec<T>,
    pub(crate) pagination: Pagination,
}

impl<T> Page<T> {
    /// Nothing, and nothing more.
    pub(crate) fn empty() -> Self {
        Self { resources: Vec::new(), pagination: Pagination::default() }
    }

    pub(crate) fn map<U>(self, wire: impl FnMut(T) -> U) -> Page<U> {
        Page { resources: self.resources.into_iter().map(wire).collect(), pagination: self.pagination }
    }
}

/// How a list goes on.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Pagination {
    /// Path and query of the next page, with the filters of this one; null on the last page.
    #[schema(required = true)]
    pub(crate) next_uri: Option<String>,
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// A page whose resources were written as they were read.
pub(crate) struct WrittenPage {
    /// JSON objects, separated by commas.
    pub(crate) resources: Vec<u8>,
    pub(crate) pagination: Pagination,
}

impl IntoResponse for WrittenPage {
    fn into_response(self) -> Response {
        let mut body = b"{\"resources\":[".to_vec();
        body.extend(self.resources);
        body.extend(b"],\"pagination\":");
        serde_json::to_writer(&mut body, &self.pagination).expect("texts always serialise");
        body.push(b'}');
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

pub(crate) fn encode(cursor: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).expect("cursors always serialise"))
}

fn decode<C: DeserializeOwned>(text: &str) -> Option<C> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(date in "[0-9]{4}-[0-9]{2}", id in any::<i64>()) {
            let cursor = (date, id);
            let text = encode(&cursor);
            prop_assert!(text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
            prop_assert_eq!(decode::<(String, i64)>(&text), Some(cursor));
        }

        #[test]
        fn no_text_makes_a_cursor_panic(text in ".*") {
            let _ = decode::<(String, i64)>(&text);
        }
    }
}
