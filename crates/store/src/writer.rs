//! The way to the one writer of an engine, and what both engines' writers share: whatever waits when the last commit is
//! done is the next group, committed together, and every caller is answered after its commit.

use std::time::{Duration, Instant};

use passerelle_domain::ConnectSessionId;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::timeout;

use crate::batch::{Batch, Notice, Sql};
use crate::counts::Counts;
use crate::metrics;
use crate::value::Row;
use crate::{StoreError, Value};

/// The most requests in one group: an answer never waits for more than these.
const GROUP: usize = 256;

/// Takes the rows that a writing statement returns.
pub(crate) trait TakeRows: Send + Sync {
    /// Forgets what it took: the statement runs, perhaps again.
    fn begin(&mut self);
    /// Takes a row.
    fn take(&mut self, row: &dyn Row) -> Result<(), StoreError>;
}

/// What is to be written.
pub(crate) enum Work {
    /// Statements that all happen or none.
    Batch(Batch),
    /// One statement whose rows are read.
    Returning { sql: Sql, params: Vec<Value>, rows: Box<dyn TakeRows> },
}

/// What is to be written, and who waits for it.
pub(crate) struct Request {
    pub(crate) work: Work,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

#[cfg(test)]
impl Request {
    /// A batch that nobody waits for.
    pub(crate) fn unwatched(batch: Batch) -> Self {
        Self { work: Work::Batch(batch), answer: oneshot::channel().0 }
    }
}

/// What became of a request.
pub(crate) type Done = (Request, Result<(), StoreError>);

/// The way to the writer.
pub(crate) struct Writer {
    requests: mpsc::UnboundedSender<Request>,
    patience: Duration,
}

impl Writer {
    /// A way, and the queue at its other end. Nobody waits for longer than `patience`.
    pub(crate) fn new(patience: Duration) -> (Self, Queue) {
        let (requests, queue) = mpsc::unbounded_channel();
        (Self { requests, patience }, Queue(queue))
    }

    /// Writes all of a batch or nothing of it; answers after the commit.
    pub(crate) async fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.request(Work::Batch(batch)).await
    }

    /// Runs one writing statement and hands over the rows it returns. They count only when this answers well.
    pub(crate) async fn returning(
        &self,
        sql: Sql,
        params: Vec<Value>,
        rows: Box<dyn TakeRows>,
    ) -> Result<(), StoreError> {
        self.request(Work::Returning { sql, params, rows }).await
    }

    async fn request(&self, work: Work) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        self.requests.send(Request { work, answer }).map_err(|_| StoreError::Closed)?;
        let answered = timeout(self.patience, answered).await.map_err(|_| StoreError::hangs())?;
        answered.map_err(|_| StoreError::hangs())?
    }
}

/// What waits for the writer.
pub(crate) struct Queue(mpsc::UnboundedReceiver<Request>);

impl Queue {
    /// What waits, as soon as something does; none when nobody can ask any more.
    pub(crate) async fn group(&mut self) -> Option<Vec<Request>> {
        let first = self.0.recv().await?;
        Some(self.with_waiting(first))
    }

    /// The same for a thread.
    pub(crate) fn group_blocking(&mut self) -> Option<Vec<Request>> {
        let first = self.0.blocking_recv()?;
        Some(self.with_waiting(first))
    }

    fn with_waiting(&mut self, first: Request) -> Vec<Request> {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(request) = self.0.try_recv()
        {
            group.push(request);
        }
        group
    }
}

/// Answers everybody in a group that is committed, or failed; tells those who listen what was committed.
pub(crate) fn answer(done: Vec<Done>, mut tell: impl FnMut(Notice)) {
    for (request, result) in done {
        if let (Work::Batch(batch), Ok(())) = (&request.work, &result) {
            batch.notices.iter().copied().for_each(&mut tell);
        }
        // A caller that went away does not undo what is committed.
        let _ = request.answer.send(result);
    }
}

/// What follows a commit: it is counted, and where a test asked for it, the process dies.
pub(crate) struct AfterCommit {
    pub(crate) counts: std::sync::Arc<Counts>,
    /// Fault injection: the process dies right after that many commits.
    pub(crate) abort_after: Option<u64>,
}

impl AfterCommit {
    /// Called once after each commit, before anybody is answered; with how many batches it had, and when it began.
    pub(crate) fn committed(&self, batches: usize, begun: Instant) {
        metrics::committed(batches, begun);
        if self.abort_after == Some(self.counts.commit()) {
            kill_this_process();
        }
    }
}

/// As a power cut would: no destructor, no answer.
fn kill_this_process() -> ! {
    let process = std::process::id().to_string();
    loop {
        if let Err(error) = std::process::Command::new("kill").args(["-KILL", &process]).status() {
            tracing::error!(%error, "the fault injection found no `kill`");
            std::process::abort();
        }
    }
}

/// Those who wait for notices, in this process.
#[derive(Clone)]
pub(crate) struct Listeners(broadcast::Sender<Notice>);

impl Listeners {
    /// How many notices a slow listener may be behind before it is told that it missed some.
    const BEHIND: usize = 4096;

    /// Nobody yet.
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(Self::BEHIND).0)
    }

    /// Tells whoever listens; nobody is fine, for who starts later looks by itself.
    pub(crate) fn tell(&self, notice: Notice) {
        let _ = self.0.send(notice);
    }

    /// Hears what is told from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Notice> {
        self.0.subscribe()
    }
}

impl Notice {
    /// As it travels to other nodes.
    pub(crate) fn to_text(self) -> String {
        match self {
            Self::Session(id) => format!("s{id}"),
            Self::Jobs => "j".to_owned(),
            Self::Deliveries => "d".to_owned(),
        }
    }

    /// As it comes from another node; none for a text that this version doesn't know.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        match text {
            "j" => Some(Self::Jobs),
            "d" => Some(Self::Deliveries),
            text => {
                let id: i64 = text.strip_prefix('s')?.parse().ok()?;
                ConnectSessionId::try_from(id).ok().map(Self::Session)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_travel_as_text() {
        let session = Notice::Session(ConnectSessionId::try_from(12).expect("an id"));
        for notice in [session, Notice::Jobs, Notice::Deliveries] {
            assert_eq!(Notice::from_text(&notice.to_text()), Some(notice));
        }
        for text in ["", "s", "s-1", "sx", "x", "jj"] {
            assert_eq!(Notice::from_text(text), None, "{text}");
        }
    }
}
