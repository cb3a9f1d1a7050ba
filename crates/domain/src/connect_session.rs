//! A Connect session: what was asked for, whose it is, where it is.

mod email;
mod machine;
mod prompt;
mod state;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::callback::{Context, WayBack};
use crate::{
    AccountTypes, ApplicationId, CallbackUrl, Capability, ConnectSessionId, ConnectSessionUuid, Country,
    EmailAddress, Item, ItemId, ItemKey, ItemStatus, ProviderId, SessionKey, UserId, UserUuid,
};

pub use email::EMAIL_CODE_ATTEMPTS;
pub use prompt::{ApprovalPrompt, CodePrompt, Method, MethodKind, Picture, Prompt};
pub use state::{Effect, EmailTrouble, Input, MovedOn, State, Transition};

/// What the application asked for when it created the session (spec/api.md 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRequest {
    /// Which of the three shapes it is.
    pub kind: SessionKind,
    /// The user's e-mail address: shown to the user, masked.
    pub user_email: Option<EmailAddress>,
    /// Country that the list of banks begins with.
    pub country: Option<Country>,
    /// Only banks that have all of them are listed.
    pub capabilities: Vec<Capability>,
    /// The least kinds of account wanted.
    pub account_types: AccountTypes,
    /// Whether the user chooses accounts; otherwise all are shared.
    pub allow_account_selection: bool,
    /// At most so many accounts can be shared.
    pub max_selectable_accounts: Option<u32>,
    /// Where the user goes at the end; none for our status page.
    pub callback_url: Option<CallbackUrl>,
    /// Echoed on the way back.
    pub context: Option<Context>,
}

/// The three shapes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum SessionKind {
    /// The user connects a bank of their choice.
    New,
    /// The user connects that bank.
    Preselected {
        /// The bank.
        provider: ProviderId,
    },
    /// An item that exists is repaired, renewed, or its accounts are chosen again.
    Manage {
        /// The item.
        item: ItemId,
        /// Strong authentication is renewed even if the item is healthy.
        force_reauthentication: bool,
    },
}

impl SessionKind {
    /// True when the item existed before the session.
    pub const fn is_manage(self) -> bool {
        matches!(self, Self::Manage { .. })
    }

    /// True when strong authentication is to be renewed whatever the item's status is.
    pub const fn forces_reauthentication(self) -> bool {
        matches!(self, Self::Manage { force_reauthentication: true, .. })
    }

    /// The bank that a session begins with; `managed` is the item of a manage session.
    pub fn provider(self, managed: Option<&Item>) -> Option<ProviderId> {
        match self {
            Self::New => None,
            Self::Preselected { provider } => Some(provider),
            Self::Manage { .. } => managed.map(|item| item.provider_id),
        }
    }

    /// Where a session begins whose user's e-mail address has to be validated first; none where it never has to.
    pub const fn email_state(self) -> Option<State> {
        let provider = match self {
            Self::New => None,
            Self::Preselected { provider } => Some(provider),
            Self::Manage { .. } => return None,
        };
        Some(State::ValidatingEmail { provider, codes_sent: 0, trouble: None })
    }

    /// Where a session begins (spec/connect-flow.md 3, spec/items.md 7); `managed` is the item of a manage session.
    pub fn first_state(self, managed: Option<&Item>) -> State {
        match (self, managed.map(|item| item.status)) {
            (Self::New, _) => State::ChoosingProvider,
            (Self::Preselected { provider }, _) => State::EnteringCredentials { provider },
            (Self::Manage { force_reauthentication: true, .. }, _) => State::Starting,
            (Self::Manage { .. }, Some(ItemStatus::LoginFailed)) => State::EditingCredentials,
            (Self::Manage { .. }, Some(ItemStatus::Ok)) => State::ChoosingAccounts,
            (Self::Manage { .. }, Some(ItemStatus::ProAccountLocked)) => State::AttestingPro,
            (Self::Manage { .. }, _) => State::Starting,
        }
    }
}

/// How many accounts are read, of how many; a total of 0 while that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Accounts read.
    pub done: u32,
    /// Accounts to read.
    pub total: u32,
}

/// One Connect session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectSession {
    /// The key inside.
    pub id: ConnectSessionId,
    /// The `id` that the API answers.
    pub uuid: ConnectSessionUuid,
    /// Whose it is.
    pub application_id: ApplicationId,
    /// Which user's.
    pub user_id: UserId,
    /// The same, outside.
    pub user_uuid: UserUuid,
    /// What was asked for.
    pub request: SessionRequest,
    /// The item that it added or manages.
    pub item_id: Option<ItemId>,
    /// The bank chosen, once there is one.
    pub provider_id: Option<ProviderId>,
    /// Where it is.
    pub state: State,
    /// What the bank asks, in [`State::ChoosingMethod`], [`State::AnsweringCode`], [`State::ApprovingInApp`] and
    /// [`State::AtBank`].
    pub prompt: Option<Prompt>,
    /// How far the synchronisation is.
    pub progress: Progress,
    /// Digest of the cookie of the browser that it is bound to.
    pub browser_digest: Option<[u8; 32]>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its user last did something.
    pub last_active_at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

impl ConnectSession {
    /// Its whole key.
    pub const fn key(&self) -> SessionKey {
        SessionKey { user: self.user_id, id: self.id }
    }

    /// The whole key of the item that it added or manages.
    pub fn item_key(&self) -> Option<ItemKey> {
        self.item_id.map(|id| ItemKey { user: self.user_id, id })
    }

    /// The way back to the application, where the present state has one.
    pub fn way_back(&self) -> Option<WayBack> {
        let outcome = self.state.outcome()?;
        Some(WayBack {
            outcome,
            user_uuid: self.user_uuid,
            item_id: self.item_id,
            context: self.request.context.clone(),
        })
    }

    /// When the session's time is over: idle for too long, or open for too long.
    pub fn expires_at(&self, idle: std::time::Duration, lifetime: std::time::Duration) -> Timestamp {
        crate::clock::after(self.last_active_at, idle).min(crate::clock::after(self.created_at, lifetime))
    }
}
