//! A session's changes as server-sent events: `state` names the page to be on, `progress` how far it is.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream;
use passerelle_domain::ConnectSession;
use passerelle_domain::connect_session::Progress;
use passerelle_store::{Notice, connect_sessions};
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::Shared;
use crate::visit::{Visit, page_of};

/// How often the session is looked at when nobody says that it changed: where other nodes are heard, one of them may have
/// been missed; where they are not, this is how their changes are seen.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const LOOK_EVERY_UNHEARD: Duration = Duration::from_secs(1);

#[derive(Serialize)]
struct StateData {
    page: &'static str,
}

struct Watch {
    context: Shared,
    notices: Receiver<Notice>,
    session: ConnectSession,
    /// What was sent last.
    sent: Option<(String, Progress)>,
}

/// Proxies like nginx keep an answer back until it is whole, unless they are told that this one never is.
const UNBUFFERED: [(&str, &str); 1] = [("x-accel-buffering", "no")];

pub(crate) async fn get(visit: Visit) -> impl IntoResponse {
    let notices = visit.context.connect.store.notices();
    let watch = Watch { context: visit.context, notices, session: visit.session, sent: None };
    (UNBUFFERED, Sse::new(stream::unfold(watch, next)).keep_alive(KeepAlive::default()))
}

async fn next(mut watch: Watch) -> Option<(Result<Event, Infallible>, Watch)> {
    loop {
        if let Some(event) = watch.news() {
            return Some((Ok(event), watch));
        }
        let shutdown = watch.context.connect.shutdown.clone();
        let hears_nodes = watch.context.connect.store.hears_nodes();
        let look_after = if hears_nodes { LOOK_EVERY } else { LOOK_EVERY_UNHEARD };
        tokio::select! {
            () = shutdown.cancelled() => return None,
            () = changed(&mut watch.notices, watch.session.id) => {}
            () = tokio::time::sleep(look_after) => {}
        }
        match connect_sessions::by_key(&watch.context.connect.store, watch.session.key()).await {
            Ok(Some(session)) => watch.session = session,
            Ok(None) => return None,
            Err(error) => {
                tracing::error!(%error, "a watched session can't be read");
                return None;
            }
        }
    }
}

async fn changed(notices: &mut Receiver<Notice>, id: passerelle_domain::ConnectSessionId) {
    loop {
        match notices.recv().await {
            Ok(Notice::Session(changed)) if changed == id => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Watch {
    /// What has not been sent yet.
    fn news(&mut self) -> Option<Event> {
        let now = (self.session.state.name().to_owned(), self.session.progress);
        let before = self.sent.replace(now.clone());
        let (name, data) = match before {
            Some(before) if before == now => return None,
            Some((state, _)) if state == now.0 => ("progress", serde_json::to_string(&now.1)),
            _ => ("state", serde_json::to_string(&StateData { page: page_of(&self.session.state) })),
        };
        Some(Event::default().event(name).data(data.expect("names and numbers always serialise")))
    }
}
