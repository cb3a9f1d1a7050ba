//! The changes that the steps of a Connect session ask for.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{Effect, Input, MovedOn};
use passerelle_domain::{AccountId, Clock, ConnectSession, DataAccess, Event, Item, ItemStatus, SessionKey};
use passerelle_store::email_codes::{self, EmailCode};
use passerelle_store::jobs::Task;
use passerelle_store::{
    Batch, MayConflict, Store, StoreError, accounts, connect_sessions, items, jobs, retry_on_conflict,
};
use zeroize::Zeroizing;

use crate::answer::Answer;
use crate::change::Change;
use crate::metrics::Counted;
use crate::settle::{Settled, settle};

/// What the user gave with an input.
pub enum Given {
    /// Nothing but the input.
    Nothing,
    /// Credentials, as JSON of field keys to texts.
    Credentials(Zeroizing<Vec<u8>>),
    /// An answer to the bank.
    Answer(Answer),
    /// The accounts to share.
    Selection(BTreeSet<AccountId>),
    /// A code for an e-mail address.
    EmailCode(EmailCode),
}

/// Why an input changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The session is elsewhere already: an old tab, a double submit, a job that came too late.
    #[error(transparent)]
    MovedOn(#[from] MovedOn),
    /// The session is bound to another browser.
    #[error("the session belongs to another browser")]
    OtherBrowser,
    /// The session, its user or its item is gone.
    #[error("the session or what it is about is gone")]
    Gone,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MayConflict for FlowError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_conflict())
    }
}

/// What carries sessions from state to state.
#[derive(Clone)]
pub struct Flow {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// After how long a synchronisation is called pending.
    pub pending_after: Duration,
}

impl Flow {
    /// Applies what a user did, from the browser of that digest, which the session is bound to from then on. Answers the
    /// session as it then is.
    pub async fn apply(
        &self,
        id: SessionKey,
        browser: [u8; 32],
        input: &Input,
        given: &Given,
    ) -> Result<ConnectSession, FlowError> {
        retry_on_conflict(|| async {
            let session = self.session_of(id, browser).await?;
            self.apply_to(session, input, given).await
        })
        .await
    }

    /// A session in the browser that it is bound to from now on, whose user just did something.
    pub(crate) async fn session_of(
        &self,
        id: SessionKey,
        browser: [u8; 32],
    ) -> Result<ConnectSession, FlowError> {
        let mut session = connect_sessions::by_key(&self.store, id).await?.ok_or(FlowError::Gone)?;
        if *session.browser_digest.get_or_insert(browser) != browser {
            return Err(FlowError::OtherBrowser);
        }
        session.last_active_at = self.clock.now();
        Ok(session)
    }

    /// Binds a session to another browser, whose user said that it is to go on there.
    pub async fn adopt(&self, id: SessionKey, browser: [u8; 32]) -> Result<ConnectSession, FlowError> {
        retry_on_conflict(|| async {
            let mut session = connect_sessions::by_key(&self.store, id).await?.ok_or(FlowError::Gone)?;
            session.browser_digest = Some(browser);
            let mut batch = Batch::new();
            connect_sessions::update(&mut batch, &session, self.clock.now());
            self.store.write(batch).await?;
            session.version += 1;
            Ok(session)
        })
        .await
    }

    /// Ends a session whose time is over. Answers it as it then is.
    pub async fn expire(&self, id: SessionKey) -> Result<ConnectSession, FlowError> {
        retry_on_conflict(|| async {
            let session = connect_sessions::by_key(&self.store, id).await?.ok_or(FlowError::Gone)?;
            self.apply_to(session, &Input::Expire, &Given::Nothing).await
        })
        .await
    }

    pub(crate) async fn apply_to(
        &self,
        mut session: ConnectSession,
        input: &Input,
        given: &Given,
    ) -> Result<ConnectSession, FlowError> {
        let change = Change::begin(&self.store, session.user_id, self.clock.now()).await?;
        let mut change = change.ok_or(FlowError::Gone)?;
        self.transition(&mut change, &mut session, input.clone(), given).await?;
        change.commit(&self.store).await?;
        session.version += 1;
        Ok(session)
    }

    /// Adds to a change all that an input asks for in the session's state.
    pub(crate) async fn transition(
        &self,
        change: &mut Change,
        session: &mut ConnectSession,
        input: Input,
        given: &Given,
    ) -> Result<(), FlowError> {
        match input {
            Input::ChooseProvider(provider) => session.provider_id = Some(provider),
            // A branch chosen is remembered where its group is shown again.
            Input::ChooseAnother { group: None } => session.provider_id = None,
            _ => {}
        }
        let (state, effects) = session.state.apply(input)?;
        session.state = state;
        for effect in effects {
            self.perform(change, session, effect, given).await?;
        }
        connect_sessions::update(&mut change.batch, session, change.at);
        change.counted.push(Counted::step(&session.state));
        Ok(())
    }

    async fn perform(
        &self,
        change: &mut Change,
        session: &mut ConnectSession,
        effect: Effect,
        given: &Given,
    ) -> Result<(), FlowError> {
        let store = &self.store;
        match (effect, given) {
            (Effect::SendEmailCode | Effect::KeepEmail | Effect::ForgetEmailCode, _) => {
                self.perform_of_email(change, session, effect, given).await?;
            }
            (Effect::CreateItem, Given::Credentials(credentials)) => {
                self.create_item(change, session, credentials).await?;
            }
            (Effect::ReplaceCredentials, Given::Credentials(credentials)) => {
                let mut item = self.item(session).await?;
                items::set_credentials(store, &mut change.batch, item.key(), credentials);
                item.status = ItemStatus::JustEdited;
                item.status_code_info = item.status.default_info();
                items::update(&mut change.batch, &item, None);
            }
            (Effect::SendAnswer, Given::Answer(answer)) => {
                let answer = answer.to_bytes();
                connect_sessions::set_answer(store, &mut change.batch, session.key(), Some(&answer));
                let task = Task::Authenticate { session: session.key() };
                jobs::enqueue(store, &mut change.batch, &task, self.clock.now()).await?;
            }
            (Effect::SaveSelection, Given::Selection(shared)) => self.share(change, session, shared).await?,
            (
                Effect::CreateItem | Effect::ReplaceCredentials | Effect::SendAnswer | Effect::SaveSelection,
                Given::Nothing
                | Given::Credentials(_)
                | Given::Answer(_)
                | Given::EmailCode(_)
                | Given::Selection(_),
            ) => return Err(MovedOn.into()),
            (Effect::Authenticate, _) => {
                connect_sessions::set_conversation(store, &mut change.batch, session.key(), None);
                connect_sessions::set_answer(store, &mut change.batch, session.key(), None);
                let task = Task::Authenticate { session: session.key() };
                jobs::enqueue(store, &mut change.batch, &task, self.clock.now()).await?;
            }
            (Effect::Synchronise, _) => {
                let now = self.clock.now();
                jobs::enqueue(store, &mut change.batch, &Task::FirstSync { session: session.key() }, now)
                    .await?;
                let pending = Task::Pending { session: session.key() };
                jobs::enqueue(store, &mut change.batch, &pending, after(now, self.pending_after)).await?;
            }
            // Who left the bank's own site has no item yet.
            (Effect::AbandonAuthentication, _) if session.item_id.is_none() => {}
            (Effect::AbandonAuthentication, _) => {
                let item = self.item(session).await?;
                if item.status.is_in_progress() {
                    settle(change, &item, Settled::in_flow(ItemStatus::NeedsManualRefresh), None);
                }
            }
            (Effect::AttestPro, _) => self.attest_pro(change, session).await?,
            (Effect::ExcludePro, _) => self.exclude_pro(change, session).await?,
            (Effect::LockPro, _) => {
                let item = self.item(session).await?;
                match item.status {
                    ItemStatus::ProAccountLocked => {}
                    // What was shared before goes on; only what was just added does not.
                    ItemStatus::Ok => self.exclude_pro(change, session).await?,
                    _ => settle(change, &item, Settled::in_flow(ItemStatus::ProAccountLocked), None),
                }
            }
            (Effect::DisableAccounts, _) => {
                // Accounts are stored as not shared until they are chosen; what is left is the item's status.
                let item = self.item(session).await?;
                if item.status != ItemStatus::Ok {
                    settle(change, &item, Settled::in_flow(ItemStatus::Ok), None);
                }
            }
        }
        Ok(())
    }

    /// Adds the item of a session to the change, with `item.created`.
    pub(crate) async fn create_item(
        &self,
        change: &mut Change,
        session: &mut ConnectSession,
        credentials: &[u8],
    ) -> Result<Item, FlowError> {
        let item = Item {
            id: self.store.next_id().await?,
            user_id: session.user_id,
            application_id: session.application_id,
            provider_id: session.provider_id.ok_or(MovedOn)?,
            account_types: session.request.account_types,
            status: ItemStatus::JustAdded,
            status_code_info: ItemStatus::JustAdded.default_info(),
            authentication_expires_at: None,
            last_successful_refresh: None,
            last_try_refresh: None,
            pro_attested_at: None,
            created_at: change.at,
            version: 1,
        };
        items::insert(&self.store, &mut change.batch, &item, credentials);
        session.item_id = Some(item.id);
        change.events.push(Event::item_created(&item, session.user_uuid));
        Ok(item)
    }

    async fn perform_of_email(
        &self,
        change: &mut Change,
        session: &ConnectSession,
        effect: Effect,
        given: &Given,
    ) -> Result<(), FlowError> {
        let (store, key) = (&self.store, session.key());
        match (effect, given) {
            (Effect::SendEmailCode, Given::EmailCode(code)) => {
                email_codes::set(store, &mut change.batch, key, Some(code));
                let task = Task::SendEmailCode { session: key };
                jobs::enqueue(store, &mut change.batch, &task, self.clock.now()).await?;
            }
            (Effect::KeepEmail, Given::EmailCode(code)) => {
                email_codes::keep_validated(
                    store,
                    &mut change.batch,
                    key.user,
                    &code.address,
                    self.clock.now(),
                );
                email_codes::set(store, &mut change.batch, key, None);
            }
            (Effect::ForgetEmailCode, _) => email_codes::set(store, &mut change.batch, key, None),
            _ => return Err(MovedOn.into()),
        }
        Ok(())
    }

    async fn item(&self, session: &ConnectSession) -> Result<Item, FlowError> {
        let id = session.item_key().ok_or(FlowError::Gone)?;
        items::by_key(&self.store, id).await?.ok_or(FlowError::Gone)
    }

    async fn attest_pro(&self, change: &mut Change, session: &ConnectSession) -> Result<(), FlowError> {
        let item = self.item(session).await?;
        for mut account in accounts::of_item(&self.store, item.key()).await? {
            if account.is_locked {
                account.is_locked = false;
                account.updated_at = change.at;
                accounts::save(&mut change.batch, &account);
            }
        }
        items::update(&mut change.batch, &Item { pro_attested_at: Some(change.at), ..item }, None);
        Ok(())
    }

    async fn exclude_pro(&self, change: &mut Change, session: &ConnectSession) -> Result<(), FlowError> {
        let item = session.item_key().ok_or(FlowError::Gone)?;
        for mut account in accounts::of_item(&self.store, item).await? {
            if account.is_locked && account.data_access == DataAccess::Enabled {
                account.data_access = DataAccess::Disabled;
                account.updated_at = change.at;
                accounts::save(&mut change.batch, &account);
            }
        }
        Ok(())
    }

    /// Saves which accounts are shared. What is shared again is news to whoever reads by `since`.
    async fn share(
        &self,
        change: &mut Change,
        session: &ConnectSession,
        shared: &BTreeSet<AccountId>,
    ) -> Result<(), FlowError> {
        let item = session.item_key().ok_or(FlowError::Gone)?;
        for mut account in accounts::of_item(&self.store, item).await? {
            let is_shared = shared.contains(&account.id);
            let access = if is_shared { DataAccess::Enabled } else { DataAccess::Disabled };
            if account.data_access != access {
                account.data_access = access;
                account.updated_at = change.at;
                accounts::save(&mut change.batch, &account);
                if is_shared {
                    accounts::touch_data(&mut change.batch, &account, change.at);
                }
            }
        }
        Ok(())
    }
}
