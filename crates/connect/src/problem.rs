//! What goes wrong, as pages. Where the request named a session of ours they look like its application; nothing else is told
//! of it.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use passerelle_domain::{Application, ConnectSession};
use passerelle_jobs::FlowError;
use passerelle_store::{StoreError, applications};
use passerelle_web::pages::{Problem, ProblemKind};
use passerelle_web::{Brand, FormRejection, Mark, Shell};

use crate::Shared;

/// Why a handler did not show its page.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Another page of the session is the right one.
    See(String),
    /// A page says what is wrong.
    Problem(ProblemKind),
    /// A form of ours whose token is not: the page to load again is named.
    Csrf(String),
    /// A form that can't be read.
    Form(FormRejection),
    /// The database can't be reached or can't write: worth another try a little later.
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
    /// Our fault.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error.into()),
            error => Self::Internal(error.into()),
        }
    }
}

impl From<FlowError> for Trouble {
    fn from(error: FlowError) -> Self {
        match error {
            FlowError::OtherBrowser => Self::Problem(ProblemKind::OtherBrowser),
            FlowError::Gone | FlowError::MovedOn(_) => Self::Problem(ProblemKind::ExpiredLink),
            FlowError::Store(error) => error.into(),
        }
    }
}

impl From<passerelle_web::RenderError> for Trouble {
    fn from(error: passerelle_web::RenderError) -> Self {
        Self::Internal(error.into())
    }
}

/// Whose session a request is about, once that is known: a handler notes it, and [`render`] reads it if the handler failed.
#[derive(Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<Brand>>);

impl Asker {
    /// The session's application.
    pub(crate) async fn application_of(
        &self,
        context: &Shared,
        session: &ConnectSession,
    ) -> Result<Application, Trouble> {
        let application = applications::by_id(&context.connect.store, session.application_id).await?;
        let application = application.ok_or(Trouble::Problem(ProblemKind::ExpiredLink))?;
        self.0.get_or_init(|| brand(&application));
        Ok(application)
    }
}

impl FromRequestParts<Shared> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// How an application looks on its pages.
pub(crate) fn brand(application: &Application) -> Brand {
    let logo = application.logo_hash.as_ref().map(|hash| format!("/logos/{hash}"));
    Brand::new(Mark::new(application.name.as_str(), logo), application.accent_colour)
}

/// A problem on its way to [`render`].
#[derive(Clone)]
struct Marked(Problem);

fn marked(status: StatusCode, problem: impl Into<Problem>) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Marked(problem.into()));
    response
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Self::See(path) => Redirect::to(&path).into_response(),
            Self::Problem(kind) => marked(kind.status(), kind),
            Self::Csrf(page) => {
                let kind = ProblemKind::Csrf;
                marked(kind.status(), Problem { reload_href: Some(page), ..kind.into() })
            }
            Self::Form(rejection) => marked(rejection.status(), ProblemKind::BadRequest),
            Self::Unavailable(error) => {
                tracing::error!(error = &*error as &dyn std::error::Error, "a page waits for the database");
                let kind = ProblemKind::Unavailable;
                let mut response = marked(kind.status(), kind);
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
                response
            }
            Self::Internal(error) => {
                tracing::error!(error = &*error as &dyn std::error::Error, "a page failed");
                marked(StatusCode::INTERNAL_SERVER_ERROR, ProblemKind::Internal)
            }
        }
    }
}

/// What a request to no page sent along. It is read, since a connection on which something is left is closed without a
/// word, and the next request on it fails.
type Unasked = Result<Bytes, BytesRejection>;

pub(crate) async fn not_found(_: Unasked) -> Response {
    Trouble::Problem(ProblemKind::NotFound).into_response()
}

pub(crate) async fn bad_method(_: Unasked) -> Response {
    marked(StatusCode::METHOD_NOT_ALLOWED, ProblemKind::BadRequest)
}

/// Turns a marked response into its page, in the reader's language.
pub(crate) async fn render(State(context): State<Shared>, mut request: Request, next: Next) -> Response {
    let asker = Asker::default();
    request.extensions_mut().insert(asker.clone());
    let language = context.cookies.language(request.headers());
    let (mut parts, body) = next.run(request).await.into_parts();
    let Some(Marked(problem)) = parts.extensions.remove::<Marked>() else {
        return Response::from_parts(parts, body);
    };
    let operator = context.connect.settings.operator_name.clone();
    let outside = Shell::outside(language, operator, problem.kind.state());
    let shell = Shell { application: asker.0.get().cloned(), ..outside };
    match context.pages.render(&shell, &problem) {
        Ok(html) => {
            parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            Response::from_parts(parts, html.into())
        }
        Err(error) => {
            tracing::error!(%error, "the page of a problem can't be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
