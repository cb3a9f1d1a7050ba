//! Leases jobs, runs them side by side, keeps their leases, and tries again what failed.

use std::sync::Arc;
use std::time::Duration;

use passerelle_domain::clock::after;
use passerelle_store::jobs::{Job, Task};
use passerelle_store::{Batch, Notice, StoreError, cause, jobs, random};
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::metrics::{Ran, job_ran};
use crate::{
    JobError, Jobs, authenticate, expire_limits, expire_sessions, schedule_refreshes, send_email_code, sync,
};

/// How many jobs run at once.
const AT_ONCE: usize = 64;

/// How long a free place waits for others, so that a lease is for many jobs.
const GATHER: Duration = Duration::from_millis(2);

/// How often a job is tried before it is given up: the user of the flow waits for the last.
const ATTEMPTS: u32 = 4;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Runs jobs until the token is cancelled; then waits for those that run, at most for `drain`.
pub(crate) async fn run(jobs: Jobs, shutdown: CancellationToken, drain: Duration) {
    let jobs = Arc::new(jobs);
    let schedules = tokio::spawn(run_schedules(Arc::clone(&jobs), shutdown.clone()));
    let mut notices = jobs.store.notices();
    let mut running = JoinSet::new();
    while !shutdown.is_cancelled() {
        while running.try_join_next().is_some() {}
        let free = AT_ONCE - running.len();
        if free == 0 {
            tokio::select! {
                _ = running.join_next() => {
                    // Who ends at about the same time makes room for one lease, not for one each.
                    let many = async { while running.len() > AT_ONCE / 4 && running.join_next().await.is_some() {} };
                    let _ = tokio::time::timeout(GATHER, many).await;
                }
                () = shutdown.cancelled() => {}
            }
            continue;
        }
        let leased = lease(&jobs, free).await.unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "the queue can't be read");
            Vec::new()
        });
        let is_more_likely = !leased.is_empty();
        for job in leased {
            let jobs = Arc::clone(&jobs);
            running.spawn(async move { run_leased(&jobs, &job).await });
        }
        if is_more_likely {
            continue;
        }
        let pause = pause(&jobs).await;
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
            () = new_jobs(&mut notices) => {}
        }
    }
    let ended = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(drain, ended).await.is_err() {
        tracing::warn!("some jobs still run; they begin anew when their lease is over");
    }
    schedules.abort();
}

/// Runs, one after another, all that is due by the clock, schedules first; says how many jobs ran. A job that failed is
/// due again later.
pub(crate) async fn run_due(jobs: &Jobs) -> Result<usize, JobError> {
    expire_sessions::run(jobs).await?;
    expire_limits::run(jobs).await?;
    schedule_refreshes::run(jobs).await?;
    let mut count = 0;
    loop {
        let leased = lease(jobs, 1).await?;
        let Some(job) = leased.first() else { return Ok(count) };
        run_leased(jobs, job).await;
        count += 1;
    }
}

async fn new_jobs(notices: &mut broadcast::Receiver<Notice>) {
    loop {
        match notices.recv().await {
            Ok(Notice::Jobs) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// How long nothing is due, at most the poll interval: another process may add jobs unheard.
async fn pause(jobs: &Jobs) -> Duration {
    let next = jobs::next_at(&jobs.store).await.ok().flatten();
    let until = next.and_then(|at| Duration::try_from(at.duration_since(jobs.clock.now())).ok());
    match (next, until) {
        (Some(_), Some(wait)) => wait.min(jobs.settings.poll).max(Duration::from_millis(1)),
        (Some(_), None) => Duration::from_millis(1),
        (None, _) => jobs.settings.poll,
    }
}

async fn run_schedules(jobs: Arc<Jobs>, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        if let Err(error) = expire_sessions::run(&jobs).await {
            tracing::error!(%error, "sessions could not be ended");
        }
        if let Err(error) = schedule_refreshes::run(&jobs).await {
            tracing::error!(%error, "refreshes could not be scheduled");
        }
        if let Err(error) = expire_limits::run(&jobs).await {
            tracing::error!(%error, "windows of limits could not be forgotten");
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(jobs.settings.poll) => {}
        }
    }
}

async fn lease(jobs: &Jobs, limit: usize) -> Result<Vec<Job>, StoreError> {
    let now = jobs.clock.now();
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    jobs::lease(&jobs.store, now, after(now, jobs.settings.lease), random::uuid(), limit).await
}

/// Runs a job while keeping its lease; a job whose lease was lost is dropped, for another server runs it.
async fn run_leased(jobs: &Jobs, job: &Job) {
    let result = tokio::select! {
        result = cause::within(job.trace.clone(), perform(jobs, job)) => result,
        () = keep_lease(jobs, job) => {
            tracing::warn!(job = %job.id, "the lease was taken over");
            job_ran(&job.task, Ran::Lost);
            return;
        }
    };
    let Err(error) = result else { return job_ran(&job.task, Ran::Done) };
    job_ran(&job.task, if job.attempts >= attempts(&job.task) { Ran::GivenUp } else { Ran::Retried });
    tracing::warn!(job = %job.id, attempt = job.attempts, error = &error as &dyn std::error::Error, "a job failed");
    if let Err(error) = put_back(jobs, job, &error).await {
        tracing::error!(job = %job.id, %error, "a failed job could not be put back");
    }
}

async fn keep_lease(jobs: &Jobs, job: &Job) {
    loop {
        tokio::time::sleep(jobs.settings.lease / 3).await;
        let mut batch = Batch::new();
        jobs::renew(&mut batch, job, after(jobs.clock.now(), jobs.settings.lease));
        match jobs.store.write(batch).await {
            Err(StoreError::Conflict) => return,
            Ok(()) => {}
            Err(error) => tracing::error!(job = %job.id, %error, "a lease could not be renewed"),
        }
    }
}

async fn perform(jobs: &Jobs, job: &Job) -> Result<(), JobError> {
    match &job.task {
        Task::Authenticate { session } => authenticate::run(jobs, job, *session).await,
        Task::FirstSync { session } => sync::first(jobs, job, *session).await,
        Task::FullSync { item } => sync::full(jobs, job, *item).await,
        Task::Refresh { item } => sync::refresh(jobs, job, *item).await,
        Task::SendEmailCode { session } => send_email_code::run(jobs, job, *session).await,
        Task::Pending { session } => sync::pending(jobs, job, *session).await,
    }
}

/// How often a task is tried. The user of the flow waits for most; a code goes on its way as long as it is valid, and the
/// job ends by itself when it is not.
const fn attempts(task: &Task) -> u32 {
    match task {
        Task::Authenticate { .. }
        | Task::FirstSync { .. }
        | Task::FullSync { .. }
        | Task::Refresh { .. }
        | Task::Pending { .. } => ATTEMPTS,
        Task::SendEmailCode { .. } => u32::MAX,
    }
}

/// Again a little later, each time later; at last the item says that it could not be refreshed.
async fn put_back(jobs: &Jobs, job: &Job, error: &JobError) -> Result<(), JobError> {
    if job.attempts >= attempts(&job.task) {
        return match sync::give_up(jobs, job).await {
            Err(second) => {
                tracing::error!(job = %job.id, error = &second as &dyn std::error::Error, "a job is given up");
                let mut batch = Batch::new();
                jobs::fail(&mut batch, job, jobs.clock.now(), &error.to_string());
                Ok(jobs.store.write(batch).await?)
            }
            Ok(()) => Ok(()),
        };
    }
    let pause = Duration::from_millis(500) * 4_u32.saturating_pow(job.attempts - 1).min(1 << 20);
    let pause = pause.min(LONGEST_PAUSE);
    let mut batch = Batch::new();
    jobs::retry(&mut batch, job, after(jobs.clock.now(), pause), &error.to_string());
    Ok(jobs.store.write(batch).await?)
}
