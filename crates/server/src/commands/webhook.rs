//! `passerelle webhook`

use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use passerelle_domain::clock::after;
use passerelle_domain::webhook::MOST_WEBHOOKS;
use passerelle_domain::{Clock as _, Event, MessageId, OffReason, Subscription, SystemClock, WebhookId};
use passerelle_store::delivery_records::{self, Again, Filter, Record, Status};
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Batch, Store, StoreError, events, random};
use passerelle_webhooks::signature;
use serde::Serialize;
use url::Url;

use super::app::check_webhook_url;
use super::{application, confirm, open_store};
use crate::cli::{
    Webhook as Command, WebhookCreate, WebhookDelete, WebhookDeliveries, WebhookList, WebhookOne,
    WebhookReplay, WebhookUpdate,
};
use crate::failure::{Reason, fail};
use crate::output::{Column, optional, plain, print, print_list, time};

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
    #[serde(skip_serializing_if = "Option::is_none")]
    former_secret_until: Option<Timestamp>,
}

impl Issued {
    fn new(id: WebhookId, former_secret_until: Option<Timestamp>) -> Self {
        let webhook_secret = random::uuid().to_string();
        let webhook_secret_whsec = signature::whsec(&webhook_secret);
        Self { id, webhook_secret, webhook_secret_whsec, former_secret_until }
    }

    fn words(&self) -> String {
        let Self { id, webhook_secret, webhook_secret_whsec, former_secret_until } = self;
        let former =
            former_secret_until.map(|until| format!(" The one before it signs too until {}.", time(until)));
        format!(
            "id              {id}\nwebhook_secret  {webhook_secret}\n                {webhook_secret_whsec}  \
             (for libraries of Standard Webhooks)\nThe secret is not shown again.{}",
            former.unwrap_or_default()
        )
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
    let secret = Issued::new(webhook.id, None);
    let mut batch = Batch::new();
    webhooks::guard_count(&mut batch, application.id);
    webhooks::insert(&store, &mut batch, &webhook, &secret.webhook_secret);
    match store.write(batch).await {
        Err(StoreError::Conflict) => {
            fail!(Refused, "the application has {MOST_WEBHOOKS} webhooks, and may not have more")
        }
        written => written?,
    }
    print(arguments.json, &secret, Issued::words)
}

/// A webhook as it is printed.
#[derive(Serialize)]
struct Printed {
    id: WebhookId,
    url: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    events: Subscription,
    is_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    off_reason: Option<OffReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<Timestamp>,
}

impl From<Webhook> for Printed {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id,
            url: webhook.url,
            name: webhook.name,
            events: webhook.subscription,
            is_enabled: webhook.off.is_none(),
            off_reason: webhook.off,
            failing_since: webhook.failing_since,
        }
    }
}

const COLUMNS: [Column<'static, Printed>; 5] = [
    ("WEBHOOK", &|webhook| webhook.id.to_string()),
    ("URL", &|webhook| webhook.url.to_string()),
    ("NAME", &|webhook| optional(webhook.name.as_ref())),
    ("STATE", &|webhook| match (webhook.off_reason, webhook.failing_since) {
        (Some(reason), _) => format!("off: {}", reason.name()),
        (None, Some(since)) => format!("nothing but failure since {}", time(since)),
        (None, None) => "on".to_owned(),
    }),
    ("EVENTS", &|webhook| match &webhook.events {
        Subscription::All => "all".to_owned(),
        Subscription::Only(kinds) => kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" "),
    }),
];

async fn list(arguments: WebhookList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let found = webhooks::of_application(&store, application.id).await?;
    let found: Vec<Printed> = found.into_iter().map(Printed::from).collect();
    print_list(arguments.json, &found, &COLUMNS, "No webhooks yet: `passerelle webhook create` makes one.")
}

/// Prints a webhook as it is now, or says in words what became of it.
async fn print_changed(store: &Store, id: WebhookId, is_json: bool, became: &str) -> anyhow::Result<()> {
    let webhook = Printed::from(find(store, id).await?);
    print(is_json, &webhook, |webhook| format!("Webhook {} is {became}.", webhook.id))
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
    print_changed(&store, webhook.id, arguments.json, "up to date").await
}

async fn delete(arguments: WebhookDelete) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Deleted {
        id: WebhookId,
    }
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let (id, url) = (webhook.id, &webhook.url);
    confirm(&arguments.confirmed, format_args!("Delete webhook {id} ({url}) with what was sent to it?"))?;
    let mut batch = Batch::new();
    webhooks::delete(&mut batch, webhook.id);
    store.write(batch).await?;
    print(arguments.json, &Deleted { id: webhook.id }, |Deleted { id }| format!("Webhook {id} is gone."))
}

async fn enable(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let mut batch = Batch::new();
    webhooks::enable(&mut batch, webhook.id);
    store.write(batch).await?;
    print_changed(&store, webhook.id, arguments.json, "on").await
}

async fn renew_secret(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find(&store, arguments.id).await?;
    let until = after(SystemClock.now(), FORMER_SECRET);
    let secret = Issued::new(webhook.id, Some(until));
    let mut batch = Batch::new();
    webhooks::renew_secret(&store, &mut batch, webhook.id, &secret.webhook_secret, until);
    store.write(batch).await?;
    print(arguments.json, &secret, Issued::words)
}

async fn test(arguments: WebhookOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let webhook = find_on(&store, arguments.id).await?;
    let mut batch = Batch::new();
    let event = Event::test(webhook.application_id);
    events::record_for(&store, &mut batch, &event, webhook.id, SystemClock.now()).await?;
    store.write(batch).await?;
    print(arguments.json, &Printed::from(webhook), |Printed { id, .. }| {
        format!(
            "A TEST_EVENT is sent as soon as the server sees it; `passerelle webhook deliveries {id}` tells what came \
             of it."
        )
    })
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
    let found: Vec<PrintedDelivery<'_>> = found.iter().map(PrintedDelivery::new).collect();
    print(arguments.json, &found, |found| match found.as_slice() {
        [] => "None.".to_owned(),
        some => some.iter().map(PrintedDelivery::words).collect::<Vec<_>>().join("\n"),
    })
}

/// A delivery as it is printed.
#[derive(Serialize)]
struct PrintedDelivery<'a> {
    id: i64,
    event_id: MessageId,
    r#type: &'static str,
    status: &'static str,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<Timestamp>,
    attempts: Vec<PrintedAttempt<'a>>,
}

#[derive(Serialize)]
struct PrintedAttempt<'a> {
    at: Timestamp,
    duration_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
}

impl<'a> PrintedDelivery<'a> {
    fn new(record: &'a Record) -> Self {
        let attempts = record.attempts.iter().map(|attempt| PrintedAttempt {
            at: attempt.at,
            duration_ms: attempt.duration.as_millis(),
            status_code: attempt.status_code,
            error: attempt.error.as_deref(),
            answer: attempt.answer.as_deref(),
        });
        Self {
            id: record.id.get(),
            event_id: record.message_id,
            r#type: record.kind.name(),
            status: record.status.name(),
            created_at: record.created_at,
            next_attempt_at: record.due_at,
            attempts: attempts.collect(),
        }
    }

    /// A line for the delivery, and one for each attempt.
    fn words(&self) -> String {
        let Self { event_id, r#type: kind, status, created_at, .. } = self;
        let attempts = self.attempts.iter().map(|attempt| {
            let came = match (attempt.status_code, attempt.error) {
                (Some(code), _) => code.to_string(),
                (None, error) => plain(error.unwrap_or_default()),
            };
            format!("\n    {}  {} ms  {came}", time(attempt.at), attempt.duration_ms)
        });
        format!("{}  {kind}  {event_id}  {status}{}", time(*created_at), attempts.collect::<String>())
    }
}

async fn replay(arguments: WebhookReplay) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Replayed {
        count: usize,
    }
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
        fail!(NotFound, "the application has no event {event}, or it is on its way to the webhook");
    }
    print(arguments.json, &Replayed { count }, |Replayed { count }| {
        format!("Sent again, as soon as the server sees it: {count}.")
    })
}

async fn find(store: &Store, id: WebhookId) -> anyhow::Result<Webhook> {
    let found = webhooks::find(store, id).await?;
    found.ok_or_else(|| Reason::NotFound.says(format_args!("there is no webhook {id}")))
}

/// One that messages are sent to.
async fn find_on(store: &Store, id: WebhookId) -> anyhow::Result<Webhook> {
    let webhook = find(store, id).await?;
    match webhook.off {
        Some(_) => fail!(Refused, "webhook {id} is off: `passerelle webhook enable {id}` switches it on"),
        None => Ok(webhook),
    }
}

/// The name without blanks around it; none for an empty text.
fn checked_name(name: &str) -> anyhow::Result<Option<String>> {
    let name = name.trim();
    if name.chars().count() > 100 {
        fail!(Usage, "--name: expected at most 100 characters");
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}
