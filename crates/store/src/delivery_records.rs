//! What was sent to webhooks, for people and programs that look; and sending it again.

use std::collections::HashMap;

use jiff::Timestamp;
use passerelle_domain::{ApplicationId, DeliveryId, EventKind, MessageId, Subscription, WebhookId};

use crate::batch::Sql;
use crate::conditions::Conditions;
use crate::deliveries::Attempt;
use crate::webhooks::Webhook;
use crate::{Batch, Notice, Row, Store, StoreError, Value, params};

/// What became of a delivery so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is attempted, now or later.
    Waiting,
    /// It arrived.
    Delivered,
    /// It did not arrive, and is not attempted any more.
    Failed,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A delivery with its attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: DeliveryId,
    /// To which webhook.
    pub webhook_id: WebhookId,
    /// The event's id, which receivers see as `webhook-id`.
    pub message_id: MessageId,
    /// The event's kind.
    pub kind: EventKind,
    /// What became of it.
    pub status: Status,
    /// Since when.
    pub created_at: Timestamp,
    /// When it is attempted next; while it is, when somebody else may.
    pub due_at: Option<Timestamp>,
    /// When the attempt began that it arrived with.
    pub delivered_at: Option<Timestamp>,
    /// The attempts, the first first.
    pub attempts: Vec<Attempt>,
}

/// Which deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// To this webhook.
    pub webhook: Option<WebhookId>,
    /// Of events of this kind.
    pub kind: Option<EventKind>,
    /// Of which this became.
    pub status: Option<Status>,
    /// Before this one.
    pub before: Option<DeliveryId>,
}

/// An application's deliveries, the newest first.
pub async fn page(
    store: &Store,
    application: ApplicationId,
    filter: Filter,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add("d.application_id = $", Some(application));
    conditions.add("d.webhook_id = $", filter.webhook);
    conditions.add("e.kind = $", filter.kind.map(EventKind::name));
    conditions.add("d.id < $", filter.before);
    match filter.status {
        None => {}
        Some(Status::Delivered) => conditions.push("d.delivered_at IS NOT NULL", vec![]),
        Some(Status::Waiting) => conditions.push("d.delivered_at IS NULL AND d.due_at IS NOT NULL", vec![]),
        Some(Status::Failed) => conditions.push("d.delivered_at IS NULL AND d.due_at IS NULL", vec![]),
    }
    let (clauses, given) = conditions.page("d.id DESC", limit);
    let sql = "SELECT d.id, d.webhook_id, e.message_id, e.kind, d.created_at, d.due_at, d.delivered_at \
         FROM deliveries d JOIN events e ON e.id = d.event_id";
    let mut records = store.rows(format!("{sql}{clauses}"), given, read).await?;
    let mut attempts = attempts(store, &records).await?;
    for record in &mut records {
        record.attempts = attempts.remove(&record.id).unwrap_or_default();
    }
    Ok(records)
}

fn read(row: &dyn Row) -> Result<Record, StoreError> {
    let due_at: Option<Timestamp> = row.get(5)?;
    let delivered_at: Option<Timestamp> = row.get(6)?;
    let status = match (delivered_at, due_at) {
        (Some(_), _) => Status::Delivered,
        (None, Some(_)) => Status::Waiting,
        (None, None) => Status::Failed,
    };
    Ok(Record {
        id: row.get(0)?,
        webhook_id: row.get(1)?,
        message_id: row.get(2)?,
        kind: row.named(3, EventKind::from_name)?,
        status,
        created_at: row.get(4)?,
        due_at,
        delivered_at,
        attempts: Vec::new(),
    })
}

async fn attempts(
    store: &Store,
    records: &[Record],
) -> Result<HashMap<DeliveryId, Vec<Attempt>>, StoreError> {
    let ids: Vec<DeliveryId> = records.iter().map(|record| record.id).collect();
    let sql = "SELECT delivery_id, at, status_code, error, answer, coalesce(duration_ms, 0) FROM delivery_attempts \
         WHERE delivery_id IN ";
    let sql = format!("{sql}({}) ORDER BY delivery_id, number", store.listed(1));
    store
        .fold(sql, params![Value::json(&ids)], HashMap::new(), |found: &mut HashMap<_, Vec<_>>, row| {
            let status_code: Option<i64> = row.get(2)?;
            let duration: i64 = row.get(5)?;
            found.entry(row.get(0)?).or_default().push(Attempt {
                at: row.get(1)?,
                status_code: status_code.and_then(|code| u16::try_from(code).ok()),
                error: row.get(3)?,
                answer: row.get(4)?,
                duration: std::time::Duration::from_millis(duration.unsigned_abs()),
            });
            Ok(())
        })
        .await
}

/// What is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// One event.
    Event(MessageId),
    /// What the webhook subscribed to and that happened from the first instant on, before the second.
    Between(Timestamp, Timestamp),
    /// What was given up and did not arrive since.
    Failed,
}

/// New deliveries of old events to a webhook, oldest first, without those that are on their way to it; says how many.
pub async fn replay(
    store: &Store,
    webhook: &Webhook,
    what: Again,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut given = params![webhook.id, webhook.application_id, now];
    let chosen = match what {
        Again::Event(id) => {
            given.push(id.into());
            "AND e.message_id = $4".to_owned()
        }
        Again::Between(since, until) => {
            given.extend(params![since, until]);
            let kinds: Vec<&str> = match &webhook.subscription {
                Subscription::All => EventKind::SUBSCRIBABLE
                    .iter()
                    .filter(|kind| kind.is_for_all())
                    .map(|kind| kind.name())
                    .collect(),
                Subscription::Only(kinds) => kinds.iter().map(|kind| kind.name()).collect(),
            };
            // The names of kinds are ours, and no other text.
            let kinds = kinds.join("', '");
            format!("AND e.created_at >= $4 AND e.created_at < $5 AND e.kind IN ('{kinds}')")
        }
        Again::Failed => "AND e.id IN (SELECT f.event_id FROM deliveries f WHERE f.application_id = $2 \
             AND f.webhook_id = $1 AND f.delivered_at IS NULL AND f.due_at IS NULL) \
             AND NOT EXISTS (SELECT 1 FROM deliveries a WHERE a.event_id = e.id AND a.webhook_id = $1 \
             AND a.delivered_at IS NOT NULL)"
            .to_owned(),
    };
    let sql = format!(
        "SELECT e.id, e.user_id FROM events e WHERE e.application_id = $2 AND e.created_at <= $3 {chosen} \
         AND NOT EXISTS (SELECT 1 FROM deliveries w WHERE w.event_id = e.id AND w.webhook_id = $1 \
         AND w.due_at IS NOT NULL) ORDER BY e.created_at, e.id"
    );
    let found: Vec<(i64, i64)> = store.rows(sql, given, |row| Ok((row.get(0)?, row.get(1)?))).await?;
    for part in found.chunks(AT_ONCE) {
        let mut batch = Batch::new();
        batch.bulk(
            Sql {
                sqlite: "INSERT INTO deliveries \
                     (event_id, user_id, webhook_id, application_id, attempts, due_at, created_at) \
                     VALUES ($1, $2, $3, $4, 0, $5, $5)",
                postgres: "INSERT INTO deliveries \
                     (event_id, user_id, webhook_id, application_id, attempts, due_at, created_at) \
                     SELECT n.event_id, n.user_id, n.webhook_id, n.application_id, 0, n.at, n.at FROM unnest(\
                     $1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) \
                     WITH ORDINALITY AS n (event_id, user_id, webhook_id, application_id, at, place) ORDER BY n.place",
            },
            part.iter()
                .map(|(event, user)| params![*event, *user, webhook.id, webhook.application_id, now])
                .collect(),
        );
        batch.notify(Notice::Deliveries);
        store.write(batch).await?;
    }
    Ok(found.len())
}

/// How many deliveries are added in one batch.
const AT_ONCE: usize = 1000;
