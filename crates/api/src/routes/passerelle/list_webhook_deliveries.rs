//! What was sent to an application's webhooks, the newest first.

use axum::extract::State;
use passerelle_domain::{DeliveryId, EventKind, MessageId, WebhookId};
use passerelle_store::delivery_records::{self, Filter, Record, Status};
use serde::Serialize;

use crate::Shared;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::wire::time::Time;

#[derive(Serialize)]
pub(crate) struct Delivery {
    id: DeliveryId,
    webhook_id: WebhookId,
    /// As `webhook-id` says it.
    event_id: MessageId,
    r#type: &'static str,
    status: &'static str,
    created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_at: Option<Time>,
    attempts: Vec<Attempt>,
}

#[derive(Serialize)]
struct Attempt {
    at: Time,
    duration_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The beginning of the answer's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

pub(crate) async fn list_webhook_deliveries(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<Delivery>, ApiError> {
    let request = PageRequest::<DeliveryId>::read(&query)?;
    let Ok(webhook) = query.id::<WebhookId>("webhook_id")?.transpose() else {
        return Ok(nothing());
    };
    let status = query.parsed("status", "must be waiting, delivered or failed", Status::from_name)?;
    let kind = query.parsed("type", "must be a type of event", EventKind::from_name)?;
    let filter = Filter { webhook, kind, status, before: request.after };
    let records = delivery_records::page(&api.store, application.id, filter, request.rows()).await?;
    Ok(request.page(&query, records, |record| record.id).map(Delivery::from))
}

fn nothing() -> Page<Delivery> {
    Page { resources: Vec::new(), next_uri: None }
}

impl From<Record> for Delivery {
    fn from(record: Record) -> Self {
        let attempts = record.attempts.into_iter().map(|attempt| Attempt {
            at: Time(attempt.at),
            duration_ms: attempt.duration.as_millis(),
            status_code: attempt.status_code,
            error: attempt.error,
            answer: attempt.answer,
        });
        Self {
            id: record.id,
            webhook_id: record.webhook_id,
            event_id: record.message_id,
            r#type: record.kind.name(),
            status: record.status.name(),
            created_at: Time(record.created_at),
            next_attempt_at: record.due_at.map(Time),
            delivered_at: record.delivered_at.map(Time),
            attempts: attempts.collect(),
        }
    }
}
