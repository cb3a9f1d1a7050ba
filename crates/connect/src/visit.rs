//! One request of one browser to one session.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use passerelle_connector::Description;
use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{Input, State};
use passerelle_domain::{Application, ConnectSession, Item, Provider};
use passerelle_jobs::{FlowError, Given};
use passerelle_locales::status_description;
use passerelle_store::{Batch, connect_sessions, items, providers};
use passerelle_web::pages::ProblemKind;
use passerelle_web::{BrowserId, Expiry, FormBody, Language, Mark, Page, SessionPlace, Shell, csrf};

use crate::problem::{Asker, Trouble, brand};
use crate::{Settings, Shared};

/// A session that was found, in a browser that may see it.
pub(crate) struct Visit {
    pub(crate) context: Shared,
    pub(crate) session: ConnectSession,
    pub(crate) application: Application,
    /// The item that the session added or manages.
    pub(crate) item: Option<Item>,
    /// The bank, once one is chosen.
    pub(crate) provider: Option<Provider>,
    pub(crate) language: Language,
    token: String,
    browser: BrowserId,
    is_new_browser: bool,
}

/// The page on which a session in that state is.
pub(crate) const fn page_of(state: &State) -> &'static str {
    match state {
        State::ValidatingEmail { .. } | State::AnsweringEmailCode { .. } => "email_validation_form",
        State::ChoosingProvider => "highlighted_banks",
        State::ChoosingBranch { .. } => "sub_banks_list",
        State::EnteringCredentials { .. } => "bank_creds_form",
        State::EditingCredentials => "edit_bank_creds_form",
        State::Starting => "start",
        State::AtBank => "at_bank",
        State::GoingToBank | State::BackFromBank | State::Authenticating { .. } | State::Synchronising => {
            "sync_in_progress"
        }
        State::ChoosingMethod | State::AnsweringCode { .. } | State::ApprovingInApp => "otp_form",
        State::AttestingPro => "pro_validation_form",
        State::ChoosingAccounts => "accounts",
        State::Pending => "sync_pending",
        State::Succeeded => "sync_success",
        State::Failed { .. } => "sync_error",
        State::Left { .. } | State::Expired { .. } => "end",
    }
}

/// The URL of a session leads to where it is.
pub(crate) async fn open(visit: Visit) -> Response {
    visit.see(visit.page())
}

impl Visit {
    /// A visit to a session of an application, under a token of it.
    pub(crate) async fn of(
        context: &Shared,
        session: ConnectSession,
        application: Application,
        token: String,
        headers: &HeaderMap,
    ) -> Result<Self, Trouble> {
        let store = &context.connect.store;
        let (browser, is_new_browser) = browser_of(context, headers);
        if session.browser_digest.is_some_and(|bound| bound != browser.digest()) {
            return Err(Trouble::Problem(ProblemKind::OtherBrowser));
        }
        let session = Self::keep_time(context, session).await?;
        let item = match session.item_key() {
            Some(key) => {
                let item = items::by_key(store, key).await?;
                Some(item.ok_or(Trouble::Problem(ProblemKind::ExpiredLink))?)
            }
            None => None,
        };
        let provider = match session.provider_id {
            Some(id) => providers::by_id(store, id).await?,
            None => None,
        };
        Ok(Self {
            language: context.cookies.language(headers),
            context: Shared::clone(context),
            session,
            application,
            item,
            provider,
            token,
            browser,
            is_new_browser,
        })
    }

    /// Ends the session if its time is over; otherwise notes now and then that somebody is there.
    async fn keep_time(context: &Shared, mut session: ConnectSession) -> Result<ConnectSession, Trouble> {
        if session.state.is_ended() || session.state == State::Succeeded {
            return Ok(session);
        }
        let settings = &context.connect.settings;
        let now = context.connect.clock.now();
        if session.expires_at(settings.idle, settings.lifetime) <= now {
            return match context.flow.expire(session.key()).await {
                // The job that ends sessions was first.
                Err(FlowError::MovedOn(_)) => {
                    let again = connect_sessions::by_key(&context.connect.store, session.key()).await?;
                    again.ok_or(Trouble::Problem(ProblemKind::ExpiredLink))
                }
                ended => Ok(ended?),
            };
        }
        let quiet = SignedDuration::try_from(settings.idle / 10).unwrap_or(SignedDuration::MAX);
        if now.duration_since(session.last_active_at) >= quiet {
            let mut batch = Batch::new();
            connect_sessions::touch(&mut batch, session.key(), now);
            context.connect.store.write(batch).await?;
            session.last_active_at = now;
        }
        Ok(session)
    }

    /// The page on which the session is.
    pub(crate) fn page(&self) -> &'static str {
        page_of(&self.session.state)
    }

    /// The path of a page of this session.
    pub(crate) fn path(&self, page: &str) -> String {
        format!("/session/{}/{page}", self.token)
    }

    /// Answers that another page is the right one.
    pub(crate) fn see(&self, page: &str) -> Response {
        self.with_cookie(Redirect::to(&self.path(page)).into_response())
    }

    /// Goes on only where the session is.
    pub(crate) fn must_be_at(&self, page: &str) -> Result<(), Trouble> {
        if self.page() == page { Ok(()) } else { Err(Trouble::See(self.path(self.page()))) }
    }

    /// Shows a page of the session's present state.
    pub(crate) fn show(&self, page: &impl Page) -> Result<Response, Trouble> {
        let state = self.session.state.name();
        self.render(StatusCode::OK, page, self.page(), state, !self.session.state.is_ended())
    }

    /// Shows it again with what is wrong on it.
    pub(crate) fn show_refused(&self, page: &impl Page) -> Result<Response, Trouble> {
        let state = self.session.state.name();
        self.render(StatusCode::UNPROCESSABLE_ENTITY, page, self.page(), state, true)
    }

    /// Shows a page under any name.
    pub(crate) fn render(
        &self,
        status: StatusCode,
        page: &impl Page,
        page_name: &str,
        state: &str,
        has_exit: bool,
    ) -> Result<Response, Trouble> {
        let place = SessionPlace {
            path: format!("/session/{}", self.token),
            page: page_name.to_owned(),
            csrf: self.context.csrf.token(&self.browser, &self.session.uuid.to_string()),
            expiry: self.expiry(),
        };
        let shell = Shell {
            language: self.language,
            application: Some(brand(&self.application)),
            operator_name: self.context.connect.settings.operator_name.clone(),
            session: Some(place),
            step: self.session.state.step().name().to_owned(),
            state: state.to_owned(),
            has_exit,
        };
        let html = self.context.pages.render(&shell, page)?;
        Ok(self.with_cookie((status, Html(html)).into_response()))
    }

    /// When the session's time is over, unless it has ended.
    fn expiry(&self) -> Option<Expiry> {
        if self.session.state.is_ended() || self.session.state == State::Succeeded {
            return None;
        }
        let Settings { idle, lifetime, .. } = self.context.connect.settings;
        let end = self.session.expires_at(idle, lifetime);
        let left = end.duration_since(self.context.connect.clock.now()).as_secs().max(0);
        Some(Expiry {
            seconds: u32::try_from(left).unwrap_or(u32::MAX),
            is_final: end == after(self.session.created_at, lifetime),
        })
    }

    fn with_cookie(&self, mut response: Response) -> Response {
        if self.is_new_browser {
            let cookie = self.context.cookies.set_browser(&self.browser);
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// Applies what the user did and leads to where the session then is. Who comes too late is led on all the same.
    pub(crate) async fn apply(&self, input: Input, given: Given) -> Result<Response, Trouble> {
        let browser = self.browser.digest();
        match self.context.flow.apply(self.session.key(), browser, &input, &given).await {
            Ok(session) => Ok(self.see(page_of(&session.state))),
            Err(error) => self.moved_on(error),
        }
    }

    /// Who comes too late is led to where the session is.
    pub(crate) fn moved_on(&self, error: FlowError) -> Result<Response, Trouble> {
        match error {
            FlowError::MovedOn(_) => Ok(Redirect::to(&format!("/session/{}", self.token)).into_response()),
            error => Err(error.into()),
        }
    }

    /// The digest of the browser's cookie.
    pub(crate) fn browser_digest(&self) -> [u8; 32] {
        self.browser.digest()
    }

    /// The bank's name and logo.
    pub(crate) fn bank(&self) -> Mark {
        self.chosen_bank().unwrap_or_else(|| Mark::new("", None))
    }

    /// The bank, once one is chosen.
    pub(crate) fn chosen_bank(&self) -> Option<Mark> {
        self.provider.as_ref().map(|provider| Mark::new(provider.name.as_str(), Some(provider.logo.clone())))
    }

    /// What the bank's connector says of it.
    pub(crate) fn description(&self) -> Result<Description, Trouble> {
        let described = self.provider.as_ref().and_then(|provider| {
            self.context.connect.connectors.get(&provider.connector)?.describe(provider.id)
        });
        described.ok_or_else(|| Trouble::Internal("the provider has no connector on this server".into()))
    }

    /// The item's status in words.
    pub(crate) fn status_in_words(&self) -> Option<String> {
        let item = self.item.as_ref()?;
        status_description(self.language, item.status.code(), item.status_code_info.as_str())
    }

    /// After how many seconds a waiting page without script asks again.
    pub(crate) fn refresh_seconds(&self) -> u32 {
        u32::try_from(self.context.connect.settings.refresh.as_secs()).unwrap_or(u32::MAX).max(1)
    }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, context: &Shared) -> Result<Self, Trouble> {
        // A route has one or more parameters; the first is the token.
        let Path(parameters) = Path::<Vec<(String, String)>>::from_request_parts(parts, context)
            .await
            .map_err(|_| Trouble::Problem(ProblemKind::UnknownLink))?;
        let token = parameters.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
        let token = token.unwrap_or_default();
        let session = connect_sessions::by_token(&context.connect.store, &token).await?;
        let session = session.ok_or(Trouble::Problem(ProblemKind::UnknownLink))?;
        let Ok(asker) = Asker::from_request_parts(parts, context).await;
        let application = asker.application_of(context, &session).await?;
        Self::of(context, session, application, token, &parts.headers).await
    }
}

/// The browser that asks, and whether it is one that we did not know.
pub(crate) fn browser_of(context: &Shared, headers: &HeaderMap) -> (BrowserId, bool) {
    context.cookies.browser(headers).map_or_else(
        || {
            use rand::rand_core::UnwrapErr;
            (BrowserId::generate(&mut UnwrapErr(rand::rngs::SysRng)), true)
        },
        |browser| (browser, false),
    )
}

/// A form of ours, sent by a browser that may send it.
pub(crate) struct Posted {
    pub(crate) visit: Visit,
    pub(crate) form: FormBody,
}

impl FromRequest<Shared> for Posted {
    type Rejection = Trouble;

    async fn from_request(request: Request, context: &Shared) -> Result<Self, Trouble> {
        let (mut parts, body) = request.into_parts();
        // The body is read whatever comes of the request: an unread one would cost the browser its connection.
        let form = FormBody::from_request(Request::from_parts(parts.clone(), body), context).await;
        let visit = Visit::from_request_parts(&mut parts, context).await?;
        let form = form.map_err(Trouble::Form)?;
        let scope = visit.session.uuid.to_string();
        let is_ours = form.value(csrf::FIELD).is_some_and(|token| {
            !visit.is_new_browser && context.csrf.is_valid(&visit.browser, &scope, token)
        });
        if is_ours { Ok(Self { visit, form }) } else { Err(Trouble::Csrf(visit.path(visit.page()))) }
    }
}

/// Adds a header.
pub(crate) fn with_header(mut response: Response, name: header::HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().append(name, value);
    response
}
