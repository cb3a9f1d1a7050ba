//! The calls an application's backend makes: a user, a token, a Connect session, then the data.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::Settings;

/// The one version of the API.
const VERSION: &str = "2025-01-15";

/// How long a token is used.
const KEPT: Duration = Duration::from_hours(1);

/// A client of the API.
pub(crate) struct Bridge {
    http: Client,
    base: Url,
    client_id: String,
    client_secret: String,
    /// Tokens by user, and when each was given.
    tokens: Mutex<HashMap<String, (String, Instant)>>,
}

/// What the API said instead of an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BridgeError {
    /// An error of the API, which names its code and often the field at fault.
    #[error("{status} {code}: {message}")]
    Refused { status: u16, code: String, message: String },
    /// No answer at all.
    #[error("the API did not answer: {0}")]
    Unreachable(#[from] reqwest::Error),
}

#[derive(Deserialize)]
pub(crate) struct User {
    pub(crate) uuid: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
pub(crate) struct Session {
    pub(crate) url: String,
}

#[derive(Deserialize)]
struct Page<T> {
    resources: Vec<T>,
    pagination: Pagination,
}

#[derive(Deserialize)]
struct Pagination {
    next_uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) status: i32,
    status_code_info: String,
    status_code_description: Option<String>,
    provider_id: i64,
    last_successful_refresh: Option<String>,
    authentication_expires_at: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) item_id: i64,
    pub(crate) name: String,
    r#type: String,
    /// Not sent for accounts that the user does not share.
    balance: Option<f64>,
    currency_code: String,
    data_access: String,
    iban: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Transaction {
    account_id: i64,
    date: String,
    clean_description: String,
    amount: f64,
    currency_code: String,
    future: bool,
}

/// What a Connect session is created for.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Purpose {
    /// A new item, at a bank of the user's choice or at one.
    Add {
        user_email: &'static str,
        account_types: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        provider_id: Option<i64>,
    },
    /// An item that exists.
    Manage { item_id: i64, force_reauthentication: bool },
}

#[derive(Serialize)]
struct SessionBody {
    #[serde(flatten)]
    purpose: Purpose,
    callback_url: Url,
    context: &'static str,
}

impl Bridge {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            http: Client::new(),
            base: settings.api_url.clone(),
            client_id: settings.client_id.clone(),
            client_secret: settings.client_secret.clone(),
            tokens: Mutex::default(),
        }
    }

    /// The user of that name, created at the first call.
    pub(crate) async fn user(&self, external_user_id: &str) -> Result<User, BridgeError> {
        let body = serde_json::json!({ "external_user_id": external_user_id });
        let created = self.request(Method::POST, "/v3/aggregation/users", None).json(&body);
        match send(created).await {
            Err(BridgeError::Refused { status: 409, .. }) => {}
            result => return result,
        }
        let path = format!("/v3/aggregation/users?external_user_id={external_user_id}");
        let found: Page<User> = send(self.request(Method::GET, &path, None)).await?;
        found.resources.into_iter().next().ok_or_else(|| BridgeError::Refused {
            status: 404,
            code: "users.not_found".to_owned(),
            message: "the user is gone".to_owned(),
        })
    }

    /// A token to act for the user. It is valid for two hours and kept for one: only ten are given in a minute.
    pub(crate) async fn token(&self, user: &User) -> Result<String, BridgeError> {
        let kept = self.tokens().get(&user.uuid).cloned();
        if let Some((token, _)) = kept.filter(|(_, given)| given.elapsed() < KEPT) {
            return Ok(token);
        }
        let body = serde_json::json!({ "user_uuid": user.uuid });
        let request = self.request(Method::POST, "/v3/aggregation/authorization/token", None).json(&body);
        let token = send::<Token>(request).await?.access_token;
        self.tokens().insert(user.uuid.clone(), (token.clone(), Instant::now()));
        Ok(token)
    }

    fn tokens(&self) -> MutexGuard<'_, HashMap<String, (String, Instant)>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A Connect session: the user's browser is sent to its URL and comes back to the callback.
    pub(crate) async fn connect_session(
        &self,
        token: &str,
        purpose: Purpose,
        callback_url: Url,
        context: &'static str,
    ) -> Result<Session, BridgeError> {
        let body = SessionBody { purpose, callback_url, context };
        send(self.request(Method::POST, "/v3/aggregation/connect-sessions", Some(token)).json(&body)).await
    }

    pub(crate) async fn items(&self, token: &str) -> Result<Vec<Item>, BridgeError> {
        self.all(token, "/v3/aggregation/items?limit=500").await
    }

    pub(crate) async fn accounts(&self, token: &str) -> Result<Vec<Account>, BridgeError> {
        self.all(token, "/v3/aggregation/accounts?limit=500").await
    }

    /// The newest transactions over all accounts.
    pub(crate) async fn newest_transactions(&self, token: &str) -> Result<Vec<Transaction>, BridgeError> {
        let request = self.request(Method::GET, "/v3/aggregation/transactions?limit=30", Some(token));
        Ok(send::<Page<Transaction>>(request).await?.resources)
    }

    /// All pages of a list: `next_uri` is the path of the next one, filters and all.
    async fn all<T: DeserializeOwned>(&self, token: &str, path: &str) -> Result<Vec<T>, BridgeError> {
        let mut next = Some(path.to_owned());
        let mut resources = Vec::new();
        while let Some(path) = next {
            let page: Page<T> = send(self.request(Method::GET, &path, Some(token))).await?;
            resources.extend(page.resources);
            next = page.pagination.next_uri;
        }
        Ok(resources)
    }

    fn request(&self, method: Method, path: &str, token: Option<&str>) -> RequestBuilder {
        let url = self.base.join(path).expect("paths of the API join its base");
        let request = self
            .http
            .request(method, url)
            .header("Bridge-Version", VERSION)
            .header("Client-Id", &self.client_id)
            .header("Client-Secret", &self.client_secret);
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, BridgeError> {
    let response = request.send().await?;
    let status = response.status();
    if status.is_success() {
        return Ok(response.json().await?);
    }
    // Every error is a JSON object: a list of errors, with the first once more on top.
    let body: Value = response.json().await.unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or("unknown").to_owned();
    Err(BridgeError::Refused { status: status.as_u16(), code: text("code"), message: text("message") })
}
