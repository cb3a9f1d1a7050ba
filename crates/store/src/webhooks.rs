//! The webhooks that applications subscribed, and their secrets.

use jiff::Timestamp;
use passerelle_domain::webhook::MOST_WEBHOOKS;
use passerelle_domain::{ApplicationId, EventKind, OffReason, Subscription, WebhookId};
use url::Url;
use zeroize::Zeroizing;

use crate::{Batch, KeyRing, Place, Row, Rows, Store, StoreError, params};

/// A subscription to events of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Whose events.
    pub application_id: ApplicationId,
    /// Where they go.
    pub url: Url,
    /// What people call it.
    pub name: Option<String>,
    /// Which events.
    pub subscription: Subscription,
    /// Why nothing is sent to it, if nothing is.
    pub off: Option<OffReason>,
    /// Since when nothing but failure came of it.
    pub failing_since: Option<Timestamp>,
    /// Until when the former secret signs too.
    pub former_secret_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Webhook {
    /// One that hears of everything from now on.
    pub fn new(id: WebhookId, application_id: ApplicationId, url: Url, now: Timestamp) -> Self {
        Self {
            id,
            application_id,
            url,
            name: None,
            subscription: Subscription::All,
            off: None,
            failing_since: None,
            former_secret_until: None,
            created_at: now,
        }
    }
}

/// The batch adds a webhook: a conflict when the application has as many as it may have (spec/webhooks.md 1). Batches of
/// one application wait for one another at its row, and count after that.
pub fn guard_count(batch: &mut Batch, application: ApplicationId) {
    batch.push(
        "UPDATE applications SET last_event = last_event WHERE id = $1",
        params![application],
        Rows::One,
    );
    batch.push(
        "UPDATE applications SET last_event = last_event \
         WHERE id = $1 AND (SELECT COUNT(*) FROM webhooks WHERE application_id = $1) < $2",
        params![application, MOST_WEBHOOKS],
        Rows::One,
    );
}

/// Adds a webhook with the secret that its messages are signed with.
pub fn insert(store: &Store, batch: &mut Batch, webhook: &Webhook, secret: &str) {
    batch.push(
        "INSERT INTO webhooks (id, application_id, url, name, events, secret, is_enabled, off_reason, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            webhook.id,
            webhook.application_id,
            webhook.url.as_str(),
            webhook.name.as_deref(),
            kinds(&webhook.subscription),
            sealed(store, webhook.id, secret),
            webhook.off.is_none(),
            webhook.off.map(OffReason::name),
            webhook.created_at,
        ],
        Rows::One,
    );
}

/// Saves where a webhook's messages go, which, and what it is called.
pub fn update(batch: &mut Batch, webhook: &Webhook) {
    batch.push(
        "UPDATE webhooks SET url = $2, name = $3, events = $4 WHERE id = $1",
        params![webhook.id, webhook.url.as_str(), webhook.name.as_deref(), kinds(&webhook.subscription)],
        Rows::One,
    );
}

/// Signs with a new secret from now on, and with the one before it until then. The one before that is dead: two are alive
/// at most (spec/webhooks.md 4).
pub fn renew_secret(store: &Store, batch: &mut Batch, id: WebhookId, secret: &str, until: Timestamp) {
    batch.push(
        "UPDATE webhooks SET former_secret = secret, former_secret_until = $3, secret = $2 WHERE id = $1",
        params![id, sealed(store, id, secret), until],
        Rows::One,
    );
}

/// Switches a webhook on: it hears of what happens from now on.
pub fn enable(batch: &mut Batch, id: WebhookId) {
    batch.push(
        "UPDATE webhooks SET is_enabled = $2, off_reason = NULL, failing_since = NULL, failing_parts = 0 WHERE id = $1",
        params![id, true],
        Rows::One,
    );
}

/// Switches a webhook off: what waits for it is not sent any more. A conflict when it is off already.
pub fn disable(batch: &mut Batch, id: WebhookId, reason: OffReason) {
    batch.push(
        "UPDATE webhooks SET is_enabled = $2, off_reason = $3 WHERE id = $1 AND is_enabled = $4",
        params![id, false, reason.name(), true],
        Rows::One,
    );
    batch.push(
        "UPDATE deliveries SET due_at = NULL WHERE webhook_id = $1 AND due_at IS NOT NULL",
        params![id],
        Rows::Any,
    );
}

/// Removes a webhook with the record of what was sent to it.
pub fn delete(batch: &mut Batch, id: WebhookId) {
    batch.push(
        "DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE webhook_id = $1)",
        params![id],
        Rows::Any,
    );
    batch.push("DELETE FROM deliveries WHERE webhook_id = $1", params![id], Rows::Any);
    batch.push("DELETE FROM webhooks WHERE id = $1", params![id], Rows::One);
}

const COLUMNS: &str = "id, application_id, url, name, events, is_enabled, off_reason, failing_since, \
     former_secret_until, created_at";

/// A webhook.
pub async fn find(store: &Store, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    store.row(format!("SELECT {COLUMNS} FROM webhooks WHERE id = $1"), params![id], read).await
}

/// The webhooks of an application.
pub async fn of_application(store: &Store, id: ApplicationId) -> Result<Vec<Webhook>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE application_id = $1 ORDER BY id");
    store.rows(sql, params![id], read).await
}

fn read(row: &dyn Row) -> Result<Webhook, StoreError> {
    let is_enabled: bool = row.get(5)?;
    let off = if is_enabled { None } else { Some(row.named(6, OffReason::from_name)?) };
    Ok(Webhook {
        id: row.get(0)?,
        application_id: row.get(1)?,
        url: row.parsed(2)?,
        name: row.get(3)?,
        subscription: if row.is_null(4)? { Subscription::All } else { row.named(4, subscription)? },
        off,
        failing_since: row.get(7)?,
        former_secret_until: row.get(8)?,
        created_at: row.get(9)?,
    })
}

/// The kinds as one text, each between blanks, so that one text of SQL finds a kind on both engines.
fn kinds(subscription: &Subscription) -> Option<String> {
    match subscription {
        Subscription::All => None,
        Subscription::Only(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            Some(format!(" {} ", names.join(" ")))
        }
    }
}

fn subscription(kinds: &str) -> Option<Subscription> {
    kinds.split_whitespace().map(EventKind::from_name).collect::<Option<_>>().map(Subscription::Only)
}

fn sealed(store: &Store, id: WebhookId, secret: &str) -> Vec<u8> {
    store.keys().seal(Place::WebhookSecret(id.get()), secret.as_bytes())
}

/// The secret in a column.
pub(crate) fn open_secret(
    keys: &KeyRing,
    id: WebhookId,
    row: &dyn Row,
    index: usize,
) -> Result<Zeroizing<String>, StoreError> {
    let sealed: Vec<u8> = row.get(index)?;
    let secret = keys.open_sealed(Place::WebhookSecret(id.get()), &sealed)?;
    let secret = String::from_utf8(secret.to_vec()).map_err(|error| StoreError::content(index, error))?;
    Ok(Zeroizing::new(secret))
}
