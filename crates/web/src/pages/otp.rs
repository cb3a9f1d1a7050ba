//! `otp_form`.

use serde::Serialize;

use super::Page;
use crate::Mark;

/// The bank makes sure that it is the user: in a way that the user chooses, by a code, or by an approval in its app. Where
/// there are other ways, a second form posts `other_method=1`.
#[derive(Debug, Clone, Serialize)]
pub struct OtpForm {
    /// The bank.
    pub provider: Mark,
    /// How it makes sure.
    pub ask: OtpAsk,
    /// Whether the reader may choose another way.
    pub has_other_methods: bool,
}

/// How a bank makes sure that it is the user.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OtpAsk {
    /// In one of several ways, posted as `method`.
    Method {
        /// The ways.
        methods: Vec<MethodChoice>,
    },
    /// By a one-time code, posted as `code`; or `new_code=1` for a new one.
    Code(CodeAsk),
    /// By an approval in its app: the page waits, as `sync_in_progress` does.
    Approval {
        /// What the bank says, in the reader's language.
        message: Option<String>,
        /// What the app reads.
        picture: Option<PictureView>,
        /// How long it can be approved, where that is known.
        validity: Option<Validity>,
        /// After how many seconds a browser without script asks again.
        refresh_seconds: u32,
    },
}

/// How a one-time code is asked for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CodeAsk {
    /// What the bank says, in the reader's language.
    pub message: Option<String>,
    /// What the code is read from.
    pub picture: Option<PictureView>,
    /// Whether the code has digits only.
    pub is_numeric: bool,
    /// How many characters it has, where that is known.
    pub length: Option<u8>,
    /// What was wrong with the last code.
    pub error: Option<CodeError>,
    /// How many more codes may be tried, once that is worth saying.
    pub attempts_left: Option<u32>,
    /// How long it is good, where that is known.
    pub validity: Option<Validity>,
    /// Whether the reader asked for this code after another.
    pub is_renewed: bool,
    /// Whether the bank makes a new one.
    pub can_renew: bool,
}

/// A way in which the bank makes sure.
#[derive(Debug, Clone, Serialize)]
pub struct MethodChoice {
    /// What is posted.
    pub key: String,
    /// What the reader has to do.
    pub kind: MethodKind,
    /// What the bank tells it by.
    pub hint: Option<String>,
}

/// What a way of making sure asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// A code that comes by text message.
    Sms,
    /// A code that comes by e-mail.
    Email,
    /// An approval in the bank's app.
    App,
    /// A picture that gives a code.
    Photo,
    /// Anything else: the hint says what.
    Other,
}

impl MethodKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Sms, Self::Email, Self::App, Self::Photo, Self::Other];
}

/// A picture of the bank's.
#[derive(Debug, Clone, Serialize)]
pub struct PictureView {
    /// Where it is.
    pub href: String,
    /// Whether it is a QR code.
    pub is_qr: bool,
}

/// How long something is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Validity {
    /// Minutes left, the one under way counted; none when it is over.
    pub minutes: u32,
    /// Seconds until that number changes.
    pub next_seconds: u32,
}

impl Validity {
    /// Of what is good for so many more seconds.
    pub const fn of_seconds(seconds: u32) -> Self {
        let minutes = seconds.div_ceil(60);
        let next_seconds = match seconds {
            0 => 0,
            seconds => (seconds - 1) % 60 + 1,
        };
        Self { minutes, next_seconds }
    }
}

/// What was wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeError {
    /// Nothing was filled in.
    Missing,
    /// Something else than digits.
    NotDigits,
    /// Longer or shorter than the bank's codes are.
    WrongLength,
    /// The bank refused it.
    Wrong,
}

impl Page for OtpForm {
    const TEMPLATE: &'static str = "otp_form";

    fn has_error(&self) -> bool {
        matches!(self.ask, OtpAsk::Code(CodeAsk { error: Some(_), .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_under_way_counts() {
        for (seconds, minutes, next_seconds) in [(0, 0, 0), (1, 1, 1), (60, 1, 60), (61, 2, 1), (300, 5, 60)]
        {
            assert_eq!(Validity::of_seconds(seconds), Validity { minutes, next_seconds });
        }
    }
}
