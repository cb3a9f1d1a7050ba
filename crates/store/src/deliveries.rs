//! Deliveries of events to webhooks: leased, attempted, recorded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use passerelle_domain::{ApplicationId, DeliveryId, Failing, MessageId, OffReason, Trace, UserId, WebhookId};
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::batch::Sql;
use crate::cause::trace;
use crate::webhooks::open_secret;
use crate::{Batch, Row, Rows, Store, StoreError, Value, params};

/// A delivery that this server holds and is to attempt now.
#[derive(Clone)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The webhook's.
    pub webhook_id: WebhookId,
    /// Where it goes.
    pub url: Url,
    /// What it is signed with, the newest first: two for a while after a renewal.
    pub secrets: Vec<Zeroizing<String>>,
    /// Since when nothing but failure came of the webhook.
    pub failing: Option<Failing>,
    /// Whose webhook.
    pub application_id: ApplicationId,
    /// The same for every attempt and every webhook: receivers tell repetitions by it.
    pub message_id: MessageId,
    /// The body, the same each time.
    pub body: String,
    /// From when on its schedule counts: the event's time, or that of the replay.
    pub created_at: Timestamp,
    /// How many attempts were made.
    pub attempts: u32,
    /// The trace of the request that made it true.
    pub trace: Option<Trace>,
    lease: Uuid,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub at: Timestamp,
    /// How long it took.
    pub duration: Duration,
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
    /// Nothing, and the webhook is to be switched off.
    Off(OffReason),
}

/// How long a message waits for earlier ones of the same user to the same webhook, so that a receiver that takes what it
/// gets hears of a user in order, and one that does not keeps nothing back for long.
const PATIENCE: SignedDuration = SignedDuration::from_mins(1);

/// No earlier message of the same user to the same webhook is still to be delivered; or this one waited long enough ($6),
/// or is about nobody (user 0).
macro_rules! in_order {
    () => {
        "(d.user_id = 0 OR d.created_at <= $6 OR NOT EXISTS (SELECT 1 FROM deliveries p WHERE p.webhook_id = d.webhook_id \
         AND p.user_id = d.user_id AND p.id < d.id AND p.due_at IS NOT NULL))"
    };
}

/// Leases deliveries whose time has come, oldest first, but for those to `busy` webhooks and those that wait for earlier
/// ones. A lease that runs out is anybody's.
pub async fn lease(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    lease: Uuid,
    busy: &[WebhookId],
    limit: u32,
) -> Result<Vec<Delivery>, StoreError> {
    let patient_since = now.checked_sub(PATIENCE).unwrap_or(Timestamp::MIN);
    let leased = store
        .returning(
            Sql {
                sqlite: concat!(
                    "UPDATE deliveries SET due_at = $2, lease = $3 WHERE id IN (",
                    "SELECT d.id FROM deliveries d WHERE d.due_at <= $1 ",
                    "AND d.webhook_id NOT IN (SELECT value FROM json_each($5)) AND ",
                    in_order!(),
                    " ORDER BY d.due_at, d.id LIMIT $4) RETURNING id"
                ),
                postgres: concat!(
                    "UPDATE deliveries SET due_at = $2, lease = $3 WHERE id IN (",
                    "SELECT d.id FROM deliveries d WHERE d.due_at <= $1 ",
                    "AND d.webhook_id NOT IN (SELECT value::bigint FROM jsonb_array_elements_text($5)) AND ",
                    in_order!(),
                    " ORDER BY d.due_at, d.id LIMIT $4 FOR UPDATE OF d SKIP LOCKED) RETURNING id"
                ),
            },
            params![now, until, lease, limit, Value::json(&busy), patient_since],
            |row| row.get::<DeliveryId>(0),
        )
        .await?;
    if leased.is_empty() { Ok(Vec::new()) } else { held(store, lease, now).await }
}

/// What a lease's deliveries to one webhook have in common.
#[derive(Clone)]
struct Receiver {
    url: Url,
    secrets: Vec<Zeroizing<String>>,
    failing: Option<Failing>,
}

/// The deliveries of a lease, oldest first, with what is sent.
async fn held(store: &Store, lease: Uuid, now: Timestamp) -> Result<Vec<Delivery>, StoreError> {
    let keys = store.keys().clone();
    // Many of a lease go to the same webhook.
    let mut receivers: HashMap<WebhookId, Receiver> = HashMap::new();
    let read = move |row: &dyn Row| {
        let webhook_id: WebhookId = row.get(1)?;
        let Receiver { url, secrets, failing } = match receivers.entry(webhook_id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let mut secrets = vec![open_secret(&keys, webhook_id, row, 4)?];
                let former_until: Option<Timestamp> = row.get(10)?;
                if former_until.is_some_and(|until| now < until) {
                    secrets.push(open_secret(&keys, webhook_id, row, 9)?);
                }
                let since: Option<Timestamp> = row.get(8)?;
                let parts: u32 = row.get(12)?;
                let failing = since.map(|since| Failing { since, parts });
                new.insert(Receiver { url: row.parsed(3)?, secrets, failing }).clone()
            }
        };
        Ok(Delivery {
            id: row.get(0)?,
            webhook_id,
            application_id: row.get(11)?,
            attempts: row.get(2)?,
            url,
            secrets,
            failing,
            message_id: row.get(5)?,
            body: row.get(6)?,
            created_at: row.get(7)?,
            trace: trace(row, 13)?,
            lease,
        })
    };
    let sql = "SELECT d.id, d.webhook_id, d.attempts, w.url, w.secret, e.message_id, e.body, d.created_at, \
         w.failing_since, w.former_secret, w.former_secret_until, w.application_id, w.failing_parts, e.trace \
         FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id JOIN events e ON e.id = d.event_id \
         WHERE d.lease = $1 ORDER BY d.id";
    store.rows(sql, params![lease], read).await
}

/// Records an attempt and what follows: `failing` is what is known of the webhook then. A delivery whose lease was taken
/// over meanwhile is left to its new holder.
pub fn record(
    batch: &mut Batch,
    delivery: &Delivery,
    attempt: &Attempt,
    next: Next,
    failing: Option<Failing>,
) {
    let (due_at, delivered_at) = match next {
        Next::Delivered => (None, Some(attempt.at)),
        Next::Again(at) => (Some(at), None),
        Next::GivenUp | Next::Off(_) => (None, None),
    };
    let number = delivery.attempts + 1;
    batch.row(
        Sql {
            sqlite: "UPDATE deliveries SET attempts = $3, due_at = $4, delivered_at = $5, lease = NULL \
                 WHERE id = $1 AND lease = $2",
            postgres: "UPDATE deliveries d SET attempts = n.attempts, due_at = n.due_at, \
                 delivered_at = n.delivered_at, lease = NULL \
                 FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[]) \
                 AS n (id, lease, attempts, due_at, delivered_at) WHERE d.id = n.id AND d.lease = n.lease",
        },
        params![delivery.id, delivery.lease, number, due_at, delivered_at],
    );
    batch.row(
        Sql {
            sqlite: "INSERT INTO delivery_attempts (delivery_id, number, at, status_code, error, answer, duration_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            postgres: "INSERT INTO delivery_attempts (delivery_id, number, at, status_code, error, answer, duration_ms) \
                 SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[], \
                 $7::bigint[])",
        },
        params![
            delivery.id,
            number,
            attempt.at,
            attempt.status_code.map(u32::from),
            attempt.error.as_deref(),
            attempt.answer.as_deref(),
            i64::try_from(attempt.duration.as_millis()).unwrap_or(i64::MAX),
        ],
    );
    // Only what changes is written: most attempts are as the one before.
    if failing != delivery.failing {
        let (before, after) = (delivery.failing, failing);
        batch.push(
            "UPDATE webhooks SET failing_since = $2, failing_parts = $3 \
             WHERE id = $1 AND failing_since IS NOT DISTINCT FROM $4",
            params![
                delivery.webhook_id,
                after.map(|failing| failing.since),
                after.map_or(0, |failing| failing.parts),
                before.map(|failing| failing.since),
            ],
            Rows::Any,
        );
    }
}

/// Lets somebody else have a delivery that was not attempted. One whose lease was taken over is somebody else's already.
pub fn give_back(batch: &mut Batch, delivery: &Delivery, due_at: Timestamp) {
    batch.push(
        "UPDATE deliveries SET due_at = $3, lease = NULL WHERE id = $1 AND lease = $2",
        params![delivery.id, delivery.lease, due_at],
        Rows::Any,
    );
}

/// Whether an event of that user waits for its first attempt.
pub async fn is_any_unattempted(store: &Store, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = "SELECT d.id FROM deliveries d JOIN events e ON e.id = d.event_id \
         WHERE d.due_at <= $2 AND d.attempts = 0 AND d.lease IS NULL AND e.user_id = $1 LIMIT 1";
    Ok(store.row(sql, params![user, now], |row| row.get::<DeliveryId>(0)).await?.is_some())
}

/// When the next delivery is to be attempted, if one waits.
pub async fn next_at(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT due_at FROM deliveries WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1";
    store.row(sql, params![], |row| row.get(0)).await
}
