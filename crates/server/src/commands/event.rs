//! `passerelle event`

use std::time::Duration;

use passerelle_store::events::{self, Recorded};
use serde::Serialize;

use super::{answer, application, open_store};
use crate::cli::{EventList, EventTail};
use crate::shutdown::Signals;

/// How often `tail` looks for more, and how much it takes at once.
const PAUSE: Duration = Duration::from_millis(500);
const AT_ONCE: u32 = 500;

/// An event as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    number: i64,
    id: String,
    r#type: &'static str,
    created_at: String,
    body: &'a str,
}

impl<'a> Printed<'a> {
    fn new(event: &'a Recorded) -> Self {
        Self {
            number: event.number,
            id: event.message_id.to_string(),
            r#type: event.kind.name(),
            created_at: event.created_at.to_string(),
            body: &event.body,
        }
    }
}

pub(super) async fn list(arguments: EventList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let found = events::page(&store, application.id, arguments.after, arguments.limit).await?;
    if arguments.json {
        let printed: Vec<Printed<'_>> = found.iter().map(Printed::new).collect();
        answer(serde_json::to_string(&printed)?);
    } else {
        found.iter().for_each(print);
    }
    Ok(())
}

pub(super) async fn tail(arguments: EventTail) -> anyhow::Result<()> {
    let shutdown = Signals::listen()?.lead(Duration::ZERO);
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let mut after = match arguments.after {
        Some(after) => after,
        None => events::last_number(&store, application.id).await?,
    };
    while !shutdown.closing.is_cancelled() {
        let found = events::page(&store, application.id, after, AT_ONCE).await?;
        for event in &found {
            if arguments.json {
                answer(serde_json::to_string(&Printed::new(event))?);
            } else {
                print(event);
            }
            after = event.number;
        }
        if found.is_empty() {
            tokio::select! {
                () = shutdown.closing.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }
    Ok(())
}

fn print(event: &Recorded) {
    answer(format_args!(
        "{}  {}  {}  {}",
        event.number,
        event.created_at,
        event.kind.name(),
        event.message_id
    ));
    answer(format_args!("    {}", event.body));
}
