//! What the application's user sees.

use axum::Form;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::Shared;
use crate::bridge::{BridgeError, Purpose, User};

/// Who uses the sample: a real application has its own users.
const EXTERNAL_USER_ID: &str = "sample-user";
const USER_EMAIL: &str = "camille.martin@mail.example";

const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const LOGINS: [(&str, &str); 11] = [
    ("success", "all goes well; any unknown login does the same"),
    ("otp", "asks for a one-time code; any code is right"),
    ("otp_fail", "every code is wrong"),
    ("app2app", "approved in the bank’s app, by itself"),
    ("app2app_expiry", "the approval expires"),
    ("402", "wrong credentials; repair it with “Manage”"),
    ("429", "the user has to act at the bank"),
    ("1003", "technical error"),
    ("1005_CLOSED_ACCOUNT", "any status with its reason"),
    ("success.1010", "healthy first, then the bank wants the user again"),
    ("slow", "takes so long that the flow says “pending”"),
];

/// The compiled templates.
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for (name, source) in [
            ("layout.html", include_str!("../templates/layout.html")),
            ("home.html", include_str!("../templates/home.html")),
            ("callback.html", include_str!("../templates/callback.html")),
            ("data.html", include_str!("../templates/data.html")),
            ("error.html", include_str!("../templates/error.html")),
        ] {
            if let Err(error) = environment.add_template(name, source) {
                panic!("embedded templates are well-formed: {error:#}");
            }
        }
        environment.add_filter("money", |amount: f64| format!("{amount:.2}"));
        Self(environment)
    }

    fn page(&self, status: StatusCode, name: &str, values: &Value) -> Response {
        let rendered = self.0.get_template(name).and_then(|template| template.render(Serde(values)));
        let headers = [
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("same-origin")),
        ];
        match rendered {
            Ok(html) => (status, headers, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page can't be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    fn error(&self, error: &BridgeError) -> Response {
        let message = error.to_string();
        self.page(StatusCode::BAD_GATEWAY, "error.html", &json!({ "message": message }))
    }
}

/// What the application reads over the API, to show it.
async fn data(app: &Shared) -> Result<(User, Value), BridgeError> {
    let user = app.bridge.user(EXTERNAL_USER_ID).await?;
    let token = app.bridge.token(&user).await?;
    let items = app.bridge.items(&token).await?;
    let accounts = app.bridge.accounts(&token).await?;
    let transactions = app.bridge.newest_transactions(&token).await?;
    let webhooks = app.received.of_user(&user.uuid);
    let shown =
        json!({ "items": items, "accounts": accounts, "transactions": transactions, "webhooks": webhooks });
    Ok((user, shown))
}

pub(crate) async fn home(State(app): State<Shared>) -> Response {
    match data(&app).await {
        Ok((_, data)) => {
            let values = json!({ "logins": LOGINS, "data": data });
            app.templates.page(StatusCode::OK, "home.html", &values)
        }
        Err(error) => app.templates.error(&error),
    }
}

/// What a button of the pages asks for.
#[derive(Deserialize)]
pub(crate) struct Wish {
    item_id: Option<i64>,
    #[serde(default)]
    force: bool,
    provider_id: Option<i64>,
    account_types: Option<String>,
}

/// Creates a Connect session and sends the browser there.
pub(crate) async fn connect(State(app): State<Shared>, Form(wish): Form<Wish>) -> Response {
    match session_url(&app, wish).await {
        Ok(url) => Redirect::to(&url).into_response(),
        Err(error) => app.templates.error(&error),
    }
}

async fn session_url(app: &Shared, wish: Wish) -> Result<String, BridgeError> {
    let user = app.bridge.user(EXTERNAL_USER_ID).await?;
    let token = app.bridge.token(&user).await?;
    let purpose = match wish.item_id {
        Some(item_id) => Purpose::Manage { item_id, force_reauthentication: wish.force },
        None => Purpose::Add {
            user_email: USER_EMAIL,
            account_types: wish.account_types.unwrap_or_else(|| "payment".to_owned()),
            provider_id: wish.provider_id,
        },
    };
    let callback = app.settings.own_url.join("/callback?shop=sample").expect("a path joins any base");
    Ok(app.bridge.connect_session(&token, purpose, callback, "order-4711").await?.url)
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    value: String,
}

/// Where the browser comes back to. What the query says is shown, but never trusted: the API has the truth.
pub(crate) async fn callback(State(app): State<Shared>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let parameters: Vec<Parameter> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| Parameter { name: name.into_owned(), value: value.into_owned() })
        .collect();
    match data(&app).await {
        Ok((user, data)) => {
            let named = |name: &str| parameters.iter().find(|parameter| parameter.name == name);
            let is_success = named("success").is_some_and(|parameter| parameter.value == "true");
            let step = named("step").map(|parameter| parameter.value.clone());
            let is_own_user = named("user_uuid").is_some_and(|parameter| parameter.value == user.uuid);
            let values = json!({
                "parameters": parameters, "is_success": is_success, "step": step, "is_own_user": is_own_user,
                "data": data,
            });
            app.templates.page(StatusCode::OK, "callback.html", &values)
        }
        Err(error) => app.templates.error(&error),
    }
}

pub(crate) async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("../templates/style.css")).into_response()
}
