//! What was sent to an application's webhooks, the newest first.

use axum::extract::State;
use passerelle_domain::{DeliveryId, EventKind, MessageId, WebhookId};
use passerelle_store::delivery_records::{self, Filter, Record, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::wire::time::Time;
use crate::{Shared, wire};

/// An event on its way to a webhook.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 4711, "webhook_id": 12, "event_id": "msg_0198c5a1b7c07d6e9d0c4c1f5b2a3e44", "type": "item.refreshed",
    "status": "delivered", "created_at": "2026-01-12T09:29:40.118Z", "delivered_at": "2026-01-12T09:29:45.402Z",
    "attempts": [
        { "at": "2026-01-12T09:29:40.121Z", "duration_ms": 31, "status_code": 503, "answer": "try again" },
        { "at": "2026-01-12T09:29:45.402Z", "duration_ms": 18, "status_code": 200, "answer": "ok" }
    ]
}))]
pub(crate) struct Delivery {
    #[schema(value_type = i64)]
    id: DeliveryId,
    #[schema(value_type = i64)]
    webhook_id: WebhookId,
    /// As the header `webhook-id` says it.
    #[schema(value_type = String)]
    event_id: MessageId,
    #[schema(value_type = wire::names::EventType)]
    r#type: &'static str,
    #[schema(value_type = wire::names::DeliveryStatus)]
    status: &'static str,
    created_at: Time,
    /// While it is waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Time)]
    next_attempt_at: Option<Time>,
    /// When the attempt began that it arrived with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Time)]
    delivered_at: Option<Time>,
    /// The first first.
    attempts: Vec<Attempt>,
}

#[derive(Serialize, ToSchema)]
struct Attempt {
    at: Time,
    #[schema(value_type = i64)]
    duration_ms: u128,
    /// Left out where no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32)]
    status_code: Option<u16>,
    /// Why no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    error: Option<String>,
    /// The beginning of the answer's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    answer: Option<String>,
}

/// Lists what was sent to the webhooks of the application, the newest first.
#[utoipa::path(
    get, path = "/passerelle/v1/webhook-deliveries", operation_id = "ListWebhookDeliveries", tag = "Extensions",
    params(
        PageRequest<DeliveryId>,
        ("webhook_id" = Option<i64>, Query, description = "To this webhook only"),
        ("status" = Option<wire::names::DeliveryStatus>, Query),
        ("type" = Option<wire::names::EventType>, Query),
    ),
    responses((status = 200, body = Page<Delivery>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list_webhook_deliveries(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<Delivery>, ApiError> {
    let request = PageRequest::<DeliveryId>::read(&query)?;
    let webhook = query.id::<WebhookId>("webhook_id")?.transpose();
    let status = query.parsed("status", "must be waiting, delivered or failed", Status::from_name)?;
    let kind = query.parsed("type", "must be a type of event", EventKind::from_name)?;
    let Ok(webhook) = webhook else { return Ok(Page::empty()) };
    let filter = Filter { webhook, kind, status, before: request.after };
    let records = delivery_records::page(&api.store, application.id, filter, request.rows()).await?;
    Ok(request.page(&query, records, |record| record.id).map(Delivery::from))
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
