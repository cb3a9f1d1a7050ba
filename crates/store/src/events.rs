//! Events, and one delivery of each per webhook, in the batch that made them true.

use jiff::Timestamp;
use passerelle_domain::{ApplicationId, Event, EventId, EventKind, MessageId, UserId, WebhookId};

use crate::batch::{Rows, Sql};
use crate::{Batch, Notice, Store, StoreError, Value, cause, params, random};

/// A statement with a list of ids in it.
macro_rules! in_list {
    ($head:literal; $tail:literal) => {
        Sql {
            sqlite: concat!($head, "SELECT value FROM json_each($1)", $tail),
            postgres: concat!($head, "SELECT value::bigint FROM jsonb_array_elements_text($1)", $tail),
        }
    };
}

/// A delivery to each webhook that is on.
macro_rules! deliver {
    () => {
        "INSERT INTO deliveries (event_id, webhook_id, application_id, user_id, attempts, due_at, created_at) \
         SELECT $1, id, application_id, $5, 0, $2, $2 FROM webhooks WHERE application_id = $3 AND is_enabled = $4"
    };
}
/// Adds events, in order, to the batch of what they tell; every webhook of their application that subscribed to
/// their kind is to hear of them.
pub async fn record(
    store: &Store,
    batch: &mut Batch,
    events: &[Event],
    at: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<EventId> = store.next_ids(events.len()).await?;
    for (event, id) in events.iter().zip(ids) {
        insert(batch, event, id, at);
        // Kinds of our own are heard by those who name them.
        let sql = if event.kind.is_for_all() {
            concat!(deliver!(), " AND (events IS NULL OR events LIKE $6) ORDER BY id")
        } else {
            concat!(deliver!(), " AND events LIKE $6 ORDER BY id")
        };
        let named = format!("% {} %", event.kind.name());
        batch.push(sql, params![id, at, event.application_id, true, user(event), named.as_str()], Rows::Any);
    }
    if !events.is_empty() {
        batch.notify(Notice::Deliveries);
    }
    Ok(())
}

/// Adds an event that one webhook hears of, whatever it subscribed to.
pub async fn record_for(
    store: &Store,
    batch: &mut Batch,
    event: &Event,
    webhook: WebhookId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let id: EventId = store.next_id().await?;
    insert(batch, event, id, at);
    batch.push(
        "INSERT INTO deliveries (event_id, webhook_id, application_id, user_id, attempts, due_at, created_at) \
         VALUES ($1, $2, $3, $4, 0, $5, $5)",
        params![id, webhook, event.application_id, user(event), at],
        Rows::One,
    );
    batch.notify(Notice::Deliveries);
    Ok(())
}

fn insert(batch: &mut Batch, event: &Event, id: EventId, at: Timestamp) {
    batch.push(
        "INSERT INTO events (id, message_id, application_id, user_id, kind, body, created_at, trace) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            id,
            message_id(at),
            event.application_id,
            user(event),
            event.kind.name(),
            event.body(at),
            at,
            cause::current(),
        ],
        Rows::One,
    );
}

/// What stands for nobody.
fn user(event: &Event) -> i64 {
    event.user_id.map_or(0, UserId::get)
}

fn message_id(at: Timestamp) -> MessageId {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random::bytes()).into_uuid().into()
}

/// An event as it can be pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its place among the application's events: ascending, and never given to one that is committed behind it.
    pub number: i64,
    /// Its id, which receivers see as `webhook-id`.
    pub message_id: MessageId,
    /// Its kind.
    pub kind: EventKind,
    /// The exact body.
    pub body: String,
    /// When it happened.
    pub created_at: Timestamp,
}

/// An application's events behind a number, in order, whether or not a webhook heard of them.
///
/// Ids come in blocks for each node, so an event may be committed behind one of a higher id; a reader that goes on behind
/// the last id it saw would miss it. So events get the numbers they are pulled by when somebody looks, after they are
/// committed and in the order of their times, by one writer at a time.
pub async fn page(
    store: &Store,
    application: ApplicationId,
    after: i64,
    limit: u32,
) -> Result<Vec<Recorded>, StoreError> {
    give_numbers(store, application).await?;
    let sql = "SELECT pull_number, message_id, kind, body, created_at FROM events \
         WHERE application_id = $1 AND pull_number > $2 ORDER BY pull_number LIMIT $3";
    store
        .rows(sql, params![application, after, limit], |row| {
            Ok(Recorded {
                number: row.get(0)?,
                message_id: row.get(1)?,
                kind: row.named(2, EventKind::from_name)?,
                body: row.get(3)?,
                created_at: row.get(4)?,
            })
        })
        .await
}

/// The number of an application's latest event, 0 before the first.
pub async fn last_number(store: &Store, application: ApplicationId) -> Result<i64, StoreError> {
    while give_numbers(store, application).await? {}
    let sql = "SELECT last_event FROM applications WHERE id = $1";
    Ok(store.row(sql, params![application], |row| row.get(0)).await?.unwrap_or(0))
}

/// Gives numbers to events that have none, at most [`NUMBERED`] of them, and says whether there were any.
async fn give_numbers(store: &Store, application: ApplicationId) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM events WHERE application_id = $1 AND pull_number IS NULL LIMIT 1";
    if store.row(sql, params![application], |row| row.get::<EventId>(0)).await?.is_none() {
        return Ok(false);
    }
    let mut batch = Batch::new();
    // Whoever numbers waits here for the one before, and then sees what that one did.
    batch.push(
        "UPDATE applications SET last_event = last_event WHERE id = $1",
        params![application],
        Rows::One,
    );
    batch.push(
        "UPDATE events SET pull_number = n.number FROM (\
         SELECT e.id, a.last_event + row_number() OVER (ORDER BY e.created_at, e.id) AS number \
         FROM events e JOIN applications a ON a.id = e.application_id \
         WHERE e.application_id = $1 AND e.pull_number IS NULL ORDER BY e.created_at, e.id LIMIT $2) n \
         WHERE events.id = n.id",
        params![application, NUMBERED],
        Rows::Any,
    );
    batch.push(
        "UPDATE applications SET last_event = n.number \
         FROM (SELECT max(pull_number) AS number FROM events WHERE application_id = $1 AND pull_number IS NOT NULL) n \
         WHERE applications.id = $1 AND n.number > last_event",
        params![application],
        Rows::Any,
    );
    store.write(batch).await?;
    Ok(true)
}

/// How many events get their numbers at once: more than a page has.
const NUMBERED: u32 = 5000;

/// Deletes events from before that instant with their deliveries, but for those that are still to arrive; at most `limit`,
/// and says how many.
pub async fn delete_old(store: &Store, before: Timestamp, limit: u32) -> Result<usize, StoreError> {
    let sql = "SELECT e.id FROM events e WHERE e.created_at < $1 AND NOT EXISTS (\
         SELECT 1 FROM deliveries d WHERE d.event_id = e.id AND d.due_at IS NOT NULL) \
         ORDER BY e.created_at, e.id LIMIT $2";
    let ids: Vec<EventId> = store.rows(sql, params![before, limit], |row| row.get(0)).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    let mut batch = Batch::new();
    for sql in [
        in_list!("DELETE FROM delivery_attempts WHERE delivery_id IN (SELECT id FROM deliveries WHERE event_id IN ("; "))"),
        in_list!("DELETE FROM deliveries WHERE event_id IN ("; ")"),
        in_list!("DELETE FROM events WHERE id IN ("; ")"),
    ] {
        batch.push(sql, params![Value::json(&ids)], Rows::Any);
    }
    store.write(batch).await?;
    Ok(ids.len())
}

/// The bodies of all events, oldest first: for tests and for people who look for a cause.
pub async fn bodies(store: &Store) -> Result<Vec<String>, StoreError> {
    store.rows("SELECT body FROM events ORDER BY id", params![], |row| row.get(0)).await
}
