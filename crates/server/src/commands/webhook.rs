//! `passerelle webhook`

use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use passerelle_domain::clock::after;
use passerelle_domain::webhook::MOST_WEBHOOKS;
use passerelle_domain::{Clock as _, Event, OffReason, Subscription, SystemClock, WebhookId};
use passerelle_store::delivery_records::{self, Again, Filter, Record, Status};
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Batch, Store, StoreError, events, random};
use passerelle_webhooks::signature;
use serde::Serialize;

use super::app::check_webhook_url;
use super::{answer, application, open_store};
use crate::cli::{
    Webhook as Command, WebhookCreate, WebhookDeliveries, WebhookList, WebhookOne, WebhookOutput,
    WebhookReplay, WebhookUpdate,
};

/// For how long the former secret signs too (spec/webhooks.md 4).
const FORMER_SECRET: Duration = Duration::from_hours(24);

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(arguments) => create(arguments).await,
        Command::List(arguments) => list(arguments).await,
        Command::Update(arguments) => update(arguments).await,
        Command::Delete(arguments) => delete(arguments).await,
        Command::Enable(arguments) => enable(arguments).await,
        Command::RenewSecret(arguments) => renew_secret(arguments).await,
        Command::Test(arguments) => test(arguments).await,
        Command::Deliveries(arguments) => deliveries(arguments).await,
        Command::Replay(arguments) => replay(arguments).await,
    }
}

/// A webhook's new secret, which nobody can show again.
#[derive(Serialize)]
struct Issued {
    id: WebhookId,
    webhook_secret: String,
    webhook_secret_whsec: String,
}

impl Issued {
    fn new(id: WebhookId) -> Self {
        let webhook_secret = random::uuid().to_string();
        Self { id, webhook_secret_whsec: signature::whsec(&webhook_secret), webhook_secret }
    }

    fn print(&self, is_json: bool) -> anyhow::Result<()> {
        if is_json {
            answer(serde_json::to_string(self)?);
            return Ok(());
        }
        answer(format_args!("id              {}", self.id));
        answer(format_args!("webhook_secret  {}", self.webhook_secret));
        answer(format_args!(
            "                {}  (for libraries of Standard Webhooks)",
            self.webhook_secret_whsec
        ));
        answer("The secret is not shown again.");
        Ok(())
    }
}

async fn create(arguments: WebhookCreate) -> anyhow::Result<()> {
    check_webhook_url(&arguments.url).context("--url")?;
    let name = arguments.name.as_deref().map(checked_name).transpose()?.flatten();
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let webhook = Webhook {
        name,
        subscription: Subscription::of(arguments.events),
        ..Webhook::new(store.next_id().await?, application.id, arguments.url, SystemClock.now())
    };
    let secret = Issued::new(webhook.id);
    let mut batch = Batch::new();
    webhooks::guard_count(&mut batch, application.id);
    webhooks::insert(&store, &mut batch, &webhook, &secret.webhook_secret);
    match store.write(batch).await {
        Err(StoreError::Conflict) => {
            bail!("the application has {MOST_WEBHOOKS} webhooks, and may not have more")
        }
        written => written?,
    }
    secret.print(arguments.json)
}

async fn list(arguments: WebhookList) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Listed<'a> {
        id: WebhookId,
        url: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
        events: &'a Subscription,
        is_enabled: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        off_reason: Option<OffReason>,
        #[serde(skip_serializing_if = "Option::is_none")]
        failing_since: Option<String>,
    }
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let found = webhooks::of_application(&store, application.id).await?;
    if arguments.json {
        let listed = found.iter().map(|webhook| Listed {
            id: webhook.id,
            url: webhook.url.as_str(),
            name: webhook.name.as_deref(),
            events: &webhook.subscription,
            is_enabled: webhook.off.is_none(),
            off_reason: webhook.off,
            failing_since: webhook.failing_since.map(|at| at.to_string()),
        });
        answer(serde_json::to_string(&listed.collect::<Vec<_>>())?);
        return Ok(());
    }
    if found.is_empty() {
        answer("No webhooks yet: `passerelle webhook create` makes one.");
    }
    for webhook in &found {
        answer(format_args!(
            "{}  {}  {}",
            webhook.id,
            webhook.url,
            webhook.name.as_deref().unwrap_or_default()
        ));
        match &webhook.subscription {
            Subscription::All => answer("    all events"),
            Subscription::Only(kinds) => {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
                answer(format_args!("    {}", names.join(" ")));
            }
        }
        if let Some(reason) = webhook.off {
            answer(format_args!("    off: {}", reason.name()));
        }
        if let Some(since) = webhook.failing_since {
            answer(format_args!("    nothing but failure since {since}"));
        }
    }
    Ok(())
}

async fn update(arguments: WebhookUpdate) -> anyhow::Result<()> {
    if let Some(url) = &arguments.url {
        check_webhook_url(url).context("--url")?;
    }
    let store = open_store(&arguments.common).await?;
    let mut webhook = find(&store, arguments.id).await?;
    if let Some(url) = arguments.url {
        webhook.url = url;
    }
    if let Some(name) = &arguments.name {
        webhook.name = checked_name(name)?;
    }
    if arguments.all_events {
        webhook.subscription = Subscription::All;
    } else if !arguments.events.is_empty() {
        webhook.subscription = Subscription::of(arguments.events);
    }
    let mut batch = Batch::new();
    webhooks::update(&mut batch, &webhook);
    if arguments.enable {
        webhooks::enable(&mut batch, webhook.id);
    } else if arguments.disable && webhook.off.is_none() {
        webhooks::disable(&mut batch, webhook.id, OffReason::Operator);
    }
    store.write(batch).await?;
    answer(format_args!("Webhook {} is up to date.", webhook.id));
    Ok(())
}

async fn delete(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let mut batch = Batch::new();
    webhooks::delete(&mut batch, webhook.id);
    store.write(batch).await?;
    answer(format_args!("Webhook {} is gone.", webhook.id));
    Ok(())
}

async fn enable(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let mut batch = Batch::new();
    webhooks::enable(&mut batch, webhook.id);
    store.write(batch).await?;
    answer(format_args!("Webhook {} is on.", webhook.id));
    Ok(())
}

async fn renew_secret(arguments: WebhookOutput) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let secret = Issued::new(webhook.id);
    let until = after(SystemClock.now(), FORMER_SECRET);
    let mut batch = Batch::new();
    webhooks::renew_secret(&store, &mut batch, webhook.id, &secret.webhook_secret, until);
    store.write(batch).await?;
    secret.print(arguments.json)?;
    if !arguments.json {
        answer(format_args!("The secret before it signs too until {until}."));
    }
    Ok(())
}

async fn test(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find_on(&store, arguments.id).await?;
    let mut batch = Batch::new();
    let event = Event::test(webhook.application_id);
    events::record_for(&store, &mut batch, &event, webhook.id, SystemClock.now()).await?;
    store.write(batch).await?;
    answer(format_args!(
        "A TEST_EVENT is sent as soon as the server sees it; `passerelle webhook deliveries {}` tells what came of it.",
        webhook.id
    ));
    Ok(())
}

async fn deliveries(arguments: WebhookDeliveries) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let filter = Filter {
        webhook: Some(webhook.id),
        status: arguments.failed.then_some(Status::Failed),
        ..Filter::default()
    };
    let found = delivery_records::page(&store, webhook.application_id, filter, arguments.limit).await?;
    if arguments.json {
        answer(serde_json::to_string(&found.iter().map(Printed::new).collect::<Vec<_>>())?);
        return Ok(());
    }
    if found.is_empty() {
        answer("None.");
    }
    for record in &found {
        let Record { created_at, kind, message_id, status, .. } = record;
        answer(format_args!("{created_at}  {}  {message_id}  {}", kind.name(), status.name()));
        for attempt in &record.attempts {
            let came = match (attempt.status_code, &attempt.error) {
                (Some(code), _) => code.to_string(),
                (None, error) => error.clone().unwrap_or_default(),
            };
            answer(format_args!("    {}  {} ms  {came}", attempt.at, attempt.duration.as_millis()));
        }
    }
    Ok(())
}

/// A delivery as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    id: i64,
    event_id: String,
    r#type: &'static str,
    status: &'static str,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<String>,
    attempts: Vec<PrintedAttempt<'a>>,
}

#[derive(Serialize)]
struct PrintedAttempt<'a> {
    at: String,
    duration_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
}

impl<'a> Printed<'a> {
    fn new(record: &'a Record) -> Self {
        let attempts = record.attempts.iter().map(|attempt| PrintedAttempt {
            at: attempt.at.to_string(),
            duration_ms: attempt.duration.as_millis(),
            status_code: attempt.status_code,
            error: attempt.error.as_deref(),
            answer: attempt.answer.as_deref(),
        });
        Self {
            id: record.id.get(),
            event_id: record.message_id.to_string(),
            r#type: record.kind.name(),
            status: record.status.name(),
            created_at: record.created_at.to_string(),
            next_attempt_at: record.due_at.map(|at| at.to_string()),
            attempts: attempts.collect(),
        }
    }
}

async fn replay(arguments: WebhookReplay) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find_on(&store, arguments.id).await?;
    let now = SystemClock.now();
    let what = match (arguments.what.event, arguments.what.since) {
        (Some(event), _) => Again::Event(event),
        (None, Some(since)) => Again::Between(since, arguments.until.unwrap_or(now)),
        (None, None) => Again::Failed,
    };
    let count = delivery_records::replay(&store, &webhook, what, now).await?;
    if let (Again::Event(event), 0) = (what, count) {
        bail!("the application has no event {event}, or it is on its way to the webhook");
    }
    answer(format_args!("Sent again, as soon as the server sees it: {count}."));
    Ok(())
}

async fn find(store: &Store, id: WebhookId) -> anyhow::Result<Webhook> {
    webhooks::find(store, id).await?.ok_or_else(|| anyhow!("there is no webhook {id}"))
}

/// One that messages are sent to.
async fn find_on(store: &Store, id: WebhookId) -> anyhow::Result<Webhook> {
    let webhook = find(store, id).await?;
    match webhook.off {
        Some(_) => bail!("webhook {id} is off: `passerelle webhook enable {id}` switches it on"),
        None => Ok(webhook),
    }
}

/// The name without blanks around it; none for an empty text.
fn checked_name(name: &str) -> anyhow::Result<Option<String>> {
    let name = name.trim();
    if name.chars().count() > 100 {
        bail!("--name: expected at most 100 characters");
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}
