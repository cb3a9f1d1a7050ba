//! Ends sessions whose time is over.

use jiff::{SignedDuration, Timestamp};
use passerelle_store::{StoreError, connect_sessions};

use crate::flow::FlowError;
use crate::metrics::Counted;
use crate::{JobError, Jobs};

const AT_ONCE: u32 = 100;

pub(crate) async fn run(jobs: &Jobs) -> Result<(), JobError> {
    let now = jobs.clock.now();
    let ago = |duration| {
        let duration = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        now.checked_sub(duration).unwrap_or(Timestamp::MIN)
    };
    let (idle_since, begun_before) = (ago(jobs.settings.idle), ago(jobs.settings.lifetime));
    for session in connect_sessions::overdue(&jobs.store, idle_since, begun_before, AT_ONCE).await? {
        match jobs.flow().expire(session.key()).await {
            Ok(_) | Err(FlowError::MovedOn(_) | FlowError::OtherBrowser) => {}
            // The user or the item was deleted: nobody comes back for it.
            Err(FlowError::Gone) => abandon(jobs, session).await?,
            Err(FlowError::Store(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn abandon(jobs: &Jobs, mut session: passerelle_domain::ConnectSession) -> Result<(), StoreError> {
    use passerelle_domain::connect_session::State;
    session.state = State::Expired { at: session.state.step() };
    let mut batch = passerelle_store::Batch::new();
    connect_sessions::update(&mut batch, &session, jobs.clock.now());
    match jobs.store.write(batch).await {
        Ok(()) => {
            Counted::step(&session.state).count();
            Ok(())
        }
        Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}
