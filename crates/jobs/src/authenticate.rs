//! Asks the bank what comes next in a session's authentication.

use std::collections::BTreeMap;

use jiff::Timestamp;
use passerelle_connector::{
    Attendance, BankAccount, BankOperation, BankPosition, BeginRequest, Connector, Credentials, Failure,
    FetchEnd, FetchRequest, Input as Answer, Purpose, ReturnAddress, Sealed, Sink, SinkError, Turn,
};
use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{Input, Prompt, State};
use passerelle_domain::{
    Account, ConnectSession, DataAccess, Holder, Item, ItemStatus, ProviderId, SessionKey,
};
use passerelle_store::jobs::{Job, Task};
use passerelle_store::{Batch, accounts, connect_sessions, items, jobs, random, retry_on_conflict};
use secrecy::SecretString;

use crate::answer::input_of;
use crate::change::Change;
use crate::flow::{FlowError, Given};
use crate::settle::{Settled, settle};
use crate::sync::listing;
use crate::{JobError, Jobs};

/// What the bank said, as far as it matters for the session and its item.
enum Answered {
    /// It wants something of the user.
    Asks {
        input: Input,
        prompt: Prompt,
        conversation: Sealed,
        /// The `state` that a return from its site brings, if it sends the user there.
        return_state: Option<String>,
        /// When it is asked again by itself, if the user need not answer.
        poll_at: Option<Timestamp>,
    },
    Authenticated {
        consent: Sealed,
        expires_at: Timestamp,
        accounts: Vec<BankAccount>,
    },
    Failed {
        failure: Failure,
        consent: Option<Sealed>,
    },
}

impl Answered {
    /// Strong authentication was not given.
    fn not_given() -> Self {
        Self::Failed { failure: ItemStatus::NeedsManualRefresh.into(), consent: None }
    }

    fn asks(input: Input, prompt: Prompt, conversation: Sealed) -> Self {
        Self::Asks { input, prompt, conversation, return_state: None, poll_at: None }
    }
}

pub(crate) async fn run(jobs: &Jobs, job: &Job, id: SessionKey) -> Result<(), JobError> {
    let Some((session, item)) = load(jobs, id).await? else { return finish(jobs, job).await };
    let is_asking = matches!(
        session.state,
        State::GoingToBank | State::BackFromBank | State::Authenticating { .. } | State::ApprovingInApp
    );
    let answered = if is_asking {
        ask(jobs, &session, item.as_ref()).await?
    } else if session.state.is_ended() {
        // Left before the bank was asked.
        Answered::not_given()
    } else {
        return finish(jobs, job).await;
    };
    retry_on_conflict(|| store(jobs, job, id, &answered)).await
}

/// The bank could not be asked, and there is no item that could say so: the session does.
pub(crate) async fn give_up(jobs: &Jobs, job: &Job, id: SessionKey) -> Result<(), JobError> {
    let answered = Answered::Failed { failure: ItemStatus::CouldNotRefresh.into(), consent: None };
    retry_on_conflict(|| store(jobs, job, id, &answered)).await
}

/// The session and its item, both still there. Whoever authenticates on the bank's own site has no item before.
async fn load(jobs: &Jobs, id: SessionKey) -> Result<Option<(ConnectSession, Option<Item>)>, JobError> {
    let Some(session) = connect_sessions::by_key(&jobs.store, id).await? else { return Ok(None) };
    let Some(item) = session.item_key() else { return Ok(Some((session, None))) };
    Ok(items::by_key(&jobs.store, item).await?.map(|item| (session, Some(item))))
}

async fn finish(jobs: &Jobs, job: &Job) -> Result<(), JobError> {
    let mut batch = Batch::new();
    jobs::finish(&mut batch, job);
    Ok(jobs.store.write(batch).await?)
}

/// The bank's answer; of a user who is authenticated, with the accounts it then shows.
async fn ask(jobs: &Jobs, session: &ConnectSession, item: Option<&Item>) -> Result<Answered, JobError> {
    let provider = item.map(|item| item.provider_id).or(session.provider_id).ok_or(JobError::NoProvider)?;
    let connector = jobs.connector(provider).await?;
    let secrets = connect_sessions::secrets(&jobs.store, session.key()).await?;
    let conversation = secrets.conversation.map(|value| Sealed(value.to_vec()));
    let state = random::token();
    let return_to = ReturnAddress { url: jobs.settings.return_url.clone(), state: state.clone() };
    let turn = match conversation {
        None => begin(jobs, session, item, provider, return_to, &*connector).await?,
        Some(conversation) => {
            let input = secrets.answer.map_or(Ok(Answer::Poll), |answer| input_of(&answer))?;
            connector.resume(conversation, input, return_to).await?
        }
    };
    Ok(match turn {
        Turn::ChooseMethod { methods, conversation } => {
            Answered::asks(Input::OfferMethods, Prompt::Choice { methods }, conversation)
        }
        Turn::AskCode { prompt, is_retry, conversation } => {
            Answered::asks(Input::AskCode { is_retry }, Prompt::Code(prompt), conversation)
        }
        Turn::Redirect { url, conversation } => Answered::Asks {
            input: Input::SendToBank,
            prompt: Prompt::Site { url },
            conversation,
            return_state: Some(state),
            poll_at: None,
        },
        Turn::Wait { prompt, poll_after, conversation } => Answered::Asks {
            input: Input::AwaitApproval,
            prompt: Prompt::Approval { approval: prompt },
            conversation,
            return_state: None,
            poll_at: Some(after(jobs.clock.now(), poll_after)),
        },
        Turn::Failed { failure, consent } => Answered::Failed { failure, consent },
        Turn::Authenticated { consent, expires_at } => {
            let request = FetchRequest {
                provider,
                consent,
                account_types: item.map_or(session.request.account_types, |item| item.account_types),
                attendance: Attendance::Attended,
                history: None,
            };
            let mut list = AccountList::default();
            match connector.fetch(request, &mut list).await? {
                FetchEnd::Complete { consent } => {
                    Answered::Authenticated { consent, expires_at, accounts: list.0 }
                }
                FetchEnd::Failed { failure, consent } => Answered::Failed { failure, consent: Some(consent) },
            }
        }
    })
}

async fn begin(
    jobs: &Jobs,
    session: &ConnectSession,
    item: Option<&Item>,
    provider: ProviderId,
    return_to: ReturnAddress,
    connector: &dyn Connector,
) -> Result<Turn, JobError> {
    let secrets = match item {
        Some(item) => items::secrets(&jobs.store, item.key()).await?,
        None => items::Secrets::default(),
    };
    let request = BeginRequest {
        provider,
        credentials: secrets.credentials.map_or_else(|| Ok(Credentials::new()), |json| named(&json))?,
        purpose: item.map_or(Purpose::Connect, |item| purpose(session, item)),
        consent: secrets.consent.map(|value| Sealed(value.to_vec())),
        return_to,
    };
    Ok(connector.begin(request).await?)
}

/// Secrets by name, of the JSON that they are stored as.
pub(crate) fn named(json: &[u8]) -> Result<BTreeMap<String, SecretString>, JobError> {
    let texts: BTreeMap<String, String> = serde_json::from_slice(json).map_err(JobError::Credentials)?;
    Ok(texts.into_iter().map(|(name, text)| (name, SecretString::from(text))).collect())
}

/// New credentials are tried as they are; otherwise an item that wants strong authentication, or a session that was
/// created to renew it, asks the bank for it.
fn purpose(session: &ConnectSession, item: &Item) -> Purpose {
    let is_forced = session.request.kind.forces_reauthentication();
    match item.status {
        ItemStatus::JustAdded | ItemStatus::JustEdited => Purpose::Connect,
        ItemStatus::NeedsManualRefresh => Purpose::Reauthenticate,
        _ if is_forced => Purpose::Reauthenticate,
        _ => Purpose::Connect,
    }
}

/// Takes the accounts, and nothing else.
#[derive(Default)]
pub(crate) struct AccountList(pub(crate) Vec<BankAccount>);

#[async_trait::async_trait]
impl Sink for AccountList {
    async fn account(&mut self, account: BankAccount) -> Result<(), SinkError> {
        self.0.push(account);
        Ok(())
    }

    async fn holder(&mut self, _: Holder) -> Result<(), SinkError> {
        Ok(())
    }

    async fn positions(&mut self, _: &str, _: Vec<BankPosition>) -> Result<(), SinkError> {
        Ok(())
    }

    async fn operations(&mut self, _: &str, _: Vec<BankOperation>) -> Result<(), SinkError> {
        Ok(())
    }
}

/// Writes what the bank answered, for a session that may have ended meanwhile.
async fn store(jobs: &Jobs, job: &Job, id: SessionKey, answered: &Answered) -> Result<(), JobError> {
    let Some((mut session, item)) = load(jobs, id).await? else { return finish(jobs, job).await };
    let change = Change::begin(&jobs.store, session.user_id, jobs.clock.now()).await?;
    let Some(mut change) = change else { return finish(jobs, job).await };
    if let (Answered::Asks { poll_at: Some(poll_at), conversation, .. }, State::ApprovingInApp) =
        (answered, &session.state)
    {
        // Still waiting: the session stays as it is.
        connect_sessions::set_conversation(&jobs.store, &mut change.batch, id, Some(&conversation.0));
        jobs::reschedule(&mut change.batch, job, *poll_at);
        return Ok(change.commit(&jobs.store).await?);
    }
    match write(jobs, &mut change, &mut session, item, job, answered).await {
        Ok(()) => Ok(change.commit(&jobs.store).await?),
        // Something else moved the session on: what the bank says of this attempt is nobody's business any more.
        Err(FlowError::MovedOn(_) | FlowError::Gone | FlowError::OtherBrowser) => finish(jobs, job).await,
        Err(FlowError::Store(error)) => Err(error.into()),
    }
}

async fn write(
    jobs: &Jobs,
    change: &mut Change,
    session: &mut ConnectSession,
    item: Option<Item>,
    job: &Job,
    answered: &Answered,
) -> Result<(), FlowError> {
    let flow = jobs.flow();
    let is_watched = !session.state.is_ended();
    let store = &jobs.store;
    // The bank knows the user: whatever it asks next, there is an item.
    let is_known =
        !matches!(answered, Answered::Asks { return_state: Some(_), .. } | Answered::Failed { .. });
    let item = match item {
        None if is_known && is_watched => Some(flow.create_item(change, session, b"{}").await?),
        item => item,
    };
    match answered {
        Answered::Asks { input, prompt, conversation, return_state, poll_at }
            if is_watched && !is_last_code(jobs, session, input) =>
        {
            let conversation = Some(conversation.0.as_slice());
            connect_sessions::set_conversation(store, &mut change.batch, session.key(), conversation);
            connect_sessions::set_answer(store, &mut change.batch, session.key(), None);
            if let Some(state) = return_state {
                connect_sessions::insert_return(&mut change.batch, session.key(), state);
            }
            session.prompt = Some(prompt.clone());
            flow.transition(change, session, input.clone(), &Given::Nothing).await?;
            if let Some(poll_at) = poll_at {
                jobs::reschedule(&mut change.batch, job, *poll_at);
                return Ok(());
            }
        }
        // Nobody is there to answer, or nobody may any more.
        Answered::Asks { .. } => {
            return fail(jobs, change, session, item.as_ref(), job, &ItemStatus::NeedsManualRefresh.into())
                .await;
        }
        Answered::Failed { failure, consent } => {
            if let (Some(consent), Some(item)) = (consent, &item) {
                items::set_consent(store, &mut change.batch, item.key(), &consent.0);
            }
            return fail(jobs, change, session, item.as_ref(), job, failure).await;
        }
        // Left before the bank knew the user: there is nothing to keep.
        Answered::Authenticated { .. } if item.is_none() => {}
        Answered::Authenticated { consent, expires_at, accounts } => {
            let item = item.ok_or(FlowError::Gone)?;
            connect_sessions::set_conversation(store, &mut change.batch, session.key(), None);
            connect_sessions::set_answer(store, &mut change.batch, session.key(), None);
            items::set_consent(store, &mut change.batch, item.key(), &consent.0);
            let item = Item { authentication_expires_at: Some(*expires_at), ..item };
            authenticated(jobs, change, session, &item, accounts).await?;
        }
    }
    jobs::finish(&mut change.batch, job);
    Ok(())
}

/// One more code than may be wrong.
fn is_last_code(jobs: &Jobs, session: &ConnectSession, input: &Input) -> bool {
    let is_wrong = matches!(input, Input::AskCode { is_retry: true });
    is_wrong && session.state.wrong_codes() + 1 >= jobs.settings.code_attempts
}

/// The accounts are known: the user chooses among them, unless that was done before or is not wanted.
async fn authenticated(
    jobs: &Jobs,
    change: &mut Change,
    session: &mut ConnectSession,
    item: &Item,
    listed: &[BankAccount],
) -> Result<(), FlowError> {
    let known = accounts::of_item(&jobs.store, item.key()).await?;
    let was_chosen = known.iter().any(|account| account.data_access == DataAccess::Enabled);
    let is_selecting = session.request.allow_account_selection && !was_chosen;
    let shares_all = !session.request.allow_account_selection && !was_chosen;
    let mut merged = listing::merge(&jobs.store, item, known, listed).await?;
    for account in &mut merged {
        if shares_all {
            account.data_access = DataAccess::Enabled;
        }
        account.updated_at = change.at;
    }
    for account in &merged {
        accounts::save(&mut change.batch, account);
    }
    let is_locked = |account: &Account| account.is_locked && account.data_access == DataAccess::Enabled;
    let needs_attestation = merged.iter().any(is_locked);
    if !session.state.is_ended() {
        items::update(&mut change.batch, item, None);
        let input = Input::Authenticated { is_selecting, needs_attestation };
        return jobs.flow().transition(change, session, input, &Given::Nothing).await;
    }
    // The user is gone. With nothing left to say the synchronisation goes on; otherwise nothing is shared.
    if is_selecting {
        settle(change, item, Settled::in_flow(ItemStatus::Ok), None);
    } else if needs_attestation {
        settle(change, item, Settled::in_flow(ItemStatus::ProAccountLocked), None);
    } else {
        items::update(&mut change.batch, item, None);
        let task = Task::FirstSync { session: session.key() };
        jobs::enqueue(&jobs.store, &mut change.batch, &task, jobs.clock.now()).await?;
    }
    Ok(())
}

/// The authentication failed: so does the session, and the item says why. A healthy item stays healthy when only the
/// renewal of its authentication was not given.
async fn fail(
    jobs: &Jobs,
    change: &mut Change,
    session: &mut ConnectSession,
    item: Option<&Item>,
    job: &Job,
    failure: &Failure,
) -> Result<(), FlowError> {
    if let Some(item) = item {
        let is_renewal_not_given =
            item.status == ItemStatus::Ok && failure.status == ItemStatus::NeedsManualRefresh;
        let is_told = session.state.is_ended() && !item.status.is_in_progress();
        if !is_renewal_not_given && !is_told {
            let settled = Settled { info: failure.info.clone(), ..Settled::in_flow(failure.status) };
            settle(change, item, settled, Some(jobs.settings.refresh_interval));
        }
    }
    connect_sessions::set_conversation(&jobs.store, &mut change.batch, session.key(), None);
    connect_sessions::set_answer(&jobs.store, &mut change.batch, session.key(), None);
    if !session.state.is_ended() {
        let input = Input::Fail { status: failure.status, info: failure.info.clone() };
        jobs.flow().transition(change, session, input, &Given::Nothing).await?;
    }
    jobs::finish(&mut change.batch, job);
    Ok(())
}
