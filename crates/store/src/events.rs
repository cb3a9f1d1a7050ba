//! Events, and one delivery of each per webhook, in the batch that made them true.

use jiff::Timestamp;
use passerelle_domain::{Event, EventId, MessageId};

use crate::{Batch, Notice, Rows, Store, StoreError, params, random};

/// Adds events, in order, to the batch of what they tell; every webhook of their application is to hear of them.
pub async fn record(
    store: &Store,
    batch: &mut Batch,
    events: &[Event],
    at: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<EventId> = store.next_ids(events.len()).await?;
    for (event, id) in events.iter().zip(ids) {
        batch.push(
            "INSERT INTO events (id, message_id, application_id, user_id, kind, body, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                id,
                message_id(at),
                event.application_id,
                event.user_id,
                event.kind.name(),
                event.body(at),
                at
            ],
            Rows::One,
        );
        batch.push(
            "INSERT INTO deliveries (event_id, webhook_id, user_id, attempts, due_at, created_at) \
             SELECT $1, id, $5, 0, $2, $2 FROM webhooks WHERE application_id = $3 AND is_enabled = $4 ORDER BY id",
            params![id, at, event.application_id, true, event.user_id],
            Rows::Any,
        );
    }
    if !events.is_empty() {
        batch.notify(Notice::Deliveries);
    }
    Ok(())
}

fn message_id(at: Timestamp) -> MessageId {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random::bytes()).into_uuid().into()
}

/// The bodies of all events, oldest first: for tests and for people who look for a cause.
pub async fn bodies(store: &Store) -> Result<Vec<String>, StoreError> {
    store.rows("SELECT body FROM events ORDER BY id", params![], |row| row.get(0)).await
}
