//! Synchronisations: the first days while the user waits, the whole history right after, and refreshes later.

mod intake;
pub(crate) mod listing;
mod positions;

use std::time::Duration;

use jiff::ToSpan as _;
use jiff::civil::Date;
use passerelle_connector::{Attendance, Failure, FetchEnd, FetchRequest, History, Sealed};
use passerelle_domain::clock::date_of;
use passerelle_domain::connect_session::Input;
use passerelle_domain::{
    ConnectSession, DataAccess, Event, Holder, Item, ItemKey, ItemStatus, RefreshTrigger, SessionKey,
};
use passerelle_store::jobs::{Job, Task};
use passerelle_store::{Batch, accounts, connect_sessions, items, jobs, retry_on_conflict};

use crate::change::Change;
use crate::flow::{FlowError, Given};
use crate::settle::{Settled, settle};
use crate::{JobError, Jobs};
use intake::Intake;

/// What is there when the flow ends, at least (spec/data.md 3.2).
const FIRST_DAYS: i32 = 7;

/// How far before the last success a refresh looks: banks post late, and change what is pending.
const OVERLAP_DAYS: i32 = 31;

/// What one synchronisation is about.
#[derive(Debug, Clone)]
struct Scope {
    trigger: RefreshTrigger,
    attendance: Attendance,
    /// Oldest date; none for all there is.
    since: Option<Date>,
    /// Who waits for it.
    session: Option<SessionKey>,
}

/// How it ended.
enum Outcome {
    Complete { consent: Sealed, listed: Vec<passerelle_connector::BankAccount>, holder: Option<Holder> },
    Failed { failure: Failure, consent: Option<Sealed> },
}

/// The first days, which a session waits for, or waited for until its user left.
pub(crate) async fn first(jobs: &Jobs, job: &Job, id: SessionKey) -> Result<(), JobError> {
    let session = connect_sessions::by_key(&jobs.store, id).await?;
    let Some(item) = session.and_then(|session| session.item_key()) else { return finish(jobs, job).await };
    let scope = Scope {
        trigger: RefreshTrigger::Connect,
        attendance: Attendance::Attended,
        since: Some(jobs.clock.today().saturating_sub(FIRST_DAYS.days())),
        session: Some(id),
    };
    synchronise(jobs, job, item, scope).await
}

/// The whole history.
pub(crate) async fn full(jobs: &Jobs, job: &Job, item: ItemKey) -> Result<(), JobError> {
    let scope = Scope {
        trigger: RefreshTrigger::Connect,
        attendance: Attendance::Attended,
        since: None,
        session: None,
    };
    synchronise(jobs, job, item, scope).await
}

/// A refresh that nobody attends. An item whose authentication is over, or that never had one, is not asked for.
pub(crate) async fn refresh(jobs: &Jobs, job: &Job, id: ItemKey) -> Result<(), JobError> {
    let Some(item) = items::by_key(&jobs.store, id).await? else { return finish(jobs, job).await };
    let Some(authentication_expires_at) = item.authentication_expires_at else {
        return finish(jobs, job).await;
    };
    if item.status.is_in_progress() {
        return finish(jobs, job).await;
    }
    let since = item.last_successful_refresh.map(|at| date_of(at).saturating_sub(OVERLAP_DAYS.days()));
    let scope = Scope {
        trigger: RefreshTrigger::Scheduler,
        attendance: Attendance::Unattended,
        since,
        session: None,
    };
    if authentication_expires_at <= jobs.clock.now() {
        let failure = Failure::from(ItemStatus::NeedsManualRefresh);
        let outcome = Outcome::Failed { failure, consent: None };
        return retry_on_conflict(|| conclude(jobs, job, id, &scope, &outcome)).await;
    }
    synchronise(jobs, job, id, scope).await
}

/// A session that still synchronises after a while says that the user may leave.
pub(crate) async fn pending(jobs: &Jobs, job: &Job, id: SessionKey) -> Result<(), JobError> {
    retry_on_conflict(|| async {
        let Some(mut session) = connect_sessions::by_key(&jobs.store, id).await? else {
            return finish(jobs, job).await;
        };
        let Some(mut change) = Change::begin(&jobs.store, session.user_id, jobs.clock.now()).await? else {
            return finish(jobs, job).await;
        };
        match jobs.flow().transition(&mut change, &mut session, Input::TakeLong, &Given::Nothing).await {
            Ok(()) => {
                jobs::finish(&mut change.batch, job);
                Ok(change.commit(&jobs.store).await?)
            }
            Err(FlowError::Store(error)) => Err(error.into()),
            Err(FlowError::MovedOn(_) | FlowError::Gone | FlowError::OtherBrowser) => finish(jobs, job).await,
        }
    })
    .await
}

/// The last attempt failed: the item could not be refreshed, and whoever waits is told.
pub(crate) async fn give_up(jobs: &Jobs, job: &Job) -> Result<(), JobError> {
    let (item, session, trigger) = match &job.task {
        Task::Authenticate { session } | Task::FirstSync { session } => {
            let found = connect_sessions::by_key(&jobs.store, *session).await?;
            let item = found.and_then(|session| session.item_key());
            if item.is_none() {
                return crate::authenticate::give_up(jobs, job, *session).await;
            }
            (item, Some(*session), RefreshTrigger::Connect)
        }
        Task::FullSync { item } => (Some(*item), None, RefreshTrigger::Connect),
        Task::Refresh { item } => (Some(*item), None, RefreshTrigger::Scheduler),
        Task::Pending { .. } | Task::SendEmailCode { .. } => (None, None, RefreshTrigger::Connect),
    };
    let Some(item) = item else { return finish(jobs, job).await };
    let scope = Scope { trigger, attendance: Attendance::Unattended, since: None, session };
    let outcome = Outcome::Failed { failure: Failure::from(ItemStatus::CouldNotRefresh), consent: None };
    retry_on_conflict(|| conclude(jobs, job, item, &scope, &outcome)).await
}

async fn finish(jobs: &Jobs, job: &Job) -> Result<(), JobError> {
    let mut batch = Batch::new();
    jobs::finish(&mut batch, job);
    Ok(jobs.store.write(batch).await?)
}

async fn synchronise(jobs: &Jobs, job: &Job, id: ItemKey, scope: Scope) -> Result<(), JobError> {
    let Some(item) = items::by_key(&jobs.store, id).await? else { return finish(jobs, job).await };
    let Some(consent) = items::secrets(&jobs.store, id).await?.consent else {
        return finish(jobs, job).await;
    };
    let connector = jobs.connector(item.provider_id).await?;
    let shared = accounts::of_item(&jobs.store, id).await?.into_iter();
    let shared: Vec<String> = shared
        .filter(|account| account.data_access == DataAccess::Enabled)
        .map(|account| account.external_key)
        .collect();
    let request = FetchRequest {
        provider: item.provider_id,
        consent: Sealed(consent.to_vec()),
        account_types: item.account_types,
        attendance: scope.attendance,
        history: Some(History { accounts: shared.clone(), since: scope.since }),
    };
    let mut intake = Intake::new(jobs, job, item, &scope, shared);
    intake.begin().await?;
    let outcome = match connector.fetch(request, &mut intake).await? {
        FetchEnd::Complete { consent } => {
            let (listed, holder) = intake.into_listed();
            Outcome::Complete { consent, listed, holder }
        }
        FetchEnd::Failed { failure, consent } => Outcome::Failed { failure, consent: Some(consent) },
    };
    retry_on_conflict(|| conclude(jobs, job, id, &scope, &outcome)).await
}

/// The last batch: the item's status with its event, accounts that came or went, the session's next state, the next
/// job, and the end of this one.
async fn conclude(
    jobs: &Jobs,
    job: &Job,
    id: ItemKey,
    scope: &Scope,
    outcome: &Outcome,
) -> Result<(), JobError> {
    let Some(item) = items::by_key(&jobs.store, id).await? else { return finish(jobs, job).await };
    let Some(mut change) = Change::begin(&jobs.store, item.user_id, jobs.clock.now()).await? else {
        return finish(jobs, job).await;
    };
    let (settled, consent) = match outcome {
        Outcome::Complete { consent, listed, holder } => {
            if let Some(holder) = holder {
                items::set_holder(&mut change.batch, id, holder);
            }
            let is_locked = compare_accounts(jobs, &mut change, &item, listed).await?;
            let status = if is_locked { ItemStatus::ProAccountLocked } else { ItemStatus::Ok };
            let is_full = scope.since.is_none();
            (Settled { status, info: status.default_info(), trigger: scope.trigger, is_full }, Some(consent))
        }
        Outcome::Failed { failure, consent } => {
            let settled = Settled {
                status: failure.status,
                info: failure.info.clone(),
                trigger: scope.trigger,
                is_full: false,
            };
            (settled, consent.as_ref())
        }
    };
    if let Some(consent) = consent {
        items::set_consent(&jobs.store, &mut change.batch, id, &consent.0);
    }
    let input = match settled.status {
        ItemStatus::Ok => Input::Finish,
        status => Input::Fail { status, info: settled.info.clone() },
    };
    let is_first = scope.session.is_some() && settled.status == ItemStatus::Ok;
    settle(&mut change, &item, settled, Some(jobs.settings.refresh_interval));
    if is_first {
        jobs::enqueue(&jobs.store, &mut change.batch, &Task::FullSync { item: id }, jobs.clock.now()).await?;
    }
    if let Some(session) = scope.session {
        tell_session(jobs, &mut change, session, input).await?;
    }
    jobs::finish(&mut change.batch, job);
    Ok(change.commit(&jobs.store).await?)
}

/// Moves on the session that waits; one whose user left needs nothing.
async fn tell_session(
    jobs: &Jobs,
    change: &mut Change,
    id: SessionKey,
    input: Input,
) -> Result<(), JobError> {
    let session: Option<ConnectSession> = connect_sessions::by_key(&jobs.store, id).await?;
    let Some(mut session) = session else { return Ok(()) };
    match jobs.flow().transition(change, &mut session, input, &Given::Nothing).await {
        Ok(()) | Err(FlowError::MovedOn(_) | FlowError::Gone | FlowError::OtherBrowser) => Ok(()),
        Err(FlowError::Store(error)) => Err(error.into()),
    }
}

/// Accounts that the bank lists no more are gone; those it newly lists are kept, and synchronised the next time. Says
/// whether one that is shared turned out to be a business account that the user has not attested.
async fn compare_accounts(
    jobs: &Jobs,
    change: &mut Change,
    item: &Item,
    listed: &[passerelle_connector::BankAccount],
) -> Result<bool, JobError> {
    let known = accounts::of_item(&jobs.store, item.key()).await?;
    for account in &known {
        let is_listed = listed.iter().any(|bank| bank.key == account.external_key);
        if is_listed || account.is_deleted {
            continue;
        }
        let mut gone = account.clone();
        gone.is_deleted = true;
        gone.updated_at = change.at;
        accounts::save(&mut change.batch, &gone);
        if gone.is_announced && gone.data_access == DataAccess::Enabled {
            change.events.push(Event::account_deleted(item.application_id, &gone, change.user.uuid));
        }
    }
    let is_all_shared = known.iter().all(|account| account.data_access == DataAccess::Enabled);
    let new: Vec<_> = listed
        .iter()
        .filter(|bank| known.iter().all(|account| account.external_key != bank.key))
        .cloned()
        .collect();
    for mut account in listing::merge(&jobs.store, item, Vec::new(), &new).await? {
        // Who shared everything shares what is new; who chose is not chosen for.
        let is_shared = is_all_shared && !account.is_locked;
        account.data_access = if is_shared { DataAccess::Enabled } else { DataAccess::Disabled };
        account.updated_at = change.at;
        accounts::save(&mut change.batch, &account);
    }
    // One that was never announced waits for its attestation on a page.
    let was_read = |bank: &passerelle_connector::BankAccount| {
        let account = known.iter().find(|account| account.external_key == bank.key);
        account.is_some_and(|account| account.data_access == DataAccess::Enabled && account.is_announced)
    };
    Ok(listed.iter().any(|bank| listing::is_locked(item, bank) && was_read(bank)))
}

/// The progress that a page shows is told at most so often.
const PROGRESS_EVERY: Duration = Duration::from_millis(50);
