//! The queue's runner, the schedules, one file per job; and the changes that a Connect session's steps ask for, which
//! jobs and pages make alike.
//!
//! Every job can run twice and finds out by itself what is left to do. What it changes and its removal from the queue
//! are one batch.

mod answer;
mod authenticate;
mod change;
mod email;
mod expire_limits;
mod expire_sessions;
pub mod flow;
mod metrics;
mod runner;
pub mod sandbox;
mod schedule_refreshes;
mod send_email_code;
mod settle;
mod sync;

use std::sync::Arc;
use std::time::Duration;

use passerelle_connector::{Connector, ConnectorError, Connectors, FetchError};
use passerelle_domain::{Clock, ProviderId};
use passerelle_mail::{Mailer, SendError};
use passerelle_store::{MayConflict, Store, StoreError};
use tokio_util::sync::CancellationToken;
use url::Url;

pub use answer::Answer;
pub use email::{Answered, Asked, EmailCodes};
pub use flow::{Flow, FlowError, Given};
pub use metrics::KINDS;

/// When things happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How often the queue is looked at when nobody says that something is new.
    pub poll: Duration,
    /// How long a job is this server's before another may take it; it is renewed while the job runs.
    pub lease: Duration,
    /// Between two refreshes of an item, with a tenth of it as jitter.
    pub refresh_interval: Duration,
    /// A session that nobody touches for so long ends.
    pub idle: Duration,
    /// A session ends so long after it was created.
    pub lifetime: Duration,
    /// After how long a synchronisation is called pending.
    pub pending_after: Duration,
    /// How many wrong codes end an authentication.
    pub code_attempts: u32,
    /// How many codes go to an e-mail address, and how long they are valid.
    pub email_codes: EmailCodes,
    /// Where banks with a site of their own send users back to.
    pub return_url: Url,
}

/// The jobs of a server.
#[derive(Clone)]
pub struct Jobs {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The banks.
    pub connectors: Connectors,
    /// What sends mails; none where no mail server is configured.
    pub mailer: Option<Mailer>,
    /// When things happen.
    pub settings: Settings,
}

impl Jobs {
    /// Runs jobs and schedules until the token is cancelled; then waits for those that run, at most for `drain`. What
    /// takes longer is taken up by another server when its lease is over.
    pub async fn run(self, shutdown: CancellationToken, drain: Duration) {
        runner::run(self, shutdown, drain).await;
    }

    /// Runs what is due by the clock, one job after another, and says how many ran: for tests that move the clock.
    pub async fn run_due(&self) -> Result<usize, JobError> {
        runner::run_due(self).await
    }

    /// What carries sessions from state to state.
    pub fn flow(&self) -> Flow {
        Flow {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            pending_after: self.settings.pending_after,
        }
    }

    /// The connector of a bank.
    async fn connector(&self, provider: ProviderId) -> Result<Arc<dyn Connector>, JobError> {
        let provider = passerelle_store::providers::by_id(&self.store, provider).await?;
        provider
            .and_then(|provider| self.connectors.get(&provider.connector).cloned())
            .ok_or(JobError::NoConnector)
    }
}

/// Why a job did not come to its end; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bank could not be asked.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The bank's data could not be read or stored.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A mail could not be sent.
    #[error(transparent)]
    Mail(#[from] SendError),
    /// No mail server is configured.
    #[error("no mail server is configured: set mail.from and mail.host")]
    NoMailer,
    /// The bank is no bank of this server.
    #[error("no connector of this server knows the bank")]
    NoConnector,
    /// The session has no bank.
    #[error("the session has no bank")]
    NoProvider,
    /// The bank asks for more than what was typed.
    #[error("the bank asks for more than the credentials")]
    NotAuthenticated,
    /// What was typed was stored in another form.
    #[error("the credentials can't be read")]
    Credentials(#[source] serde_json::Error),
    /// What the user answered was stored in another form.
    #[error("what the user answered can't be read")]
    Answer(#[source] serde_json::Error),
}

impl MayConflict for JobError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_conflict())
    }
}
