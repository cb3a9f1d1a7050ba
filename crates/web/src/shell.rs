//! What every page has around its content.

use passerelle_locales::Language;
use serde::Serialize;

use crate::Brand;

/// The frame of a page: who asks, who runs the server, the way out, the language.
#[derive(Debug, Clone, Serialize)]
pub struct Shell {
    /// The reader's language.
    pub language: Language,
    /// The application that sent the reader here; none where we can't know it.
    pub application: Option<Brand>,
    /// Who runs this server, as the footer says.
    pub operator_name: Option<String>,
    /// Where in which session the reader is; none outside of sessions.
    pub session: Option<SessionPlace>,
    /// The public step, for `data-step`; empty outside of sessions.
    pub step: String,
    /// The internal state, for `data-state`.
    pub state: String,
    /// Whether the exit link is shown: on every page of a session but those that are themselves a way out.
    pub has_exit: bool,
}

/// A page of a session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionPlace {
    /// The path that the session's pages lie under, without a slash at the end: `/session/TOKEN`.
    pub path: String,
    /// The page's name, the last segment of its path: where the language form leads back to.
    pub page: String,
    /// The token that the page's forms carry ([`crate::CsrfKey::token`]).
    pub csrf: String,
    /// When the session's time will be over; none once it has ended.
    pub expiry: Option<Expiry>,
}

/// The end of a session's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Expiry {
    /// In so many seconds, if nothing happens.
    pub seconds: u32,
    /// Whether nothing can put it off any more.
    pub is_final: bool,
}

impl Shell {
    /// The frame of a page outside of any session, such as that of an unknown link.
    pub fn outside(language: Language, operator_name: Option<String>, state: &str) -> Self {
        Self {
            language,
            application: None,
            operator_name,
            session: None,
            step: String::new(),
            state: state.to_owned(),
            has_exit: false,
        }
    }
}
