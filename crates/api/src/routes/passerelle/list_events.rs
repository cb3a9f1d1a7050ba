//! All that was or would have been sent to an application, in order.

use axum::extract::State;
use passerelle_domain::MessageId;
use passerelle_store::events;
use serde::Serialize;

use crate::Shared;
use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest, encode};
use crate::query::Query;
use crate::wire::time::Time;

#[derive(Serialize)]
pub(crate) struct Event {
    /// As `webhook-id` says it.
    id: MessageId,
    r#type: &'static str,
    created_at: Time,
    /// The exact bytes, as a text.
    body: String,
    /// What `after` takes to go on behind this event.
    cursor: String,
}

/// What `after` says to begin with what happens from now on: the answer has no events, and `next_uri` goes on from there.
const LATEST: &str = "latest";

pub(crate) async fn list_events(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<Event>, ApiError> {
    if query.value("after") == Some(LATEST) {
        let latest = events::last_number(&api.store, application.id).await?;
        return Ok(Page { resources: Vec::new(), next_uri: Some(query.with_cursor(&encode(&latest))) });
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
