//! `passerelle event`

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::MessageId;
use passerelle_store::events::{self, Recorded};
use serde::Serialize;

use super::{application, open_store};
use crate::cli::{EventList, EventTail};
use crate::output::{print, time};
use crate::shutdown::Signals;

/// How often `tail` looks for more, and how much it takes at once.
const PAUSE: Duration = Duration::from_millis(500);
const AT_ONCE: u32 = 500;

/// An event as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    number: i64,
    id: MessageId,
    r#type: &'static str,
    created_at: Timestamp,
    body: &'a str,
}

impl<'a> Printed<'a> {
    fn new(event: &'a Recorded) -> Self {
        Self {
            number: event.number,
            id: event.message_id,
            r#type: event.kind.name(),
            created_at: event.created_at,
            body: &event.body,
        }
    }

    fn words(&self) -> String {
        let Self { number, id, r#type: kind, created_at, body } = self;
        format!("{number}  {}  {kind}  {id}\n    {body}", time(*created_at))
    }
}

pub(super) async fn list(arguments: EventList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let found = events::page(&store, application.id, arguments.after, arguments.limit).await?;
    let printed: Vec<Printed<'_>> = found.iter().map(Printed::new).collect();
    print(arguments.json, &printed, |printed| match printed.as_slice() {
        [] => "No such events.".to_owned(),
        some => some.iter().map(Printed::words).collect::<Vec<_>>().join("\n"),
    })
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
            print(arguments.json, &Printed::new(event), Printed::words)?;
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
