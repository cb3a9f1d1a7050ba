//! What a login of the Demo Bank makes it do (spec/demo-bank.md 2.2).
//!
//! A login is a row of parts joined by dots. Parts of strong customer authentication belong to the outcome that
//! follows them, and each refresh of the item meets the next outcome; the last one repeats. A login with a part that
//! nobody knows is just a name, and names succeed.

use passerelle_connector::Failure;
use passerelle_domain::{ItemStatus, StatusCodeInfo};

/// How the bank authenticates the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// A one-time code; any is right.
    Code,
    /// A one-time code; any is wrong.
    WrongCode,
    /// Approval in the app, given after a while.
    App,
    /// Approval in the app, never given.
    AppExpiry,
}

/// How a refresh ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With data.
    Success,
    /// With data, late.
    Slow,
    /// With data, some of them of business accounts.
    Pro,
    /// Without.
    Failure(Failure),
}

/// What one refresh meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refresh {
    /// Asked first, in order.
    pub(crate) challenges: Vec<Challenge>,
    /// The end.
    pub(crate) outcome: Outcome,
}

/// A login, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Script(Vec<Refresh>);

enum Part {
    Challenge(Challenge),
    Outcome(Outcome),
}

impl Script {
    /// Reads a login; every text is one.
    pub(crate) fn read(login: &str) -> Self {
        let parts: Option<Vec<Part>> = login.trim().to_ascii_lowercase().split('.').map(read_part).collect();
        let mut refreshes = Vec::new();
        let mut challenges = Vec::new();
        for part in parts.unwrap_or_default() {
            match part {
                Part::Challenge(challenge) => challenges.push(challenge),
                Part::Outcome(outcome) => {
                    refreshes.push(Refresh { challenges: std::mem::take(&mut challenges), outcome });
                }
            }
        }
        if !challenges.is_empty() || refreshes.is_empty() {
            refreshes.push(Refresh { challenges, outcome: Outcome::Success });
        }
        Self(refreshes)
    }

    /// What the refresh of that number meets. Past the end the last outcome repeats, without its challenges.
    pub(crate) fn refresh(&self, number: usize) -> Refresh {
        let last = self.0.last().expect("a script has at least one refresh");
        let repeated = || Refresh { challenges: Vec::new(), outcome: last.outcome.clone() };
        self.0.get(number).cloned().unwrap_or_else(repeated)
    }
}

fn read_part(part: &str) -> Option<Part> {
    Some(match part {
        "success" => Part::Outcome(Outcome::Success),
        "slow" => Part::Outcome(Outcome::Slow),
        "pro" => Part::Outcome(Outcome::Pro),
        "otp" => Part::Challenge(Challenge::Code),
        "otp_fail" => Part::Challenge(Challenge::WrongCode),
        "app2app" => Part::Challenge(Challenge::App),
        "app2app_expiry" => Part::Challenge(Challenge::AppExpiry),
        _ => Part::Outcome(read_status(part)?),
    })
}

/// `<status>` or `<status>_<info>`.
fn read_status(part: &str) -> Option<Outcome> {
    let (code, info) = part.split_once('_').map_or((part, None), |(code, info)| (code, Some(info)));
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let status = ItemStatus::try_from(code.parse::<i32>().ok()?).ok()?;
    let info = info.map(str::parse::<StatusCodeInfo>).transpose().ok()?;
    Some(match status {
        ItemStatus::Ok => Outcome::Success,
        _ => Outcome::Failure(Failure { info: info.unwrap_or_else(|| status.default_info()), status }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn success(login: &str) -> bool {
        Script::read(login) == Script(vec![Refresh { challenges: vec![], outcome: Outcome::Success }])
    }

    fn failure(status: i32, info: &str) -> Outcome {
        let status = status.try_into().expect("a status");
        Outcome::Failure(Failure { status, info: info.parse().expect("an info") })
    }

    #[test]
    fn unknown_logins_succeed() {
        for login in
            ["success", "anything", "", ".", "john.doe", "otp.john", "402_", "-2", "999", "402_É", "+402"]
        {
            assert!(success(login), "{login}");
        }
    }

    #[test]
    fn statuses_carry_their_info_in_lower_case() {
        assert_eq!(Script::read("402").refresh(0).outcome, failure(402, "invalid_creds"));
        assert_eq!(Script::read("1005_CLOSED_ACCOUNT").refresh(0).outcome, failure(1005, "closed_account"));
        assert_eq!(Script::read("1007").refresh(0).outcome, failure(1007, "disabled_temporarily"));
    }

    #[test]
    fn parts_are_met_one_refresh_after_the_other_and_the_last_repeats() {
        let script = Script::read("otp.success.app2app.1010");
        assert_eq!(
            script.refresh(0),
            Refresh { challenges: vec![Challenge::Code], outcome: Outcome::Success }
        );
        assert_eq!(script.refresh(1).challenges, [Challenge::App]);
        assert_eq!(script.refresh(1).outcome, failure(1010, "otp_required"));
        assert_eq!(script.refresh(9), Refresh { challenges: vec![], outcome: failure(1010, "otp_required") });
        assert_eq!(Script::read("success.otp").refresh(1).challenges, [Challenge::Code]);
    }

    proptest! {
        #[test]
        fn reading_never_panics(login in ".*", number in 0_usize..9) {
            let _ = Script::read(&login).refresh(number);
        }

        #[test]
        fn combinations_never_panic(login in "(otp|app2app|402|1010_X|slow|_|[.]|success){0,6}", number in 0_usize..9) {
            let _ = Script::read(&login).refresh(number);
        }
    }
}
