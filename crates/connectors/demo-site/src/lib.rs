//! Banque Aurore's own site: pages under their own path and look, which a user is really sent to and comes back from.
//!
//! It keeps nothing: what a page must know travels in its form. Whoever logs in is asked to agree; the answer goes to the
//! return address with the `state` that came, as OAuth has it (RFC 6749, 4.1.2). It only ever leads there.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use minijinja::{AutoEscape, Environment, context};
use passerelle_connector_demo::grant::{ACCESS_DENIED, CODE, ERROR, Grant};
use serde::Deserialize;
use url::Url;

/// Where the site is, under the server's own address.
pub const PATH: &str = "/demo-bank/";

/// The page that an authentication begins on, under [`PATH`].
pub const LOGIN: &str = "login";

/// Forms are small.
const LONGEST_FORM: usize = 16 * 1024;

const STYLE: &str = include_str!("../templates/style.css");

/// What a page shows.
const TEMPLATES: [(&str, &str); 3] = [
    ("layout.html", include_str!("../templates/layout.html")),
    ("login.html", include_str!("../templates/login.html")),
    ("consent.html", include_str!("../templates/consent.html")),
];

struct Site {
    pages: Environment<'static>,
    /// Where users go back to.
    return_url: Url,
}

/// The routes of the site; users go back to `return_url`.
pub fn router(return_url: Url) -> Router {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, source) in TEMPLATES {
        pages.add_template(name, source).expect("the templates are well-formed");
    }
    Router::new()
        .route(&format!("{PATH}{LOGIN}"), get(show_login).post(log_in))
        .route(&format!("{PATH}consent"), post(answer))
        .route(&format!("{PATH}style.css"), get(style))
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .with_state(Arc::new(Site { pages, return_url }))
}

/// What tells a visit from others; it goes back as it came.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Visit {
    state: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Credentials {
    state: String,
    login: String,
    password: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    state: String,
    login: String,
    decision: String,
}

impl Site {
    fn page(&self, status: StatusCode, name: &str, values: minijinja::Value) -> Response {
        match self.pages.get_template(name).and_then(|template| template.render(values)) {
            Ok(html) => (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page of the bank's site can't be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    /// Back to whoever sent the user.
    fn go_back(&self, state: &str, name: &str, value: &str) -> Response {
        let mut url = self.return_url.clone();
        url.query_pairs_mut().append_pair("state", state).append_pair(name, value);
        Redirect::to(url.as_str()).into_response()
    }
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
}

async fn show_login(State(site): State<Arc<Site>>, Query(visit): Query<Visit>) -> Response {
    site.page(StatusCode::OK, "login.html", context! { state => visit.state, login => "", error => "" })
}

/// Any password is right; the login `402` is one that the bank does not know.
async fn log_in(State(site): State<Arc<Site>>, Form(typed): Form<Credentials>) -> Response {
    let login = typed.login.trim();
    let error = if login.is_empty() || typed.password.is_empty() {
        "missing"
    } else if login == "402" {
        "wrong"
    } else {
        return site.page(StatusCode::OK, "consent.html", context! { state => typed.state, login => login });
    };
    let values = context! { state => typed.state, login => login, error => error };
    site.page(StatusCode::UNPROCESSABLE_ENTITY, "login.html", values)
}

async fn answer(State(site): State<Arc<Site>>, Form(answer): Form<Answer>) -> Response {
    if answer.decision == "agree" {
        site.go_back(&answer.state, CODE, &Grant { login: answer.login }.to_code())
    } else {
        site.go_back(&answer.state, ERROR, ACCESS_DENIED)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn send(request: Request<Body>) -> (StatusCode, Option<String>, String) {
        let url = "https://connect.example/return".parse().expect("a URL");
        let response = router(url).oneshot(request).await.expect("an answer");
        let location = response.headers().get("location").map(|it| it.to_str().expect("text").to_owned());
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, location, String::from_utf8_lossy(&body).into_owned())
    }

    fn form(path: &str, body: &'static str) -> Request<Body> {
        let request = Request::post(format!("{PATH}{path}"));
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request")
    }

    #[tokio::test]
    async fn who_agrees_goes_back_with_a_code_and_the_state() {
        let login = Request::get(format!("{PATH}{LOGIN}?state=a%22%3E%3Cb")).body(Body::empty());
        let (status, _, page) = send(login.expect("a request")).await;
        assert_eq!(status, 200);
        assert!(page.contains("a&quot;&gt;&lt;b") && !page.contains("\"><b"), "{page}");
        let (status, _, page) = send(form(LOGIN, "state=s&login=otp&password=x")).await;
        assert!(status == 200 && page.contains("otp"), "{page}");
        let (status, location, _) = send(form("consent", "state=s&login=otp&decision=agree")).await;
        let location: Url = location.expect("a way back").parse().expect("a URL");
        assert_eq!(status, 303);
        assert!(location.as_str().starts_with("https://connect.example/return?state=s&code="), "{location}");
        let code = location.query_pairs().find(|(name, _)| name == CODE).map(|(_, code)| code.into_owned());
        assert_eq!(Grant::of_code(&code.expect("a code")), Some(Grant { login: "otp".to_owned() }));
    }

    #[tokio::test]
    async fn who_refuses_goes_back_without_one() {
        let (status, location, _) = send(form("consent", "state=s&login=otp&decision=refuse")).await;
        assert_eq!(status, 303);
        assert_eq!(location.as_deref(), Some("https://connect.example/return?state=s&error=access_denied"));
    }

    #[tokio::test]
    async fn a_wrong_login_is_told_on_the_bank_s_own_page() {
        for body in ["state=s&login=402&password=x", "state=s&login=&password=x", "state=s&login=me"] {
            let (status, location, page) = send(form(LOGIN, body)).await;
            assert_eq!((status.as_u16(), location), (422, None), "{body}");
            assert!(page.contains("role=\"alert\""), "{page}");
        }
    }
}
