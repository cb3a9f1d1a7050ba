//! Errors (spec/api.md 2): the list of all of them, and the first once more on top.

use axum::Json;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use passerelle_store::{MayConflict, StoreError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::code::Code;

/// One error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    #[schema(value_type = String)]
    code: Code,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    property: Option<&'static str>,
}

/// An answer that is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: StatusCode,
    problems: Vec<Problem>,
    is_conflict: bool,
    /// After how many seconds it is worth another try.
    retry_after: Option<u64>,
}

impl ApiError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        let problem = Problem { code, message: message.into(), property: None };
        Self { status: code.status(), problems: vec![problem], is_conflict: false, retry_after: None }
    }

    /// Bad fields or parameters, all of them at once.
    pub(crate) fn bad(problems: Vec<Problem>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, problems, is_conflict: false, retry_after: None }
    }

    /// A bad field or parameter.
    pub(crate) fn invalid(property: &'static str, expected: impl std::fmt::Display) -> Self {
        Self::bad(vec![Problem::invalid(property, expected)])
    }

    /// The same with another status than the code has.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound, "No such path")
    }

    pub(crate) fn no_such(code: Code) -> Self {
        Self::new(code, "No such resource")
    }

    /// What the application has not.
    pub(crate) fn feature_not_enabled(message: impl Into<String>) -> Self {
        Self::new(Code::FeatureNotEnabled, message)
    }

    pub(crate) fn method_not_allowed(method: &Method) -> Self {
        let message = format!("{method} is not among the methods of this path");
        Self::new(Code::MethodNotAllowed, message)
    }

    pub(crate) fn too_many_requests(message: impl Into<String>, retry_after: u64) -> Self {
        let error = Self::new(Code::TooManyRequests, message);
        Self { retry_after: Some(retry_after), ..error }
    }

    /// The database can't be reached or can't write.
    fn unavailable() -> Self {
        let message = "The service is not available for a moment; nothing of this request may be relied on";
        let error = Self::new(Code::ServiceUnavailable, message);
        Self { retry_after: Some(1), ..error }
    }

    pub(crate) fn internal() -> Self {
        let message = "Something went wrong on our side";
        Self::new(Code::InternalError, message)
    }
}

impl Problem {
    /// `expected` goes on after the name of the field: "must be …".
    pub(crate) fn invalid(property: &'static str, expected: impl std::fmt::Display) -> Self {
        let message = format!("{property} {expected}");
        Self { code: Code::InvalidParameter, message, property: Some(property) }
    }

    pub(crate) fn coded(code: Code, property: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), property: Some(property) }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if error.is_conflict() {
            return Self { is_conflict: true, ..Self::internal() };
        }
        tracing::error!(error = &error as &dyn std::error::Error, "a request failed");
        match error {
            StoreError::Unavailable(_) => Self::unavailable(),
            _ => Self::internal(),
        }
    }
}

impl MayConflict for ApiError {
    fn is_conflict(&self) -> bool {
        self.is_conflict
    }
}

/// A body that could not be read.
impl From<axum::Error> for ApiError {
    fn from(error: axum::Error) -> Self {
        if std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<LengthLimitError>) {
            Self::new(Code::PayloadTooLarge, "The body is too large")
        } else {
            Self::new(Code::UnreadableBody, "The body could not be read")
        }
    }
}

/// What went wrong: all errors, and the first once more on top.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(crate) struct Body<'a> {
    errors: &'a [Problem],
    #[serde(flatten)]
    #[schema(value_type = Problem)]
    first: &'a Problem,
}

/// What an error of that code looks like.
pub(crate) fn example(code: Code) -> Value {
    let meaning = code.meaning().replace('`', "");
    let problem = match code {
        Code::InvalidParameter => Problem::invalid("limit", "must be an integer from 1 to 500"),
        Code::CallbackUrlNotWhitelisted => Problem::coded(code, "callback_url", meaning),
        _ => Problem { code, message: meaning, property: None },
    };
    serde_json::to_value(Body { errors: std::slice::from_ref(&problem), first: &problem })
        .expect("texts serialise")
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let first = self.problems.first().expect("an error holds a problem");
        let retry_after = self.retry_after.map(|seconds| [(header::RETRY_AFTER, seconds.to_string())]);
        (self.status, retry_after, Json(Body { errors: &self.problems, first })).into_response()
    }
}
