//! Request bodies: JSON objects, read field by field so that every bad field is named at once.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use passerelle_domain::ids::InvalidId;
use serde_json::{Map, Value};

use crate::LONGEST_BODY;
use crate::code::Code;
use crate::error::{ApiError, Problem};

/// The fields of a JSON object. An explicit `null` is an absent field, unknown fields are ignored, and no body is an
/// empty object.
pub(crate) struct Fields {
    fields: Map<String, Value>,
    problems: Vec<Problem>,
}

/// An id that a field holds: clients send numbers, and some of them text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Id<T> {
    /// Could be one.
    Some(T),
    /// An integer that no id can be.
    OutOfRange,
}

impl Fields {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        if body.is_empty() {
            return Ok(Self { fields: Map::new(), problems: Vec::new() });
        }
        let refuse = |message: String| ApiError::new(Code::InvalidJson, message);
        match serde_json::from_slice(body) {
            Ok(Value::Object(mut fields)) => {
                fields.retain(|_, value| !value.is_null());
                Ok(Self { fields, problems: Vec::new() })
            }
            Ok(_) => Err(refuse("The body must be a JSON object".to_owned())),
            Err(error) => Err(refuse(format!("The body is not valid JSON: {error}"))),
        }
    }

    /// Notes a bad field.
    pub(crate) fn refuse(&mut self, property: &'static str, expected: impl std::fmt::Display) {
        self.problems.push(Problem::invalid(property, expected));
    }

    /// Notes a problem with a code of its own.
    pub(crate) fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// An error that names all bad fields, if there are any.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ApiError::bad(self.problems)) }
    }

    /// A text that is parsed; `expected` says what the field must be.
    pub(crate) fn text<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.get(name)?;
        let parsed = value.as_str().and_then(parse);
        if parsed.is_none() {
            self.refuse(name, expected);
        }
        parsed
    }

    pub(crate) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        let value = self.fields.get(name)?.as_bool();
        if value.is_none() {
            self.refuse(name, "must be true or false");
        }
        value
    }

    /// A positive integer below 2^32.
    pub(crate) fn count(&mut self, name: &'static str) -> Option<u32> {
        let value = self.fields.get(name)?.as_u64().and_then(|value| u32::try_from(value).ok());
        let value = value.filter(|value| *value > 0);
        if value.is_none() {
            self.refuse(name, "must be an integer of at least 1");
        }
        value
    }

    /// An array of texts, each of which is parsed.
    pub(crate) fn texts<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let values = self.fields.get(name)?.as_array();
        let parsed: Option<Vec<T>> =
            values.and_then(|values| values.iter().map(|value| parse(value.as_str()?)).collect());
        if parsed.is_none() {
            self.refuse(name, expected);
        }
        parsed
    }

    pub(crate) fn id<T: TryFrom<i64, Error = InvalidId>>(&mut self, name: &'static str) -> Option<Id<T>> {
        let integer = match self.fields.get(name)? {
            Value::Number(number) if number.is_i64() => number.as_i64().map(Ok),
            Value::Number(number) if number.is_u64() => Some(Err(())),
            // Beyond 64 bits numbers are kept as floats.
            Value::Number(number) => number.as_f64().filter(|float| float.fract() == 0.0).map(|_| Err(())),
            Value::String(text) if is_integer(text) => Some(text.parse().map_err(|_| ())),
            _ => None,
        };
        let Some(integer) = integer else {
            self.refuse(name, "must be an integer");
            return None;
        };
        Some(integer.ok().and_then(|integer| T::try_from(integer).ok()).map_or(Id::OutOfRange, Id::Some))
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|value| value.split(';').next()).map(str::trim);
        let is_json = media_type.is_some_and(|value| value.eq_ignore_ascii_case("application/json"));
        let body = to_bytes(request.into_body(), LONGEST_BODY).await?;
        if !body.is_empty() && !is_json {
            let message = "The Content-Type header of a request with a body must be application/json";
            return Err(ApiError::new(Code::UnsupportedMediaType, message));
        }
        Self::parse(&body)
    }
}
