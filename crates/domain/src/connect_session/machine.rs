//! The step machine of a Connect session: which state follows which, and what each transition asks for.
//!
//! Pure: no clock, no store. A caller reads the session, applies an input, and writes the new state together with what
//! the [`Effect`]s ask for in one batch.

use super::state::{Effect, Input, MovedOn, State, Transition};
use crate::ItemStatus;

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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::callback::Outcome;
    use crate::connect_session::EmailTrouble;
    use crate::{ProviderId, Step};

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
