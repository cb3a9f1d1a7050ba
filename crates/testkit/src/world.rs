//! A server without ports: its store, its jobs, its API, and a clock.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use passerelle_api::{Api, LimitSettings, Limiter};
use passerelle_connector::{Connector, Connectors};
use passerelle_connector_demo::{CONNECTOR, DemoBank, DemoSettings, catalogue};
use passerelle_domain::connect_session::{
    ConnectSession, Input, Progress, SessionKind, SessionRequest, State,
};
use passerelle_domain::{
    Application, CallbackMode, Capability, Clock, Country, EmailValidation, Environment, Item, Provider,
    ProviderId, UserUuid, VirtualClock,
};
use passerelle_jobs::{EmailCodes, Given, Jobs, Settings};
use passerelle_store::users::User;
use passerelle_store::{
    Batch, Store, accounts, applications, connect_sessions, digest, items, providers, users,
};
use serde_json::Value;
use tower::ServiceExt as _;
use url::Url;
use zeroize::Zeroizing;

use crate::bank::{SCRIPTED, ScriptedBank};
use crate::database::Database;

/// The secret of the one application.
const SECRET: &str = "sandbox_secret_of_the_tests";

/// The token of each user begins so.
const TOKEN: &str = "token-of-";

/// A server under test.
pub struct World {
    /// Its data.
    pub store: Store,
    /// Its time.
    pub clock: Arc<VirtualClock>,
    /// Its jobs, to be run by [`World::work`].
    pub jobs: Jobs,
    /// Its one application.
    pub application: Application,
    /// The bank whose data tests write: provider 900.
    pub bank: Arc<ScriptedBank>,
    /// Its API.
    pub router: Router,
    /// Where its data is.
    pub database: Database,
}

/// What the API answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Value,
}

impl World {
    /// A new server on 12 January 2026 at half past nine.
    pub async fn new() -> Self {
        let database = Database::new().await;
        let store = database.open().await;
        let start: Timestamp = "2026-01-12T09:30:00Z".parse().expect("a time");
        let clock = Arc::new(VirtualClock::new(start));
        let now: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let bank = Arc::new(ScriptedBank::default());
        let connectors = connectors(&now, &bank);
        let application = add_basics(&store, start).await;
        let router = passerelle_api::router(Api {
            store: store.clone(),
            clock: Arc::clone(&now),
            public_url: url(""),
            limits: Limiter::new(LimitSettings::OFF),
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
            callers: passerelle_api::Callers::default(),
        });
        let jobs = Jobs { store: store.clone(), clock: now, connectors, mailer: None, settings: settings() };
        Self { store, clock, jobs, application, bank, router, database }
    }

    /// A user with a token.
    pub async fn user(&self) -> User {
        let now = self.clock.now();
        let id: passerelle_domain::UserId = self.store.next_id().await.expect("an id");
        let uuid = uuid::Uuid::from_u128(u128::try_from(id.get()).expect("ids are positive"));
        let user = User {
            id,
            uuid: UserUuid::from(uuid),
            application_id: self.application.id,
            external_user_id: None,
            last_change: now,
            created_at: now,
        };
        let mut batch = Batch::new();
        users::insert(&mut batch, &user);
        let token = digest(format!("{TOKEN}{}", user.uuid));
        let expires_at = passerelle_domain::clock::after(now, Duration::from_hours(24 * 3650));
        users::insert_token(&mut batch, token, user.id, expires_at, now);
        self.store.write(batch).await.expect("written");
        user
    }

    /// Runs what is due.
    pub async fn work(&self) {
        while self.jobs.run_due().await.expect("jobs run") > 0 {}
    }

    /// Moves the clock and runs what is due then.
    pub async fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.work().await;
    }

    /// Connects the user's bank as a person would, shares all accounts, and waits for the whole history.
    pub async fn connect(&self, user: &User, provider: i64, login: &str) -> Item {
        let session = self.session(user, provider).await;
        let credentials = serde_json::to_vec(&serde_json::json!({ "login": login, "password": "x" }));
        let given = Given::Credentials(Zeroizing::new(credentials.expect("JSON")));
        let session = self.apply(&session, Input::SubmitCredentials, given).await;
        self.work().await;
        let mut session = self.reload(&session).await;
        if matches!(session.state, State::AnsweringCode { .. }) {
            let code = Given::Answer(passerelle_jobs::Answer::Code("123456".into()));
            session = self.apply(&session, Input::SubmitCode, code).await;
            self.work().await;
            session = self.reload(&session).await;
        }
        let item = session.item_key().expect("credentials make an item");
        if session.state == State::ChoosingAccounts {
            let found = accounts::of_item(&self.store, item).await.expect("accounts");
            let all: BTreeSet<_> = found.iter().map(|account| account.id).collect();
            self.apply(&session, Input::SelectAccounts { needs_attestation: false }, Given::Selection(all))
                .await;
            self.work().await;
        }
        items::by_key(&self.store, item).await.expect("a read").expect("the item")
    }

    /// A session at the credential form of a provider.
    pub async fn session(&self, user: &User, provider: i64) -> ConnectSession {
        let provider: ProviderId = provider.try_into().expect("an id");
        let kind = SessionKind::Preselected { provider };
        let now = self.clock.now();
        let id: passerelle_domain::ConnectSessionId = self.store.next_id().await.expect("an id");
        let session = ConnectSession {
            id,
            uuid: uuid::Uuid::from_u128(u128::try_from(id.get()).expect("ids are positive")).into(),
            application_id: self.application.id,
            user_id: user.id,
            user_uuid: user.uuid,
            request: SessionRequest {
                kind,
                user_email: None,
                country: None,
                capabilities: Vec::new(),
                account_types: passerelle_domain::AccountTypes::Payment,
                allow_account_selection: true,
                max_selectable_accounts: None,
                callback_url: None,
                context: None,
            },
            item_id: None,
            provider_id: kind.provider(None),
            state: kind.first_state(None),
            prompt: None,
            progress: Progress::default(),
            browser_digest: None,
            created_at: now,
            last_active_at: now,
            version: 1,
        };
        let mut batch = Batch::new();
        connect_sessions::insert(&mut batch, &session, &format!("session-{id}"));
        self.store.write(batch).await.expect("written");
        session
    }

    /// What the session's user does.
    pub async fn apply(&self, session: &ConnectSession, input: Input, given: Given) -> ConnectSession {
        self.jobs
            .flow()
            .apply(session.key(), [1; 32], &input, &given)
            .await
            .expect("the input fits the state")
    }

    /// The session as it now is.
    pub async fn reload(&self, session: &ConnectSession) -> ConnectSession {
        connect_sessions::by_key(&self.store, session.key()).await.expect("a read").expect("the session")
    }

    /// Asks the API, for a user if one is given.
    pub async fn call(&self, method: &str, path: &str, user: Option<&User>, body: Option<Value>) -> Answer {
        self.call_on(&self.router, method, path, user, body).await
    }

    /// Asks another node.
    pub async fn call_on(
        &self,
        router: &Router,
        method: &str,
        path: &str,
        user: Option<&User>,
        body: Option<Value>,
    ) -> Answer {
        Self::send(router, self.request(method, path, user, body)).await
    }

    /// A request of the application, for a user if one is given.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        user: Option<&User>,
        body: Option<Value>,
    ) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("Bridge-Version", "2025-01-15")
            .header("Client-Id", &self.application.client_id)
            .header("Client-Secret", SECRET);
        if let Some(user) = user {
            request = request.header("Authorization", format!("Bearer {TOKEN}{}", user.uuid));
        }
        let body = match body {
            Some(body) => {
                request = request.header("Content-Type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        request.body(body).expect("a request")
    }

    /// Sends a request to a node.
    pub async fn send(router: &Router, request: Request<Body>) -> Answer {
        let response = router.clone().oneshot(request).await.expect("the router answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).expect("JSON") };
        Answer { status, headers, body }
    }

    /// The bodies of all events so far, oldest first.
    pub async fn events(&self) -> Vec<Value> {
        let bodies = passerelle_store::events::bodies(&self.store).await.expect("a read");
        bodies.iter().map(|body| serde_json::from_str(body).expect("JSON")).collect()
    }
}

fn connectors(clock: &Arc<dyn Clock>, bank: &Arc<ScriptedBank>) -> Connectors {
    let demo = DemoSettings {
        app_approval: Duration::ZERO,
        app_expiry: Duration::ZERO,
        slow: Duration::ZERO,
        page_delay: Duration::ZERO,
        code_lifetime: Duration::from_mins(5),
    };
    let demo: Arc<dyn Connector> = Arc::new(DemoBank::new(Arc::clone(clock), demo, url("/demo-bank/login")));
    let scripted = Arc::clone(bank) as Arc<dyn Connector>;
    Connectors::new([(CONNECTOR.to_owned(), demo), (SCRIPTED.to_owned(), scripted)])
}

fn settings() -> Settings {
    Settings {
        poll: Duration::from_millis(10),
        lease: Duration::from_secs(30),
        refresh_interval: Duration::from_hours(12),
        idle: Duration::from_mins(30),
        lifetime: Duration::from_hours(4),
        pending_after: Duration::from_mins(1),
        code_attempts: 10,
        email_codes: EmailCodes {
            lifetime: Duration::from_mins(10),
            most: 5,
            pause: Duration::from_secs(30),
        },
        return_url: url("/return"),
    }
}

async fn add_basics(store: &Store, now: Timestamp) -> Application {
    let application = Application {
        id: store.next_id().await.expect("an id"),
        client_id: "sandbox_id_of_the_tests".to_owned(),
        name: "Acme".to_owned(),
        environment: Environment::Sandbox,
        callback_mode: CallbackMode::Documented,
        redirect_domains: vec!["acme.com".parse().expect("a domain")],
        unknown_user_is_not_found: false,
        email_validation: EmailValidation::Off,
        features: Vec::new(),
        allowed_networks: Vec::new(),
        logo_hash: None,
        accent_colour: None,
        highlighted_providers: Vec::new(),
        created_at: now,
    };
    let mut batch = Batch::new();
    applications::insert(&mut batch, &application, digest(SECRET), None);
    for provider in catalogue().into_iter().chain([scripted_provider()]) {
        providers::upsert(&mut batch, &provider);
    }
    store.write(batch).await.expect("written");
    application
}

fn scripted_provider() -> Provider {
    Provider {
        id: 900.try_into().expect("an id"),
        name: "Scripted Bank".to_owned(),
        country: Country::FR,
        group_name: None,
        logo: "/banks/none.svg".to_owned(),
        capabilities: vec![Capability::Aggregation],
        connector: SCRIPTED.to_owned(),
        environments: vec![Environment::Sandbox],
        keywords: Vec::new(),
        is_highlighted: false,
        health: passerelle_domain::Health::Healthy,
    }
}

/// A URL of the server.
fn url(path: &str) -> Url {
    format!("https://connect.example{path}").parse().expect("a URL")
}
