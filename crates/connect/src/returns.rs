//! Where users come back to from a bank's own site: one address for all sessions, for banks want to know it beforehand.
//! The `state` that a bank gives back finds the session. It opens nothing in a browser that the session is not bound to:
//! there a page says whose session it is, and asks before it goes on.

use std::collections::BTreeMap;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use passerelle_domain::connect_session::{Input, State as SessionState};
use passerelle_domain::{Application, ConnectSession};
use passerelle_jobs::{Answer, Given};
use passerelle_store::{Batch, connect_sessions, providers};
use passerelle_web::pages::{ConfirmReturn, ProblemKind};
use passerelle_web::{FormBody, Mark, Shell, csrf};
use url::form_urlencoded;

use crate::Shared;
use crate::problem::{Asker, Trouble, brand};
use crate::visit::{Visit, browser_of};

/// What a bank gave back.
type Parameters = BTreeMap<String, String>;

pub(crate) async fn get(
    State(context): State<Shared>,
    asker: Asker,
    headers: HeaderMap,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Trouble> {
    let session = find(&context, &parameters).await?;
    let application = asker.application_of(&context, &session).await?;
    let (browser, is_new) = browser_of(&context, &headers);
    let is_bound = session.browser_digest == Some(browser.digest());
    if is_bound {
        return go_on(&context, session, application, parameters, &headers).await;
    }
    let mut response = ask(&context, &session, &application, &parameters, &headers, &browser).await?;
    if is_new {
        let cookie = context.cookies.set_browser(&browser);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Banks that post. A browser sends no cookie of ours with another site's form, so it comes again by itself.
pub(crate) async fn post(Form(parameters): Form<Parameters>) -> Redirect {
    Redirect::to(&format!("/return?{}", query(&parameters)))
}

/// The user said that it is to go on in this browser.
pub(crate) async fn confirm(
    State(context): State<Shared>,
    asker: Asker,
    headers: HeaderMap,
    form: FormBody,
) -> Result<Response, Trouble> {
    let given = form.value("given").unwrap_or_default();
    let parameters: Parameters = form_urlencoded::parse(given.as_bytes()).into_owned().collect();
    let session = find(&context, &parameters).await?;
    let application = asker.application_of(&context, &session).await?;
    let (browser, is_new) = browser_of(&context, &headers);
    let token = form.value(csrf::FIELD).unwrap_or_default();
    if is_new || !context.csrf.is_valid(&browser, &session.uuid.to_string(), token) {
        return Err(Trouble::Csrf(format!("/return?{}", query(&parameters))));
    }
    let session = context.flow.adopt(session.key(), browser.digest()).await?;
    go_on(&context, session, application, parameters, &headers).await
}

async fn find(context: &Shared, parameters: &Parameters) -> Result<ConnectSession, Trouble> {
    let state = parameters.get("state").map(String::as_str).unwrap_or_default();
    let found = connect_sessions::by_return(&context.connect.store, state).await?;
    found.ok_or(Trouble::Problem(ProblemKind::UnknownLink))
}

/// Leads to where the session then is, under a new token: only digests of the others are known. Who comes twice, or too
/// late, is led there all the same.
async fn go_on(
    context: &Shared,
    session: ConnectSession,
    application: Application,
    mut parameters: Parameters,
    headers: &HeaderMap,
) -> Result<Response, Trouble> {
    let token = connect_sessions::new_token(context.connect.clock.now());
    let mut batch = Batch::new();
    connect_sessions::insert_token(&mut batch, &session, &token);
    context.connect.store.write(batch).await?;
    let visit = Visit::of(context, session, application, token, headers).await?;
    if visit.session.state != SessionState::AtBank {
        return Ok(visit.see(visit.page()));
    }
    parameters.remove("state");
    let given = parameters.into_iter().map(|(name, value)| (name, value.into())).collect();
    visit.apply(Input::ReturnFromBank, Given::Answer(Answer::Return(given))).await
}

async fn ask(
    context: &Shared,
    session: &ConnectSession,
    application: &Application,
    parameters: &Parameters,
    headers: &HeaderMap,
    browser: &passerelle_web::BrowserId,
) -> Result<Response, Trouble> {
    let store = &context.connect.store;
    let provider = match session.provider_id {
        Some(id) => providers::by_id(store, id).await?,
        None => None,
    };
    let operator = context.connect.settings.operator_name.clone();
    let shell = Shell {
        application: Some(brand(application)),
        ..Shell::outside(context.cookies.language(headers), operator, "confirming_return")
    };
    let page = ConfirmReturn {
        provider: provider.map_or_else(
            || Mark::new("", None),
            |provider| Mark::new(provider.name.as_str(), Some(provider.logo.clone())),
        ),
        user_email: session.request.user_email.as_ref().map(passerelle_domain::EmailAddress::masked),
        given: query(parameters),
        csrf: context.csrf.token(browser, &session.uuid.to_string()),
    };
    Ok((StatusCode::OK, Html(context.pages.render(&shell, &page)?)).into_response())
}

fn query(parameters: &Parameters) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}
