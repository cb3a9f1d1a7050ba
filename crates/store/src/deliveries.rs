//! Deliveries of events to webhooks: leased, attempted, recorded.

use jiff::Timestamp;
use passerelle_domain::{DeliveryId, EventId, MessageId, UserId, WebhookId};
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::batch::Sql;
use crate::{Batch, Place, Rows, Store, StoreError, Value, params};

/// A delivery that this server holds and is to attempt now.
#[derive(Clone)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The webhook's.
    pub webhook_id: WebhookId,
    /// Where it goes.
    pub url: Url,
    /// What it is signed with.
    pub secret: Zeroizing<String>,
    /// The same for every attempt and every webhook: receivers tell repetitions by it.
    pub message_id: MessageId,
    /// The body, the same each time.
    pub body: String,
    /// When the event happened.
    pub event_at: Timestamp,
    /// How many attempts were made.
    pub attempts: u32,
    lease: Uuid,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub at: Timestamp,
    /// The answer's status.
    pub status_code: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// The beginning of the answer's body.
    pub answer: Option<String>,
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it arrived.
    Delivered,
    /// Another attempt.
    Again(Timestamp),
    /// Nothing: the schedule is at its end.
    GivenUp,
    /// Nothing, and the webhook is switched off: its receiver said that it is gone.
    Gone,
}

/// Leases deliveries whose time has come, oldest first, but for those to `busy` webhooks. A lease that runs out is
/// anybody's.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    lease: Uuid,
    busy: &[WebhookId],
    limit: u32,
) -> Result<Vec<Delivery>, StoreError> {
    let mut leased = store
        .returning(
            Sql {
                sqlite: "UPDATE deliveries SET leased_until = $2, lease = $3 WHERE id IN (\
                     SELECT id FROM deliveries WHERE next_attempt_at <= $1 \
                     AND (leased_until IS NULL OR leased_until <= $1) \
                     AND webhook_id NOT IN (SELECT value FROM json_each($5)) \
                     ORDER BY next_attempt_at, id LIMIT $4) RETURNING id, event_id, webhook_id, attempts",
                postgres: "UPDATE deliveries SET leased_until = $2, lease = $3 WHERE id IN (\
                     SELECT id FROM deliveries WHERE next_attempt_at <= $1 \
                     AND (leased_until IS NULL OR leased_until <= $1) \
                     AND webhook_id NOT IN (SELECT value::bigint FROM jsonb_array_elements_text($5)) \
                     ORDER BY next_attempt_at, id LIMIT $4 FOR UPDATE SKIP LOCKED) \
                     RETURNING id, event_id, webhook_id, attempts",
            },
            params![now, until, lease, limit, Value::json(&busy)],
            |row| {
                Ok((
                    row.get::<DeliveryId>(0)?,
                    row.get::<EventId>(1)?,
                    row.get::<WebhookId>(2)?,
                    row.get::<u32>(3)?,
                ))
            },
        )
        .await?;
    leased.sort_by_key(|(id, ..)| *id);
    let mut deliveries = Vec::with_capacity(leased.len());
    for (id, event, webhook_id, attempts) in leased {
        let content = store
            .row(
                "SELECT w.url, w.secret, e.message_id, e.body, e.created_at FROM events e, webhooks w \
                 WHERE e.id = $1 AND w.id = $2",
                params![event, webhook_id],
                |row| {
                    let url: Url = row.parsed(0)?;
                    Ok((url, row.get::<Vec<u8>>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
                },
            )
            .await?;
        let Some((url, secret, message_id, body, event_at)) = content else { continue };
        let secret = store.keys().open_sealed(Place::WebhookSecret(webhook_id.get()), &secret)?;
        let secret = String::from_utf8(secret.to_vec()).map_err(|error| StoreError::content(1, error))?;
        let secret = Zeroizing::new(secret);
        deliveries.push(Delivery {
            id,
            webhook_id,
            url,
            secret,
            message_id,
            body,
            event_at,
            attempts,
            lease,
        });
    }
    Ok(deliveries)
}

/// Records an attempt and what follows. A delivery whose lease was taken over meanwhile is left to its new holder.
pub fn record(batch: &mut Batch, delivery: &Delivery, attempt: &Attempt, next: Next) {
    let (next_attempt_at, delivered_at) = match next {
        Next::Delivered => (None, Some(attempt.at)),
        Next::Again(at) => (Some(at), None),
        Next::GivenUp | Next::Gone => (None, None),
    };
    let number = delivery.attempts + 1;
    batch.push(
        "UPDATE deliveries SET attempts = $3, next_attempt_at = $4, delivered_at = $5, leased_until = NULL, \
         lease = NULL WHERE id = $1 AND lease = $2",
        params![delivery.id, delivery.lease, number, next_attempt_at, delivered_at],
        Rows::One,
    );
    batch.push(
        "INSERT INTO delivery_attempts (delivery_id, number, at, status_code, error, answer) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            delivery.id,
            number,
            attempt.at,
            attempt.status_code.map(u32::from),
            attempt.error.as_deref(),
            attempt.answer.as_deref(),
        ],
        Rows::One,
    );
    if next == Next::Gone {
        crate::webhooks::disable(batch, delivery.webhook_id);
    }
}

/// Whether an event of that user waits for its first attempt.
pub async fn is_any_unattempted(store: &Store, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "SELECT d.id FROM deliveries d JOIN events e ON e.id = d.event_id \
         WHERE d.next_attempt_at <= $2 AND d.attempts = 0 AND d.leased_until IS NULL AND e.user_id = $1 LIMIT 1";
    Ok(store.row(sql, params![user, now], |row| row.get::<DeliveryId>(0)).await?.is_some())
}

/// When the next delivery is to be attempted, if one waits.
pub async fn next_at(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT CASE WHEN leased_until > next_attempt_at THEN leased_until ELSE next_attempt_at END FROM deliveries \
         WHERE next_attempt_at IS NOT NULL ORDER BY 1 LIMIT 1";
    store.row(sql, params![], |row| row.get(0)).await
}
