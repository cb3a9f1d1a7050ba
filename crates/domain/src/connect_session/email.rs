//! The part of the step machine before everything else: the user's e-mail address is validated by a code.

use super::state::{Effect, Input, MovedOn, State, Transition};
use crate::ProviderId;

/// How often a code may be wrong before it is worth nothing.
pub const EMAIL_CODE_ATTEMPTS: u32 = 5;

impl State {
    pub(super) fn apply_of_email(&self, input: &Input) -> Result<Transition, MovedOn> {
        match (self, input) {
            (
                Self::ValidatingEmail { provider, codes_sent, .. }
                | Self::AnsweringEmailCode { provider, codes_sent, .. },
                Input::SendEmailCode,
            ) => {
                let (provider, codes_sent) = (*provider, codes_sent.saturating_add(1));
                let next = Self::AnsweringEmailCode { provider, codes_sent, wrong_codes: 0 };
                Ok((next, vec![Effect::SendEmailCode]))
            }
            (Self::AnsweringEmailCode { provider, wrong_codes, .. }, Input::ConfirmEmail)
                if *wrong_codes < EMAIL_CODE_ATTEMPTS =>
            {
                Ok((after_validation(*provider), vec![Effect::KeepEmail]))
            }
            (Self::AnsweringEmailCode { provider, codes_sent, wrong_codes }, Input::MistakeEmailCode)
                if *wrong_codes < EMAIL_CODE_ATTEMPTS =>
            {
                let (provider, codes_sent, wrong_codes) = (*provider, *codes_sent, wrong_codes + 1);
                Ok((Self::AnsweringEmailCode { provider, codes_sent, wrong_codes }, vec![]))
            }
            (Self::AnsweringEmailCode { provider, codes_sent, .. }, Input::ChangeEmail) => {
                let (provider, codes_sent) = (*provider, *codes_sent);
                Ok((Self::ValidatingEmail { provider, codes_sent, trouble: None }, vec![]))
            }
            (Self::AnsweringEmailCode { provider, codes_sent, .. }, Input::FailEmail(trouble)) => {
                let (provider, codes_sent, trouble) = (*provider, *codes_sent, Some(*trouble));
                Ok((Self::ValidatingEmail { provider, codes_sent, trouble }, vec![Effect::ForgetEmailCode]))
            }
            _ => Err(MovedOn),
        }
    }

    /// How many codes were asked for, while the address is being validated.
    pub const fn email_codes_sent(&self) -> u32 {
        if let Self::ValidatingEmail { codes_sent, .. } | Self::AnsweringEmailCode { codes_sent, .. } = self {
            *codes_sent
        } else {
            0
        }
    }
}

/// Where the session would have begun without it.
const fn after_validation(provider: Option<ProviderId>) -> State {
    match provider {
        Some(provider) => State::EnteringCredentials { provider },
        None => State::ChoosingProvider,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Step;
    use crate::connect_session::EmailTrouble;
    use crate::connect_session::SessionKind;

    fn provider() -> ProviderId {
        574.try_into().expect("an id")
    }

    fn first(provider: Option<ProviderId>) -> State {
        State::ValidatingEmail { provider, codes_sent: 0, trouble: None }
    }

    fn input() -> impl Strategy<Value = Input> {
        proptest::sample::select(vec![
            Input::SendEmailCode,
            Input::ConfirmEmail,
            Input::MistakeEmailCode,
            Input::ChangeEmail,
            Input::FailEmail(EmailTrouble::Refused),
            Input::FailEmail(EmailTrouble::Unsent),
            Input::ChooseProvider(provider()),
            Input::SubmitCredentials,
            Input::Start,
        ])
    }

    proptest! {
        #[test]
        fn nothing_follows_but_by_a_code_that_was_sent_and_not_wrong_too_often(
            inputs in prop::collection::vec(input(), 0..60)
        ) {
            let mut state = first(None);
            let (mut sent, mut wrong) = (0, 0);
            for input in inputs {
                let Ok((next, effects)) = state.apply(input.clone()) else { continue };
                match input {
                    Input::SendEmailCode => (sent, wrong) = (sent + 1, 0),
                    Input::MistakeEmailCode => wrong += 1,
                    Input::ConfirmEmail => {
                        prop_assert!(sent > 0 && wrong < EMAIL_CODE_ATTEMPTS);
                        prop_assert_eq!(effects, vec![Effect::KeepEmail]);
                        prop_assert_eq!(next, State::ChoosingProvider);
                        return Ok(());
                    }
                    _ => {}
                }
                prop_assert_eq!(next.step(), Step::EmailValidationForm);
                prop_assert_eq!(next.email_codes_sent(), sent);
                state = next;
            }
        }
    }

    #[test]
    fn a_session_then_goes_on_where_it_would_have_begun() {
        for kind in [SessionKind::New, SessionKind::Preselected { provider: provider() }] {
            let state = kind.email_state().expect("it can be asked for");
            let (asked, effects) = state.apply(Input::SendEmailCode).expect("a code");
            assert_eq!(effects, [Effect::SendEmailCode]);
            let (next, _) = asked.apply(Input::ConfirmEmail).expect("the code");
            assert_eq!(next, kind.first_state(None));
        }
        let item = 1.try_into().expect("an id");
        assert_eq!(SessionKind::Manage { item, force_reauthentication: true }.email_state(), None);
    }

    #[test]
    fn a_code_that_was_wrong_too_often_is_right_no_more() {
        let (mut state, _) = first(None).apply(Input::SendEmailCode).expect("a code");
        for _ in 0..EMAIL_CODE_ATTEMPTS {
            (state, _) = state.apply(Input::MistakeEmailCode).expect("another try");
        }
        assert_eq!(state.apply(Input::ConfirmEmail), Err(MovedOn));
        assert_eq!(state.apply(Input::MistakeEmailCode), Err(MovedOn));
        let (state, _) = state.apply(Input::SendEmailCode).expect("a new code");
        assert!(state.apply(Input::ConfirmEmail).is_ok());
    }

    #[test]
    fn who_leaves_is_forgotten() {
        let left = (State::Left { at: Step::EmailValidationForm }, vec![Effect::ForgetEmailCode]);
        assert_eq!(first(None).apply(Input::Leave), Ok(left));
    }
}
