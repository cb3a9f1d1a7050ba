//! What a bank asks of the user in the middle of an authentication, as it is kept with the session and shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What the bank wants of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Prompt {
    /// A visit to its own site.
    Site {
        /// Where.
        url: Url,
    },
    /// A choice of the way in which it makes sure.
    Choice {
        /// The ways.
        methods: Vec<Method>,
    },
    /// An approval in its app.
    Approval {
        /// How to ask for it.
        approval: ApprovalPrompt,
    },
    /// A one-time code.
    Code(CodePrompt),
}

/// How to ask for a one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, as the bank tells them")]
pub struct CodePrompt {
    /// The bank's own words, when it sends some.
    pub message: Option<String>,
    /// Digits only.
    pub is_numeric: bool,
    /// How many characters every code of this bank has, where that is known.
    #[serde(default)]
    pub length: Option<u8>,
    /// What the user reads the code from, or has a device read.
    #[serde(default)]
    pub picture: Option<Picture>,
    /// Until when the code is good.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// The user asked for this code, after another.
    #[serde(default)]
    pub is_renewed: bool,
    /// The bank makes a new code when it is asked to.
    #[serde(default)]
    pub can_renew: bool,
    /// The bank has other ways to make sure.
    #[serde(default)]
    pub has_other_methods: bool,
}

/// How to ask for an approval in the bank's app.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApprovalPrompt {
    /// The bank's own words, when it sends some.
    pub message: Option<String>,
    /// What the app reads, where it is not told of the request otherwise.
    #[serde(default)]
    pub picture: Option<Picture>,
    /// Until when it can be approved.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// The bank has other ways to make sure.
    #[serde(default)]
    pub has_other_methods: bool,
}

/// A picture that the bank sends: for the user's eyes, for its app, or for a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Picture {
    /// A QR code (ISO/IEC 18004), which is drawn here.
    Qr {
        /// What it says.
        text: String,
    },
    /// A drawing. Browsers show it as a picture only: nothing in it runs.
    Svg {
        /// The file.
        content: String,
    },
    /// A PNG file.
    Png {
        /// The file in base64 (RFC 4648, section 4).
        content: String,
    },
}

/// A way in which a bank makes sure that it is the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// The connector's name of it.
    pub key: String,
    /// What the user has to do.
    pub kind: MethodKind,
    /// The bank's own words to tell it by, such as a masked number.
    pub hint: Option<String>,
}

/// What a way of making sure asks of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

impl Prompt {
    /// How to ask for a code, if that is what it wants.
    pub const fn code(&self) -> Option<&CodePrompt> {
        match self {
            Self::Code(prompt) => Some(prompt),
            Self::Site { .. } | Self::Choice { .. } | Self::Approval { .. } => None,
        }
    }

    /// How to ask for an approval, if that is what it wants.
    pub const fn approval(&self) -> Option<&ApprovalPrompt> {
        match self {
            Self::Approval { approval } => Some(approval),
            Self::Site { .. } | Self::Choice { .. } | Self::Code(_) => None,
        }
    }

    /// The ways to choose from; none if that is not what it wants.
    pub fn methods(&self) -> &[Method] {
        match self {
            Self::Choice { methods } => methods,
            Self::Site { .. } | Self::Approval { .. } | Self::Code(_) => &[],
        }
    }

    /// Where the user goes, if that is what it wants.
    pub const fn site(&self) -> Option<&Url> {
        match self {
            Self::Site { url } => Some(url),
            Self::Choice { .. } | Self::Approval { .. } | Self::Code(_) => None,
        }
    }

    /// What there is to see.
    pub const fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Code(prompt) => prompt.picture.as_ref(),
            Self::Approval { approval } => approval.picture.as_ref(),
            Self::Site { .. } | Self::Choice { .. } => None,
        }
    }

    /// Whether the bank has another way to make sure.
    pub const fn has_other_methods(&self) -> bool {
        match self {
            Self::Code(prompt) => prompt.has_other_methods,
            Self::Approval { approval } => approval.has_other_methods,
            Self::Site { .. } | Self::Choice { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_prompt_is_read_as_what_it_was() {
        let picture = Picture::Qr { text: "cobalt:1".to_owned() };
        let method = Method { key: "sms".to_owned(), kind: MethodKind::Sms, hint: None };
        for prompt in [
            Prompt::Site { url: "https://bank.example/login".parse().expect("a URL") },
            Prompt::Choice { methods: vec![method] },
            Prompt::Approval { approval: ApprovalPrompt::default() },
            Prompt::Approval {
                approval: ApprovalPrompt { picture: Some(picture.clone()), ..ApprovalPrompt::default() },
            },
            Prompt::Code(CodePrompt::default()),
            Prompt::Code(CodePrompt { picture: Some(picture), ..CodePrompt::default() }),
        ] {
            let stored = serde_json::to_string(&prompt).expect("JSON");
            assert_eq!(serde_json::from_str::<Prompt>(&stored).ok(), Some(prompt), "{stored}");
        }
        let earlier = r#"{"message":"Code?","is_numeric":true}"#;
        let read = serde_json::from_str::<Prompt>(earlier).expect("a prompt of an earlier version");
        let expected =
            CodePrompt { message: Some("Code?".to_owned()), is_numeric: true, ..CodePrompt::default() };
        assert_eq!(read.code(), Some(&expected));
    }
}
