//! Query strings: unknown keys are ignored, of a repeated one the last value counts.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use url::form_urlencoded;
use utoipa::ToSchema;

use crate::error::ApiError;

/// The pairs of a query string, and the path before it.
pub(crate) struct Query {
    pub(crate) path: String,
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.path(), parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    pub(crate) fn parse(path: &str, query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { path: path.to_owned(), pairs }
    }

    /// The last value of a key.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a key, repeated or separated by commas, equal ones once.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let mut values: Vec<&str> = self
            .pairs
            .iter()
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    }

    /// A value that is parsed; none without the key.
    pub(crate) fn parsed<T>(
        &self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        match self.value(name) {
            Some(value) => parse(value).map(Some).ok_or_else(|| ApiError::invalid(name, expected)),
            None => Ok(None),
        }
    }

    /// An id that filters a list: an integer that is none finds nothing.
    pub(crate) fn id<T: std::str::FromStr>(
        &self,
        name: &'static str,
    ) -> Result<Option<Result<T, NoSuchId>>, ApiError> {
        self.parsed(name, "must be an integer", |value| {
            let digits = value.strip_prefix('-').unwrap_or(value);
            let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_integer.then(|| value.parse().map_err(|_| NoSuchId))
        })
    }

    pub(crate) fn timestamp(&self, name: &'static str) -> Result<Option<Timestamp>, ApiError> {
        self.parsed(name, "must be an ISO 8601 date and time", timestamp)
    }

    pub(crate) fn date(&self, name: &'static str) -> Result<Option<Date>, ApiError> {
        self.parsed(name, "must be a date as YYYY-MM-DD", |value| value.parse().ok())
    }

    /// The query of the next page: the same but for the cursor. Of equal pairs the last stays, since the last value counts.
    pub(crate) fn with_cursor(&self, cursor: &str) -> String {
        let mut kept: Vec<&(String, String)> = Vec::new();
        for pair in self.pairs.iter().rev().filter(|(key, _)| key != "after") {
            if !kept.contains(&pair) {
                kept.push(pair);
            }
        }
        kept.reverse();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(kept);
        query.append_pair("after", cursor);
        format!("{}?{}", self.path, query.finish())
    }
}

/// An integer that no id can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSuchId;

/// A time in a query.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what `timestamp` reads")]
pub(crate) enum Moment {
    #[schema(format = DateTime)]
    Time(String),
    #[schema(format = Date)]
    Day(String),
}

/// Every form that clients were seen to send (spec/api.md 1.3): a date alone, with and without an offset, with any
/// precision. A blank where the offset's plus should be is that plus, lost in a query string.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let restored = match text.rsplit_once(' ') {
        Some((before, offset)) if before.contains(['T', 't', ' ']) => format!("{before}+{offset}"),
        _ => text.to_owned(),
    };
    if let Ok(at) = restored.parse::<Timestamp>() {
        return Some(at);
    }
    let at: DateTime = restored.parse().or_else(|_| restored.parse::<Date>().map(DateTime::from)).ok()?;
    at.to_zoned_datetime(TimeZone::UTC).ok().map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_time_is_read() {
        let expected: Timestamp = "2024-11-19T18:44:09.523Z".parse().expect("a time");
        for form in [
            "2024-11-19T18:44:09.523Z",
            "2024-11-19T18:44:09.523000Z",
            "2024-11-19T18:44:09.523+00:00",
            "2024-11-19T20:44:09.523+02:00",
            "2024-11-19T20:44:09.523 02:00",
            "2024-11-19T18:44:09.523",
        ] {
            assert_eq!(timestamp(form), Some(expected), "{form}");
        }
        let midnight: Timestamp = "2024-01-01T00:00:00Z".parse().expect("a time");
        assert_eq!(timestamp("2024-01-01"), Some(midnight));
        assert_eq!(timestamp("2024-01-01T00:00:00Z"), Some(midnight));
        for form in ["", "yesterday", "1700000000x", "2024-13-01", "2024-01-01T25:00:00Z", " ", "T "] {
            assert_eq!(timestamp(form), None, "{form}");
        }
    }

    #[test]
    fn a_query_keeps_its_filters_and_collapses_repetitions() {
        let query =
            Query::parse("/v3/x", "limit=2&since=a&limit=2&after=old&country_code=FR,DE&country_code=FR&&=y");
        assert_eq!(query.value("limit"), Some("2"));
        assert_eq!(query.values("country_code"), ["DE", "FR"]);
        let next = query.with_cursor("new");
        assert_eq!(next, "/v3/x?since=a&limit=2&country_code=FR%2CDE&country_code=FR&=y&after=new");
    }
}
