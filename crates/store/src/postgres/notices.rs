//! Notices between nodes, over `LISTEN` and `NOTIFY`. They only save time: whoever waits looks by itself now and then.

use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Client};

use super::Sessions;
use super::session::Line;
use crate::StoreError;
use crate::batch::Notice;
use crate::random;
use crate::writer::Listeners;

/// How long a broken connection rests before it is made anew.
const PAUSE: Duration = Duration::from_secs(1);

/// How many notices travel in one message: it has 8,000 bytes at most.
const TOGETHER: usize = 256;

/// The way to the other nodes. When the last one is gone, the task behind it ends.
#[derive(Clone)]
pub(crate) struct Carrier(mpsc::UnboundedSender<Notice>);

impl Carrier {
    /// Starts the task that sends, and that tells the listeners of this node what others sent.
    pub(crate) fn start(sessions: Sessions, listeners: Listeners) -> Self {
        let (sender, outgoing) = mpsc::unbounded_channel();
        tokio::spawn(run(sessions, listeners, outgoing));
        Self(sender)
    }

    /// Sends a notice to the other nodes, soon.
    pub(crate) fn send(&self, notice: Notice) {
        // Without a task nobody listens any more.
        let _ = self.0.send(notice);
    }
}

async fn run(sessions: Sessions, listeners: Listeners, mut outgoing: mpsc::UnboundedReceiver<Notice>) {
    let node = random::uuid().simple().to_string();
    loop {
        match listen(&sessions).await {
            Ok((client, line, channel)) => {
                // What was sent while nobody listened was missed.
                listeners.tell(Notice::Jobs);
                listeners.tell(Notice::Deliveries);
                let hearing = hear(line, &node, &listeners);
                let sending = send(&client, channel.as_str(), &node, &mut outgoing);
                tokio::select! {
                    () = hearing => {}
                    is_over = sending => if is_over { return },
                }
            }
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "other nodes can't be heard; waiting pages look by themselves"
            ),
        }
        if outgoing.is_closed() && outgoing.is_empty() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
        // Those who missed them look by themselves.
        while outgoing.try_recv().is_ok() {}
    }
}

/// A connection that hears the channel of this database's schema.
async fn listen(sessions: &Sessions) -> Result<(Client, Line, String), StoreError> {
    let (client, mut line) = sessions.connect_apart().await?;
    let channel = async {
        // A notice need not survive a crash.
        client.batch_execute("SET synchronous_commit = off").await?;
        let schema: String = client.query_one("SELECT current_schema()::text", &[]).await?.try_get(0)?;
        let channel = format!("passerelle_{schema}");
        client.batch_execute(&format!("LISTEN \"{}\"", channel.replace('"', "\"\""))).await?;
        Ok::<_, StoreError>(channel)
    };
    let channel = tokio::select! {
        channel = channel => channel?,
        ended = std::future::poll_fn(|cx| {
            loop {
                match line.poll_message(cx) {
                    std::task::Poll::Ready(Some(Ok(_))) => {}
                    std::task::Poll::Ready(Some(Err(error))) => return std::task::Poll::Ready(error.into()),
                    std::task::Poll::Ready(None) => return std::task::Poll::Ready(StoreError::Closed),
                    std::task::Poll::Pending => return std::task::Poll::Pending,
                }
            }
        }) => return Err(ended),
    };
    Ok((client, line, channel))
}

/// Carries the connection's messages until it ends.
async fn hear(mut line: Line, node: &str, listeners: &Listeners) {
    let mut messages = futures::stream::poll_fn(move |cx| line.poll_message(cx));
    while let Some(message) = messages.next().await {
        match message {
            Ok(AsyncMessage::Notification(notification)) => {
                let mut words = notification.payload().split(' ');
                // What this node sent its listeners have heard already.
                if words.next() != Some(node) {
                    words.filter_map(Notice::from_text).for_each(|notice| listeners.tell(notice));
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "the connection that hears other nodes ended");
                return;
            }
        }
    }
}

/// Sends what waits, together; true when nobody sends any more.
async fn send(
    client: &Client,
    channel: &str,
    node: &str,
    outgoing: &mut mpsc::UnboundedReceiver<Notice>,
) -> bool {
    let mut waiting = Vec::new();
    while outgoing.recv_many(&mut waiting, TOGETHER).await > 0 {
        let mut payload = node.to_owned();
        let mut told = Vec::with_capacity(waiting.len());
        for notice in waiting.drain(..) {
            if !told.contains(&notice) {
                payload.push(' ');
                payload.push_str(&notice.to_text());
                told.push(notice);
            }
        }
        if client.execute("SELECT pg_notify($1, $2)", &[&channel, &payload]).await.is_err() {
            return false;
        }
    }
    true
}
