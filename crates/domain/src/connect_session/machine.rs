//! The step machine of a Connect session: which state follows which, and what each transition asks for.
//!
//! Pure: no clock, no store. A caller reads the session, applies an input, and writes the new state together with what
//! the [`Effect`]s ask for in one batch.

use serde::{Deserialize, Serialize};

use super::email::EmailTrouble;
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

impl State {
    /// What follows when `input` happens here.
    ///
    /// # Errors
    /// [`MovedOn`] when the input does not belong to this state.
    pub fn apply(&self, input: Input) -> Result<Transition, MovedOn> {
        if self.is_ended() {
            return Err(MovedOn);
        }
        match input {
            Input::SendEmailCode
            | Input::ConfirmEmail
            | Input::MistakeEmailCode
            | Input::ChangeEmail
            | Input::FailEmail(_) => self.apply_of_email(&input),
            Input::ChooseProvider(_)
            | Input::ChooseGroup(_)
            | Input::ChooseAnother { .. }
            | Input::SubmitCredentials
            | Input::GoToBank
            | Input::ReturnFromBank
            | Input::ChooseMethod
            | Input::SubmitCode
            | Input::AskAnew
            | Input::Start
            | Input::SelectAccounts { .. }
            | Input::AttestPro
            | Input::ExcludePro
            | Input::Retry => self.apply_of_user(&input),
            Input::Leave | Input::Expire if *self == Self::Succeeded => Err(MovedOn),
            Input::Leave => Ok((Self::Left { at: self.step() }, self.effects_of_ending())),
            Input::Expire => Ok((Self::Expired { at: self.step() }, self.effects_of_ending())),
            Input::OfferMethods
            | Input::AskCode { .. }
            | Input::AwaitApproval
            | Input::SendToBank
            | Input::Authenticated { .. }
            | Input::Fail { .. }
            | Input::TakeLong
            | Input::Finish => self.apply_of_job(input),
        }
    }

    fn apply_of_user(&self, input: &Input) -> Result<Transition, MovedOn> {
        match (self, input) {
            (Self::ChoosingProvider | Self::ChoosingBranch { .. }, Input::ChooseProvider(provider)) => {
                Ok((Self::EnteringCredentials { provider: *provider }, vec![]))
            }
            (Self::ChoosingProvider, Input::ChooseGroup(group)) => {
                Ok((Self::ChoosingBranch { group: group.clone() }, vec![]))
            }
            (
                Self::ChoosingBranch { .. } | Self::EnteringCredentials { .. } | Self::AtBank,
                Input::ChooseAnother { group: None },
            ) => Ok((Self::ChoosingProvider, vec![])),
            (
                Self::EnteringCredentials { .. } | Self::AtBank,
                Input::ChooseAnother { group: Some(group) },
            ) => Ok((Self::ChoosingBranch { group: group.clone() }, vec![])),
            (Self::EnteringCredentials { .. } | Self::AtBank, Input::GoToBank) => {
                Ok((Self::GoingToBank, vec![Effect::Authenticate]))
            }
            (Self::AtBank, Input::ReturnFromBank) => Ok((Self::BackFromBank, vec![Effect::SendAnswer])),
            (Self::EnteringCredentials { .. }, Input::SubmitCredentials) => {
                Ok((Self::Authenticating { wrong_codes: 0 }, vec![Effect::CreateItem, Effect::Authenticate]))
            }
            (Self::EditingCredentials, Input::SubmitCredentials) => Ok((
                Self::Authenticating { wrong_codes: 0 },
                vec![Effect::ReplaceCredentials, Effect::Authenticate],
            )),
            (Self::Starting, Input::Start) => {
                Ok((Self::Authenticating { wrong_codes: 0 }, vec![Effect::Authenticate]))
            }
            (Self::AnsweringCode { .. }, Input::SubmitCode | Input::AskAnew)
            | (Self::ChoosingMethod, Input::ChooseMethod)
            | (Self::ApprovingInApp, Input::AskAnew) => {
                Ok((Self::Authenticating { wrong_codes: self.wrong_codes() }, vec![Effect::SendAnswer]))
            }
            (Self::ChoosingAccounts, Input::SelectAccounts { needs_attestation: true }) => {
                Ok((Self::AttestingPro, vec![Effect::SaveSelection]))
            }
            (Self::ChoosingAccounts, Input::SelectAccounts { needs_attestation: false }) => {
                Ok((Self::Synchronising, vec![Effect::SaveSelection, Effect::Synchronise]))
            }
            (Self::AttestingPro, Input::AttestPro) => {
                Ok((Self::Synchronising, vec![Effect::AttestPro, Effect::Synchronise]))
            }
            (Self::AttestingPro, Input::ExcludePro) => {
                Ok((Self::Synchronising, vec![Effect::ExcludePro, Effect::Synchronise]))
            }
            (Self::Failed { status: ItemStatus::LoginFailed, .. }, Input::Retry) => {
                Ok((Self::EditingCredentials, vec![]))
            }
            (Self::Failed { status, .. }, Input::Retry) if status.is_retryable() => {
                Ok((Self::Authenticating { wrong_codes: 0 }, vec![Effect::Authenticate]))
            }
            _ => Err(MovedOn),
        }
    }

    fn apply_of_job(&self, input: Input) -> Result<Transition, MovedOn> {
        let is_asking_the_bank = matches!(
            self,
            Self::GoingToBank | Self::BackFromBank | Self::Authenticating { .. } | Self::ApprovingInApp
        );
        let is_fetching = matches!(self, Self::Synchronising | Self::Pending);
        match input {
            Input::OfferMethods if is_asking_the_bank => Ok((Self::ChoosingMethod, vec![])),
            Input::AskCode { is_retry } if is_asking_the_bank => {
                let wrong_codes = self.wrong_codes().saturating_add(u32::from(is_retry));
                Ok((Self::AnsweringCode { wrong_codes, was_wrong: is_retry }, vec![]))
            }
            Input::AwaitApproval if is_asking_the_bank => Ok((Self::ApprovingInApp, vec![])),
            Input::SendToBank if is_asking_the_bank => Ok((Self::AtBank, vec![])),
            Input::Authenticated { is_selecting: true, .. } if is_asking_the_bank => {
                Ok((Self::ChoosingAccounts, vec![]))
            }
            Input::Authenticated { needs_attestation: true, .. } if is_asking_the_bank => {
                Ok((Self::AttestingPro, vec![]))
            }
            Input::Authenticated { .. } if is_asking_the_bank => {
                Ok((Self::Synchronising, vec![Effect::Synchronise]))
            }
            Input::Fail { status, info } if is_asking_the_bank || is_fetching => {
                Ok((Self::Failed { status, info }, vec![]))
            }
            Input::TakeLong if *self == Self::Synchronising => Ok((Self::Pending, vec![])),
            Input::Finish if is_fetching => Ok((Self::Succeeded, vec![])),
            _ => Err(MovedOn),
        }
    }

    fn effects_of_ending(&self) -> Vec<Effect> {
        match self {
            Self::AtBank | Self::ChoosingMethod | Self::AnsweringCode { .. } | Self::ApprovingInApp => {
                vec![Effect::AbandonAuthentication]
            }
            Self::ChoosingAccounts => vec![Effect::DisableAccounts],
            Self::AttestingPro => vec![Effect::LockPro],
            Self::ValidatingEmail { .. } | Self::AnsweringEmailCode { .. } => vec![Effect::ForgetEmailCode],
            Self::ChoosingProvider
            | Self::ChoosingBranch { .. }
            | Self::EnteringCredentials { .. }
            | Self::EditingCredentials
            | Self::Starting
            // The job that runs sees that nobody is there, and settles the item by itself.
            | Self::GoingToBank
            | Self::BackFromBank
            | Self::Authenticating { .. }
            | Self::Synchronising
            | Self::Pending
            | Self::Succeeded
            | Self::Failed { .. }
            | Self::Left { .. }
            | Self::Expired { .. } => vec![],
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn provider() -> ProviderId {
        574.try_into().expect("an id")
    }

    fn status() -> impl Strategy<Value = ItemStatus> {
        proptest::sample::select(ItemStatus::ALL.to_vec())
    }

    fn input() -> impl Strategy<Value = Input> {
        prop_oneof![
            Just(Input::SendEmailCode),
            Just(Input::ConfirmEmail),
            Just(Input::MistakeEmailCode),
            Just(Input::ChangeEmail),
            Just(Input::FailEmail(EmailTrouble::Refused)),
            Just(Input::ChooseProvider(provider())),
            Just(Input::ChooseGroup("Group".to_owned())),
            proptest::option::of(Just("Group".to_owned())).prop_map(|group| Input::ChooseAnother { group }),
            Just(Input::SubmitCredentials),
            Just(Input::GoToBank),
            Just(Input::ReturnFromBank),
            Just(Input::ChooseMethod),
            Just(Input::SubmitCode),
            Just(Input::AskAnew),
            Just(Input::Start),
            any::<bool>().prop_map(|needs_attestation| Input::SelectAccounts { needs_attestation }),
            Just(Input::AttestPro),
            Just(Input::ExcludePro),
            Just(Input::Retry),
            Just(Input::Leave),
            Just(Input::OfferMethods),
            any::<bool>().prop_map(|is_retry| Input::AskCode { is_retry }),
            Just(Input::AwaitApproval),
            Just(Input::SendToBank),
            any::<(bool, bool)>().prop_map(|(is_selecting, needs_attestation)| Input::Authenticated {
                is_selecting,
                needs_attestation,
            }),
            status().prop_map(|status| Input::Fail { info: status.default_info(), status }),
            Just(Input::TakeLong),
            Just(Input::Finish),
            Just(Input::Expire),
        ]
    }

    fn first() -> impl Strategy<Value = State> {
        proptest::sample::select(vec![
            State::ValidatingEmail { provider: None, codes_sent: 0, trouble: None },
            State::ChoosingProvider,
            State::EnteringCredentials { provider: provider() },
            State::EditingCredentials,
            State::Starting,
            State::ChoosingAccounts,
            State::AttestingPro,
        ])
    }

    proptest! {
        #[test]
        fn every_state_can_be_left_and_none_is_left_twice(start in first(), inputs in prop::collection::vec(input(), 0..40)) {
            let mut state = start;
            for input in inputs {
                if let Ok((next, _)) = state.apply(input) {
                    state = next;
                }
            }
            match state.apply(Input::Leave) {
                Ok((left, _)) => {
                    prop_assert_eq!(left.step(), state.step());
                    prop_assert_eq!(left.apply(Input::Leave), Err(MovedOn));
                }
                Err(MovedOn) => prop_assert!(state.is_ended() || state == State::Succeeded),
            }
            prop_assert!(state.outcome().is_some_and(Outcome::is_success) == (state == State::Succeeded));
        }

        #[test]
        fn no_input_of_the_user_skips_the_bank(start in first(), inputs in prop::collection::vec(input(), 0..40)) {
            let mut state = start;
            let mut was_authenticated = matches!(state, State::ChoosingAccounts | State::AttestingPro);
            for input in inputs {
                let authenticates = matches!(input, Input::Authenticated { .. });
                if let Ok((next, _)) = state.apply(input) {
                    was_authenticated |= authenticates;
                    state = next;
                }
                let holds_data = matches!(state, State::ChoosingAccounts | State::AttestingPro | State::Synchronising | State::Pending | State::Succeeded);
                prop_assert!(was_authenticated || !holds_data);
            }
        }
    }

    #[test]
    fn a_group_leads_to_its_branches_and_back() {
        let branches = State::ChoosingBranch { group: "Rives".to_owned() };
        assert_eq!(
            State::ChoosingProvider.apply(Input::ChooseGroup("Rives".to_owned())),
            Ok((branches.clone(), vec![]))
        );
        assert_eq!(
            branches.apply(Input::ChooseAnother { group: None }),
            Ok((State::ChoosingProvider, vec![]))
        );
        let form = State::EnteringCredentials { provider: provider() };
        assert_eq!(branches.apply(Input::ChooseProvider(provider())), Ok((form.clone(), vec![])));
        let back = Input::ChooseAnother { group: Some("Rives".to_owned()) };
        assert_eq!(form.apply(back), Ok((branches.clone(), vec![])));
        assert_eq!(branches.apply(Input::Leave), Ok((State::Left { at: Step::SubBanksList }, vec![])));
    }

    #[test]
    fn a_wrong_password_is_mended_in_its_own_form() {
        let failed =
            State::Failed { status: ItemStatus::LoginFailed, info: ItemStatus::LoginFailed.default_info() };
        assert_eq!(failed.apply(Input::Retry), Ok((State::EditingCredentials, vec![])));
        let gone =
            State::Failed { status: ItemStatus::NotSupported, info: ItemStatus::NotSupported.default_info() };
        assert_eq!(gone.apply(Input::Retry), Err(MovedOn));
    }

    #[test]
    fn wrong_codes_are_counted() {
        let mut state = State::Authenticating { wrong_codes: 0 };
        for wrong_codes in 0..3 {
            (state, _) = state.apply(Input::AskCode { is_retry: wrong_codes > 0 }).expect("the bank asks");
            assert_eq!(state, State::AnsweringCode { wrong_codes, was_wrong: wrong_codes > 0 });
            (state, _) = state.apply(Input::SubmitCode).expect("the user answers");
        }
    }

    #[test]
    fn who_goes_to_the_bank_comes_back_once() {
        let form = State::EnteringCredentials { provider: provider() };
        let going = (State::GoingToBank, vec![Effect::Authenticate]);
        assert_eq!(form.apply(Input::GoToBank), Ok(going.clone()));
        assert_eq!(going.0.apply(Input::SendToBank), Ok((State::AtBank, vec![])));
        assert_eq!(State::AtBank.apply(Input::GoToBank), Ok(going), "the bank's page was lost");
        let back = (State::BackFromBank, vec![Effect::SendAnswer]);
        assert_eq!(State::AtBank.apply(Input::ReturnFromBank), Ok(back));
        assert_eq!(State::BackFromBank.apply(Input::ReturnFromBank), Err(MovedOn));
        let left = (State::Left { at: Step::BankCredsForm }, vec![Effect::AbandonAuthentication]);
        assert_eq!(State::AtBank.apply(Input::Leave), Ok(left));
    }

    #[test]
    fn who_chooses_a_method_may_choose_another() {
        let asking = State::Authenticating { wrong_codes: 0 };
        assert_eq!(asking.apply(Input::OfferMethods), Ok((State::ChoosingMethod, vec![])));
        let chosen = (asking, vec![Effect::SendAnswer]);
        assert_eq!(State::ChoosingMethod.apply(Input::ChooseMethod), Ok(chosen.clone()));
        assert_eq!(State::ApprovingInApp.apply(Input::AskAnew), Ok(chosen));
        let again = (State::Authenticating { wrong_codes: 2 }, vec![Effect::SendAnswer]);
        assert_eq!(State::AnsweringCode { wrong_codes: 2, was_wrong: true }.apply(Input::AskAnew), Ok(again));
        let left = (State::Left { at: Step::OtpForm }, vec![Effect::AbandonAuthentication]);
        assert_eq!(State::ChoosingMethod.apply(Input::Leave), Ok(left));
    }

    #[test]
    fn business_accounts_are_attested_before_they_are_read() {
        let pro = (State::AttestingPro, vec![Effect::SaveSelection]);
        let chosen = Input::SelectAccounts { needs_attestation: true };
        assert_eq!(State::ChoosingAccounts.apply(chosen), Ok(pro));
        let asked = Input::Authenticated { is_selecting: false, needs_attestation: true };
        assert_eq!(State::BackFromBank.apply(asked), Ok((State::AttestingPro, vec![])));
        let attested = (State::Synchronising, vec![Effect::AttestPro, Effect::Synchronise]);
        assert_eq!(State::AttestingPro.apply(Input::AttestPro), Ok(attested));
        let left = (State::Left { at: Step::ProValidationForm }, vec![Effect::LockPro]);
        assert_eq!(State::AttestingPro.apply(Input::Leave), Ok(left));
    }

    #[test]
    fn a_code_left_unanswered_abandons_the_authentication() {
        let asked = State::AnsweringCode { wrong_codes: 1, was_wrong: true };
        let left = (State::Left { at: Step::OtpForm }, vec![Effect::AbandonAuthentication]);
        assert_eq!(asked.apply(Input::Leave), Ok(left));
    }
}
