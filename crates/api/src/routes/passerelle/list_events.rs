//! All that was or would have been sent to an application, in order.

use axum::extract::State;
use passerelle_domain::MessageId;
use passerelle_store::events;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest, Pagination, encode};
use crate::query::Query;
use crate::wire::time::Time;
use crate::{Shared, wire};

/// What happened, as webhooks are told it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "msg_0198c5a1b7c07d6e9d0c4c1f5b2a3e44", "type": "item.created", "created_at": "2026-01-12T09:28:11.402Z",
    "body": "{\"content\":{\"item_id\":10248839,\"user_uuid\":\"0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11\"},\"timestamp\":1768210091402,\"type\":\"item.created\"}",
    "cursor": "NDcxMQ"
}))]
pub(crate) struct Event {
    /// As the header `webhook-id` says it.
    #[schema(value_type = String)]
    id: MessageId,
    #[schema(value_type = wire::names::EventType)]
    r#type: &'static str,
    created_at: Time,
    /// The exact bytes of the body that webhooks get, as a text.
    body: String,
    /// What `after` takes to go on behind this event.
    cursor: String,
}

/// What `after` says to begin with what happens from now on: the answer has no events, and `next_uri` goes on from there.
const LATEST: &str = "latest";

/// Lists all events of the application in order, whether or not a webhook heard of them.
///
/// Keep the `cursor` of the last one you have seen, and ask with it as `after`; `after=latest` begins with what happens
/// from now on.
#[utoipa::path(
    get, path = "/passerelle/v1/events", operation_id = "ListEvents", tag = "Extensions",
    params(PageRequest<i64>),
    responses((status = 200, body = Page<Event>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list_events(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<Event>, ApiError> {
    if query.value("after") == Some(LATEST) {
        let latest = events::last_number(&api.store, application.id).await?;
        let pagination = Pagination { next_uri: Some(query.with_cursor(&encode(&latest))) };
        return Ok(Page { resources: Vec::new(), pagination });
    }
    let request = PageRequest::<i64>::read(&query)?;
    let after = request.after.unwrap_or(0);
    let events = events::page(&api.store, application.id, after, request.rows()).await?;
    let page = request.page(&query, events, |event| event.number);
    Ok(page.map(|event| Event {
        id: event.message_id,
        r#type: event.kind.name(),
        created_at: Time(event.created_at),
        body: event.body,
        cursor: encode(&event.number),
    }))
}
