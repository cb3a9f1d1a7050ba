//! `passerelle webhook` and `passerelle event`: what can be typed.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use passerelle_domain::{EventKind, MessageId, WebhookId};
use url::Url;

use super::{Common, Confirmed};

#[derive(Subcommand)]
pub(crate) enum Webhook {
    /// Creates a webhook of an application; its secret is shown once.
    Create(WebhookCreate),
    /// Lists an application's webhooks.
    List(WebhookList),
    /// Changes a webhook.
    Update(WebhookUpdate),
    /// Removes a webhook, with the record of what was sent to it.
    Delete(WebhookDelete),
    /// Switches a webhook on again: it hears of what happens from now on (`replay` sends what it missed).
    Enable(WebhookOne),
    /// Gives a webhook a new secret, shown once; the one before it signs too for 24 hours.
    RenewSecret(WebhookOne),
    /// Sends a `TEST_EVENT`.
    Test(WebhookOne),
    /// What was sent to a webhook, the newest first.
    Deliveries(WebhookDeliveries),
    /// Sends events again, under the ids they had.
    Replay(WebhookReplay),
}

#[derive(Args)]
pub(crate) struct WebhookCreate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Whose events.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: String,
    /// Where they go.
    #[arg(long)]
    pub(crate) url: Url,
    /// What people call it.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A kind of event it hears of; without any, all that Bridge documents.
    #[arg(long = "event", value_name = "TYPE", value_parser = event_kind)]
    pub(crate) events: Vec<EventKind>,
    /// Print the webhook as JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct WebhookList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Whose webhooks.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be typed")]
pub(crate) struct WebhookUpdate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which webhook.
    pub(crate) id: WebhookId,
    /// Where its messages go from now on.
    #[arg(long)]
    pub(crate) url: Option<Url>,
    /// What people call it; an empty text for no name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A kind of event it hears of from now on, instead of those before.
    #[arg(long = "event", value_name = "TYPE", value_parser = event_kind)]
    pub(crate) events: Vec<EventKind>,
    /// It hears of all that Bridge documents from now on.
    #[arg(long, conflicts_with = "events")]
    pub(crate) all_events: bool,
    /// Switch it on.
    #[arg(long)]
    pub(crate) enable: bool,
    /// Switch it off: what waits for it is not sent any more.
    #[arg(long, conflicts_with = "enable")]
    pub(crate) disable: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct WebhookDelete {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which webhook.
    pub(crate) id: WebhookId,
    #[command(flatten)]
    pub(crate) confirmed: Confirmed,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct WebhookOne {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which webhook.
    pub(crate) id: WebhookId,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct WebhookDeliveries {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which webhook.
    pub(crate) id: WebhookId,
    /// Only those that were given up.
    #[arg(long)]
    pub(crate) failed: bool,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER")]
    pub(crate) limit: u32,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[group(skip)]
pub(crate) struct WebhookReplay {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which webhook.
    pub(crate) id: WebhookId,
    #[command(flatten)]
    pub(crate) what: Replayed,
    /// Only events before this time.
    #[arg(long, value_name = "TIME", requires = "since")]
    pub(crate) until: Option<Timestamp>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Replayed {
    /// This event, by its `webhook-id`.
    #[arg(long, value_name = "ID")]
    pub(crate) event: Option<MessageId>,
    /// All events from this time on that the webhook subscribed to, such as `2026-01-12T09:30:00Z`.
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<Timestamp>,
    /// All that were given up and did not arrive since.
    #[arg(long)]
    pub(crate) failed: bool,
}

#[derive(Subcommand)]
pub(crate) enum Event {
    /// Lists an application's events, the oldest first.
    List(EventList),
    /// Prints an application's events as they happen, until it is stopped.
    Tail(EventTail),
}

#[derive(Args)]
pub(crate) struct EventList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Whose events.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: String,
    /// Only events behind the one of this number.
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    pub(crate) after: i64,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER")]
    pub(crate) limit: u32,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct EventTail {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Whose events.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: String,
    /// Begin behind the event of this number, instead of with what happens from now on.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) after: Option<i64>,
    /// Print JSON, one event a line.
    #[arg(long)]
    pub(crate) json: bool,
}

fn event_kind(name: &str) -> Result<EventKind, String> {
    EventKind::from_name(name).filter(|kind| EventKind::SUBSCRIBABLE.contains(kind)).ok_or_else(|| {
        let names: Vec<&str> = EventKind::SUBSCRIBABLE.iter().map(|kind| kind.name()).collect();
        format!("expected one of {}", names.join(", "))
    })
}
