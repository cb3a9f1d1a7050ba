//! What the step machine of a Connect session speaks of: where a session is, what can happen to it, and what a transition
//! asks for.

use serde::{Deserialize, Serialize};

use crate::callback::Outcome;
use crate::{ItemStatus, ProviderId, StatusCodeInfo, Step};

/// Where a session is. Finer than the public [`Step`]s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// The user says, or is told, to which e-mail address a code will go.
    ValidatingEmail {
        /// The bank that the session then begins with; without one the user chooses.
        provider: Option<ProviderId>,
        /// Codes that were asked for so far.
        codes_sent: u32,
        /// Why the last of them came to nothing.
        trouble: Option<EmailTrouble>,
    },
    /// The user types the code that went to the address.
    AnsweringEmailCode {
        /// As before.
        provider: Option<ProviderId>,
        /// Codes that were asked for so far, this one counted.
        codes_sent: u32,
        /// How often this one was wrong.
        wrong_codes: u32,
    },
    /// The user chooses a bank.
    ChoosingProvider,
    /// The user chooses a branch of a group of banks.
    ChoosingBranch {
        /// The group.
        group: String,
    },
    /// The user types the credentials of a new item.
    EnteringCredentials {
        /// The bank chosen.
        provider: ProviderId,
    },
    /// The user types new credentials of an item.
    EditingCredentials,
    /// The bank is being asked for the address of its own site, where the user will authenticate.
    GoingToBank,
    /// The user is at the bank's own site, or on the way.
    AtBank,
    /// The user came back from there; the bank is being asked what came of it.
    BackFromBank,
    /// First page of a managed item: says what will happen; nothing starts before its button.
    Starting,
    /// The bank is being asked.
    Authenticating {
        /// Codes that were wrong so far.
        wrong_codes: u32,
    },
    /// The bank can make sure in several ways; the user chooses one.
    ChoosingMethod,
    /// The bank asked for a one-time code.
    AnsweringCode {
        /// Codes that were wrong so far.
        wrong_codes: u32,
        /// The last answer was one of them.
        #[serde(default)]
        was_wrong: bool,
    },
    /// The bank waits for an approval in its app.
    ApprovingInApp,
    /// The accounts are known; the user says which are shared.
    ChoosingAccounts,
    /// Some of the accounts shared are business accounts: the user says whether they may be.
    AttestingPro,
    /// Data is being fetched.
    Synchronising,
    /// It takes long; the user may leave.
    Pending,
    /// All went well.
    Succeeded,
    /// It failed; some failures can be tried again.
    Failed {
        /// How, as the item's status.
        status: ItemStatus,
        /// Why.
        info: StatusCodeInfo,
    },
    /// The user left.
    Left {
        /// The page left.
        at: Step,
    },
    /// The time is over.
    Expired {
        /// The page it ended on.
        at: Step,
    },
}

/// What can happen to a session: by the user, by a job, by the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The user asked for a code, or for another one.
    SendEmailCode,
    /// The user typed the code of the e-mail.
    ConfirmEmail,
    /// The user typed another one.
    MistakeEmailCode,
    /// The user wants to give another e-mail address.
    ChangeEmail,
    /// The code could not be sent.
    FailEmail(EmailTrouble),
    /// The user chose a bank.
    ChooseProvider(ProviderId),
    /// The user chose a group of banks, by its name.
    ChooseGroup(String),
    /// The user went back to the choice of bank.
    ChooseAnother {
        /// To the branches of this group, of which the bank is one.
        group: Option<String>,
    },
    /// The user submitted credentials.
    SubmitCredentials,
    /// The user goes to the bank's own site, perhaps once more.
    GoToBank,
    /// The user came back from the bank's own site.
    ReturnFromBank,
    /// The user chose how the bank makes sure.
    ChooseMethod,
    /// The user submitted a one-time code.
    SubmitCode,
    /// The user wants a new code, or another way of making sure.
    AskAnew,
    /// The user pressed the button of a managed item's first page.
    Start,
    /// The user said which accounts are shared.
    SelectAccounts {
        /// There are business accounts among them, and the user has not said yet that they may be shared.
        needs_attestation: bool,
    },
    /// The user may share the business accounts, and says so.
    AttestPro,
    /// The user goes on without the business accounts.
    ExcludePro,
    /// The user tries again after a failure.
    Retry,
    /// The user left and confirmed it.
    Leave,
    /// The bank lets the user choose how it makes sure.
    OfferMethods,
    /// The bank asks for a code; `is_retry` when the last one was wrong.
    AskCode {
        /// The last code was wrong.
        is_retry: bool,
    },
    /// The bank waits for an approval in its app.
    AwaitApproval,
    /// The bank wants the user on its own site.
    SendToBank,
    /// The user is authenticated and the accounts are known; the user chooses among them or not.
    Authenticated {
        /// Accounts are to be chosen.
        is_selecting: bool,
        /// There are business accounts among those shared without a choice.
        needs_attestation: bool,
    },
    /// It failed.
    Fail {
        /// How.
        status: ItemStatus,
        /// Why.
        info: StatusCodeInfo,
    },
    /// It takes longer than the user should wait.
    TakeLong,
    /// The data of the first days is there.
    Finish,
    /// Idle for too long, or open for too long.
    Expire,
}

/// What the batch that saves the new state must contain besides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Keep a new code for the e-mail address, and enqueue the job that sends it.
    SendEmailCode,
    /// The user's address is validated; forget its code.
    KeepEmail,
    /// Forget the code and the address.
    ForgetEmailCode,
    /// Insert the item at -2 with its credentials and `item.created`.
    CreateItem,
    /// Replace the item's credentials and set it to -3.
    ReplaceCredentials,
    /// Enqueue the job that asks the bank.
    Authenticate,
    /// Enqueue the job that hands what the user answered, or came back with, to the bank.
    SendAnswer,
    /// Save which accounts are shared.
    SaveSelection,
    /// Disable every account of an item whose accounts were never chosen.
    DisableAccounts,
    /// Keep that the user may share the item's business accounts.
    AttestPro,
    /// Share the item's business accounts no more.
    ExcludePro,
    /// The business accounts were not attested: an item that holds them becomes 1100 with `item.refreshed`.
    LockPro,
    /// Enqueue the job that fetches data.
    Synchronise,
    /// An item still at -2 or -3 becomes 1010 with `item.refreshed`: strong authentication was not given.
    AbandonAuthentication,
}

/// The input does not fit the state: an old tab, a double submit, a job that came too late. Nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session has moved on")]
pub struct MovedOn;

/// A new state and what it asks for.
pub type Transition = (State, Vec<Effect>);

/// Why a code could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailTrouble {
    /// The address does not take mail.
    Refused,
    /// We can't send mail.
    Unsent,
}

impl State {
    /// How many one-time codes were wrong in the authentication under way.
    pub const fn wrong_codes(&self) -> u32 {
        match self {
            Self::Authenticating { wrong_codes } | Self::AnsweringCode { wrong_codes, .. } => *wrong_codes,
            Self::ValidatingEmail { .. }
            | Self::AnsweringEmailCode { .. }
            | Self::ChoosingProvider
            | Self::ChoosingBranch { .. }
            | Self::EnteringCredentials { .. }
            | Self::EditingCredentials
            | Self::GoingToBank
            | Self::AtBank
            | Self::BackFromBank
            | Self::Starting
            | Self::ChoosingMethod
            | Self::ApprovingInApp
            | Self::ChoosingAccounts
            | Self::AttestingPro
            | Self::Synchronising
            | Self::Pending
            | Self::Succeeded
            | Self::Failed { .. }
            | Self::Left { .. }
            | Self::Expired { .. } => 0,
        }
    }

    /// The name of the state: `data-state` of its pages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ValidatingEmail { .. } => "validating_email",
            Self::AnsweringEmailCode { .. } => "answering_email_code",
            Self::ChoosingProvider => "choosing_provider",
            Self::ChoosingBranch { .. } => "choosing_branch",
            Self::EnteringCredentials { .. } => "entering_credentials",
            Self::EditingCredentials => "editing_credentials",
            Self::GoingToBank => "going_to_bank",
            Self::AtBank => "at_bank",
            Self::BackFromBank => "back_from_bank",
            Self::Starting => "starting",
            Self::Authenticating { .. } => "authenticating",
            Self::ChoosingMethod => "choosing_method",
            Self::AnsweringCode { .. } => "answering_code",
            Self::ApprovingInApp => "approving_in_app",
            Self::ChoosingAccounts => "choosing_accounts",
            Self::AttestingPro => "attesting_pro",
            Self::Synchronising => "synchronising",
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Left { .. } => "left",
            Self::Expired { .. } => "expired",
        }
    }

    /// True when nothing can follow any more.
    pub const fn is_ended(&self) -> bool {
        matches!(self, Self::Left { .. } | Self::Expired { .. })
    }

    /// The public step that is reported for this state (design: public step of an internal state).
    pub const fn step(&self) -> Step {
        match self {
            Self::ValidatingEmail { .. } | Self::AnsweringEmailCode { .. } => Step::EmailValidationForm,
            Self::ChoosingProvider => Step::HighlightedBanks,
            Self::ChoosingBranch { .. } => Step::SubBanksList,
            Self::EnteringCredentials { .. } | Self::GoingToBank | Self::AtBank => Step::BankCredsForm,
            Self::EditingCredentials => Step::EditBankCredsForm,
            Self::BackFromBank
            | Self::Starting
            | Self::Authenticating { .. }
            | Self::ChoosingAccounts
            | Self::Synchronising => Step::SyncInProgress,
            Self::ChoosingMethod | Self::AnsweringCode { .. } | Self::ApprovingInApp => Step::OtpForm,
            Self::AttestingPro => Step::ProValidationForm,
            Self::Pending => Step::SyncPending,
            Self::Succeeded => Step::SyncSuccess,
            Self::Failed { .. } => Step::SyncError,
            Self::Left { at } | Self::Expired { at } => *at,
        }
    }

    /// How the flow ended, where a way back exists: at an end, and on the pages that offer one.
    pub const fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Succeeded => Some(Outcome::Finished),
            Self::Pending | Self::Failed { .. } | Self::Left { .. } | Self::Expired { .. } => {
                Some(Outcome::Unfinished(self.step()))
            }
            Self::ValidatingEmail { .. }
            | Self::AnsweringEmailCode { .. }
            | Self::ChoosingProvider
            | Self::ChoosingBranch { .. }
            | Self::EnteringCredentials { .. }
            | Self::EditingCredentials
            | Self::GoingToBank
            | Self::AtBank
            | Self::BackFromBank
            | Self::Starting
            | Self::Authenticating { .. }
            | Self::ChoosingMethod
            | Self::AnsweringCode { .. }
            | Self::ApprovingInApp
            | Self::ChoosingAccounts
            | Self::AttestingPro
            | Self::Synchronising => None,
        }
    }
}
