//! Sends the code that a session keeps for an e-mail address. Of a sandbox application nothing is sent: the code is said in
//! the log, and by `passerelle session email-code`.

use passerelle_domain::connect_session::{EmailTrouble, Input, State};
use passerelle_domain::{Application, ConnectSession, Environment, SessionKey};
use passerelle_locales::Language;
use passerelle_mail::{CodeLetter, SendError};
use passerelle_store::email_codes::{self, EmailCode};
use passerelle_store::jobs::Job;
use passerelle_store::{Batch, applications, connect_sessions, jobs, random, retry_on_conflict};

use crate::change::Change;
use crate::flow::{FlowError, Given};
use crate::{JobError, Jobs};

pub(crate) async fn run(jobs: &Jobs, job: &Job, id: SessionKey) -> Result<(), JobError> {
    let Some((session, code)) = waiting(jobs, id).await? else { return finish(jobs, job).await };
    if code.expires_at <= jobs.clock.now() {
        return conclude(jobs, job, id, &code, Err(EmailTrouble::Unsent)).await;
    }
    let application = applications::by_id(&jobs.store, session.application_id).await?;
    let Some(application) = application else { return finish(jobs, job).await };
    let is_kept = application.environment == Environment::Sandbox;
    if is_kept {
        let digits = code.code.as_deref().unwrap_or_default();
        tracing::info!(session = %session.uuid, "the e-mail's code, of a sandbox application: {digits}");
        return conclude(jobs, job, id, &code, Ok(is_kept)).await;
    }
    match send(jobs, &application, &code).await {
        Ok(()) => conclude(jobs, job, id, &code, Ok(is_kept)).await,
        Err(JobError::Mail(error @ SendError::Refused { .. })) => {
            tracing::info!(job = %job.id, error = &error as &dyn std::error::Error, "an address takes no mail");
            conclude(jobs, job, id, &code, Err(EmailTrouble::Refused)).await
        }
        Err(JobError::NoMailer) => {
            let error = JobError::NoMailer;
            tracing::error!(job = %job.id, error = &error as &dyn std::error::Error, "a code can't be sent");
            conclude(jobs, job, id, &code, Err(EmailTrouble::Unsent)).await
        }
        Err(error) => Err(error),
    }
}

/// A session that waits for its code to be sent.
async fn waiting(jobs: &Jobs, id: SessionKey) -> Result<Option<(ConnectSession, EmailCode)>, JobError> {
    let Some(session) = connect_sessions::by_key(&jobs.store, id).await? else { return Ok(None) };
    if !matches!(session.state, State::AnsweringEmailCode { .. }) {
        return Ok(None);
    }
    let code = email_codes::find(&jobs.store, id).await?;
    Ok(code.filter(|code| !code.is_sent).map(|code| (session, code)))
}

async fn send(jobs: &Jobs, application: &Application, code: &EmailCode) -> Result<(), JobError> {
    let mailer = jobs.mailer.as_ref().ok_or(JobError::NoMailer)?;
    let minutes = jobs.settings.email_codes.lifetime.as_secs().div_ceil(60);
    let letter = CodeLetter {
        application: &application.name,
        code: code.code.as_deref().unwrap_or_default(),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        language: code.language.parse().unwrap_or(Language::En),
    };
    Ok(mailer.send(&code.address, &letter, jobs.clock.now(), random::uuid()).await?)
}

/// Notes what became of a code: sent, and kept or not, or why not. If the user asked for another meanwhile, that one has a
/// job of its own.
async fn conclude(
    jobs: &Jobs,
    job: &Job,
    id: SessionKey,
    sent: &EmailCode,
    outcome: Result<bool, EmailTrouble>,
) -> Result<(), JobError> {
    retry_on_conflict(|| async {
        let Some((mut session, mut code)) = waiting(jobs, id).await? else { return finish(jobs, job).await };
        if !code.is_same(sent) {
            return finish(jobs, job).await;
        }
        let trouble = match outcome {
            Ok(is_kept) => {
                code.is_sent = true;
                code.code = code.code.take().filter(|_| is_kept);
                let mut batch = Batch::new();
                email_codes::note(&jobs.store, &mut batch, &session, &code);
                jobs::finish(&mut batch, job);
                return Ok(jobs.store.write(batch).await?);
            }
            Err(trouble) => trouble,
        };
        let Some(mut change) = Change::begin(&jobs.store, session.user_id, jobs.clock.now()).await? else {
            return finish(jobs, job).await;
        };
        let input = Input::FailEmail(trouble);
        match jobs.flow().transition(&mut change, &mut session, input, &Given::Nothing).await {
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

async fn finish(jobs: &Jobs, job: &Job) -> Result<(), JobError> {
    let mut batch = Batch::new();
    jobs::finish(&mut batch, job);
    Ok(jobs.store.write(batch).await?)
}
