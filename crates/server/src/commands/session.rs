//! `passerelle session`

use jiff::Timestamp;
use passerelle_domain::connect_session::{ConnectSession, SessionKind, State};
use passerelle_domain::{
    CallbackUrl, Clock as _, ConnectSessionUuid, EmailAddress, Environment, ItemId, ProviderId, Step,
    SystemClock, UserUuid,
};
use passerelle_store::connect_sessions::{self, Filter, Status};
use passerelle_store::{Store, applications, email_codes};
use serde::Serialize;
use serde_json::Value;

use super::{ClientIds, application_id, open_store, say_more, user_id};
use crate::cli::{Session as Command, SessionList, SessionOne};
use crate::failure::Reason;
use crate::output::{Column, fields, optional, print, print_list, table, time};

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(arguments) => list(arguments).await,
        Command::Show(arguments) => show(arguments).await,
        Command::EmailCode(arguments) => email_code(arguments).await,
    }
}

/// A session as it is printed.
#[derive(Serialize)]
struct Printed {
    id: ConnectSessionUuid,
    user_uuid: UserUuid,
    client_id: String,
    kind: &'static str,
    status: &'static str,
    state: &'static str,
    step: Step,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<ProviderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<ItemId>,
    created_at: Timestamp,
    last_active_at: Timestamp,
}

impl Printed {
    fn new(session: &ConnectSession, clients: &ClientIds) -> Self {
        Self {
            id: session.uuid,
            user_uuid: session.user_uuid,
            client_id: clients.of(session.application_id),
            kind: match session.request.kind {
                SessionKind::New => "new",
                SessionKind::Preselected { .. } => "preselected",
                SessionKind::Manage { .. } => "manage",
            },
            status: Status::of(&session.state).name(),
            state: session.state.name(),
            step: session.state.step(),
            provider_id: session.provider_id,
            item_id: session.item_id,
            created_at: session.created_at,
            last_active_at: session.last_active_at,
        }
    }
}

async fn list(arguments: SessionList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application_id(&store, arguments.client_id.as_deref()).await?;
    let user = user_id(&store, arguments.user).await?;
    let before = match arguments.before {
        Some(id) => Some(find(&store, id).await?),
        None => None,
    };
    let filter = Filter {
        application,
        user,
        item: arguments.item,
        status: arguments.status,
        before: before.map(|session| (session.created_at, session.id)),
    };
    let found = connect_sessions::newest(&store, &filter, arguments.limit).await?;
    let clients = ClientIds::read(&store).await?;
    let found: Vec<Printed> = found.iter().map(|session| Printed::new(session, &clients)).collect();
    let columns: [Column<'_, Printed>; 4] = [
        ("SESSION", &|session| session.id.to_string()),
        ("CREATED", &|session| time(session.created_at)),
        ("STATE", &|session| session.state.to_owned()),
        ("ITEM", &|session| optional(session.item_id)),
    ];
    print_list(arguments.json, &found, &columns, "No such sessions.")?;
    say_more(arguments.json, found.len(), arguments.limit, found.last().map(|session| session.id));
    Ok(())
}

/// One thing that happened in a session: the state that it came to. States hold no secret.
#[derive(Serialize)]
struct Happened {
    number: i64,
    at: Timestamp,
    state: &'static str,
    step: Step,
    /// What the state holds: the bank, how often a code was wrong, how it failed.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    details: serde_json::Map<String, Value>,
}

impl Happened {
    fn new((number, at, state): (i64, Timestamp, State)) -> anyhow::Result<Self> {
        let Value::Object(mut details) = serde_json::to_value(&state)? else {
            anyhow::bail!("a state is an object");
        };
        details.retain(|name, value| name != "name" && !value.is_null());
        Ok(Self { number, at, state: state.name(), step: state.step(), details })
    }

    fn details(&self) -> String {
        let texts = self.details.iter().map(|(name, value)| match value {
            Value::String(text) => format!("{name}={text}"),
            other => format!("{name}={other}"),
        });
        texts.collect::<Vec<_>>().join(" ")
    }
}

const RECORD: [Column<'static, Happened>; 5] = [
    ("#", &|happened| happened.number.to_string()),
    ("AT", &|happened| happened.at.strftime("%Y-%m-%d %H:%M:%S%.3fZ").to_string()),
    ("STATE", &|happened| happened.state.to_owned()),
    ("STEP", &|happened| happened.step.to_string()),
    ("DETAILS", &Happened::details),
];

async fn show(arguments: SessionOne) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Shown {
        #[serde(flatten)]
        session: Printed,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        callback_url: Option<String>,
        record: Vec<Happened>,
    }
    let store = open_store(&arguments.common).await?;
    let session = find(&store, arguments.id).await?;
    let record = connect_sessions::records(&store, session.key()).await?;
    let request = &session.request;
    let shown = Shown {
        session: Printed::new(&session, &ClientIds::read(&store).await?),
        user_email: request.user_email.as_ref().map(EmailAddress::masked),
        callback_url: request.callback_url.as_ref().map(CallbackUrl::without_query),
        record: record.into_iter().map(Happened::new).collect::<Result<_, _>>()?,
    };
    print(arguments.json, &shown, |shown| {
        let session = fields(
            shown,
            &[
                ("SESSION", &|shown| shown.session.id.to_string()),
                ("USER", &|shown| shown.session.user_uuid.to_string()),
                ("E-MAIL", &|shown| optional(shown.user_email.as_ref())),
                ("APPLICATION", &|shown| shown.session.client_id.clone()),
                ("KIND", &|shown| shown.session.kind.to_owned()),
                ("BANK", &|shown| optional(shown.session.provider_id)),
                ("ITEM", &|shown| optional(shown.session.item_id)),
                ("CALLBACK", &|shown| optional(shown.callback_url.as_ref())),
                ("CREATED", &|shown| time(shown.session.created_at)),
                ("LAST ACTIVE", &|shown| time(shown.session.last_active_at)),
            ],
        );
        format!("{session}\n\n{}", table(&shown.record, &RECORD))
    })
}

/// The code that a session of a sandbox application wants: nothing is sent for these.
async fn email_code(arguments: SessionOne) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Code<'a> {
        code: &'a str,
    }
    let store = open_store(&arguments.common).await?;
    let session = find(&store, arguments.id).await?;
    let application = applications::by_id(&store, session.application_id).await?;
    if application.is_none_or(|application| application.environment != Environment::Sandbox) {
        return Err(Reason::Refused.says(
            "the session is of a production application, whose codes are sent and shown to nobody else",
        ));
    }
    let kept = email_codes::find(&store, session.key()).await?;
    let kept = kept.filter(|kept| kept.expires_at > SystemClock.now());
    let code = kept.as_ref().and_then(|kept| kept.code.as_deref());
    let code = code.ok_or_else(|| {
        Reason::Refused.says("the session wants no code: none was asked for, or it has expired")
    })?;
    print(arguments.json, &Code { code }, |Code { code }| (*code).to_owned())
}

async fn find(store: &Store, id: ConnectSessionUuid) -> anyhow::Result<ConnectSession> {
    let found = connect_sessions::find(store, id).await?;
    found.ok_or_else(|| Reason::NotFound.says(format_args!("there is no session {id}")))
}
