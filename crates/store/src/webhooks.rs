//! The webhooks that applications subscribed.

use jiff::Timestamp;
use passerelle_domain::{ApplicationId, WebhookId};
use url::Url;

use crate::{Batch, Place, Row, Rows, Store, StoreError, params};

/// A subscription to all events of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Whose events.
    pub application_id: ApplicationId,
    /// Where they go.
    pub url: Url,
    /// False once the receiver said that it is gone.
    pub is_enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Adds a webhook with the secret that its messages are signed with.
pub fn insert(store: &Store, batch: &mut Batch, webhook: &Webhook, secret: &str) {
    let sealed = store.keys().seal(Place::WebhookSecret(webhook.id.get()), secret.as_bytes());
    batch.push(
        "INSERT INTO webhooks (id, application_id, url, secret, is_enabled, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            webhook.id,
            webhook.application_id,
            webhook.url.as_str(),
            sealed,
            webhook.is_enabled,
            webhook.created_at,
        ],
        Rows::One,
    );
}

/// Switches a webhook off: what waits for it is not sent any more.
pub fn disable(batch: &mut Batch, id: WebhookId) {
    batch.push("UPDATE webhooks SET is_enabled = $2 WHERE id = $1", params![id, false], Rows::Any);
    batch.push(
        "UPDATE deliveries SET due_at = NULL WHERE webhook_id = $1 AND due_at IS NOT NULL",
        params![id],
        Rows::Any,
    );
}

/// The webhooks of an application.
pub async fn of_application(store: &Store, id: ApplicationId) -> Result<Vec<Webhook>, StoreError> {
    let sql = "SELECT id, application_id, url, is_enabled, created_at FROM webhooks \
         WHERE application_id = $1 ORDER BY id";
    store.rows(sql, params![id], read).await
}

fn read(row: &dyn Row) -> Result<Webhook, StoreError> {
    Ok(Webhook {
        id: row.get(0)?,
        application_id: row.get(1)?,
        url: row.parsed(2)?,
        is_enabled: row.get(3)?,
        created_at: row.get(4)?,
    })
}
