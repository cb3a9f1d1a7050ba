//! What goes wrong around the flow.

use axum::http::StatusCode;
use serde::Serialize;

use super::Page;

/// A page that says what went wrong and what to do.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// What went wrong.
    pub kind: ProblemKind,
    /// After how many minutes to come back, for [`ProblemKind::TooMany`].
    pub wait_minutes: Option<u32>,
    /// A page that loading again helps, for [`ProblemKind::Csrf`].
    pub reload_href: Option<String>,
}

/// What goes wrong around the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The link's token is none of ours.
    UnknownLink,
    /// The link's session is over and gone.
    ExpiredLink,
    /// The session is bound to another browser.
    OtherBrowser,
    /// A form without the token we gave.
    Csrf,
    /// A limit was reached.
    TooMany,
    /// The server can't work for a moment.
    Unavailable,
    /// Our fault.
    Internal,
    /// No such page.
    NotFound,
    /// A request that no form of ours sends.
    BadRequest,
}

impl ProblemKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::UnknownLink,
        Self::ExpiredLink,
        Self::OtherBrowser,
        Self::Csrf,
        Self::TooMany,
        Self::Unavailable,
        Self::Internal,
        Self::NotFound,
        Self::BadRequest,
    ];

    /// The status of the answer; a more exact 4xx may take the place of 400.
    pub fn status(self) -> StatusCode {
        match self {
            Self::UnknownLink | Self::NotFound => StatusCode::NOT_FOUND,
            Self::ExpiredLink => StatusCode::GONE,
            Self::OtherBrowser | Self::Csrf => StatusCode::FORBIDDEN,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BadRequest => StatusCode::BAD_REQUEST,
        }
    }

    /// The page's `data-state`.
    pub fn state(self) -> &'static str {
        match self {
            Self::UnknownLink => "unknown_link",
            Self::ExpiredLink => "expired_link",
            Self::OtherBrowser => "other_browser",
            Self::Csrf => "csrf",
            Self::TooMany => "too_many",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
            Self::NotFound => "not_found",
            Self::BadRequest => "bad_request",
        }
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self { kind, wait_minutes: None, reload_href: None }
    }
}

impl Page for Problem {
    const TEMPLATE: &'static str = "problem";
}
