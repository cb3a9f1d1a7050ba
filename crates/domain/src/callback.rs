//! The way back to the application: which callback URLs are allowed, and what they carry at the end.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::{CallbackMode, Environment, ItemId, Step, UserUuid};

/// A domain that callbacks may lead to: `acme.com`, or `*.acme.com` for every sub-domain but not the apex
/// (spec/dashboard.md 3.1). `localhost` and loopback addresses serve sandbox applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectDomain(String);

/// Not a domain, or one with a scheme, port or path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a bare domain such as acme.com or *.acme.com")]
pub struct InvalidRedirectDomain;

impl RedirectDomain {
    /// The entry as it is matched: lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn matches(&self, host: &str) -> bool {
        match self.0.strip_prefix("*.") {
            Some(apex) => host.strip_suffix(apex).is_some_and(|sub| sub.len() > 1 && sub.ends_with('.')),
            None => self.0 == host,
        }
    }
}

impl FromStr for RedirectDomain {
    type Err = InvalidRedirectDomain;
    fn from_str(text: &str) -> Result<Self, InvalidRedirectDomain> {
        let (prefix, name) = text.strip_prefix("*.").map_or(("", text), |apex| ("*.", apex));
        let host = Host::parse(name).map_err(|_| InvalidRedirectDomain)?;
        let literal = matches!(host, Host::Ipv4(_) | Host::Ipv6(_));
        let host = host.to_string();
        let loopback = is_loopback(&host);
        let wild_literal = literal && !prefix.is_empty();
        // As it was read: a star may have been escaped.
        if host.is_empty() || host.contains('*') || wild_literal || (literal && !loopback) {
            return Err(InvalidRedirectDomain);
        }
        Ok(Self(format!("{prefix}{host}")))
    }
}

impl TryFrom<String> for RedirectDomain {
    type Error = InvalidRedirectDomain;
    fn try_from(text: String) -> Result<Self, InvalidRedirectDomain> {
        text.parse()
    }
}

impl From<RedirectDomain> for String {
    fn from(domain: RedirectDomain) -> String {
        domain.0
    }
}

impl fmt::Display for RedirectDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Where the browser goes at the end: an absolute URL of a scheme and host that can be allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallbackUrl(Url);

/// Why a callback URL is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackRefused {
    /// Not a URL, or one no application may use.
    #[error("must be an https URL with a domain name, without user name or password")]
    Invalid,
    /// Its domain is not on the application's list.
    #[error("The callback URL domain is not whitelisted")]
    NotWhitelisted,
}

/// The longest callback URL taken: what every browser and proxy carries with room for our parameters.
const LONGEST_CALLBACK: usize = 4096;

impl CallbackUrl {
    /// Parses a URL and checks it against an application's domains (spec/dashboard.md 3.1).
    pub fn parse(
        text: &str,
        environment: Environment,
        allowed: &[RedirectDomain],
    ) -> Result<Self, CallbackRefused> {
        if text.len() > LONGEST_CALLBACK || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(CallbackRefused::Invalid);
        }
        let callback = Self(Url::parse(text).map_err(|_| CallbackRefused::Invalid)?);
        callback.check(environment, allowed)?;
        Ok(callback)
    }

    /// Where it leads, without what an application puts into its query or fragment.
    pub fn without_query(&self) -> String {
        let mut url = self.0.clone();
        url.set_query(None);
        url.set_fragment(None);
        url.into()
    }

    /// Checks again, at the end: a domain may have been removed in between.
    pub fn check(&self, environment: Environment, allowed: &[RedirectDomain]) -> Result<(), CallbackRefused> {
        let url = &self.0;
        let host = url.host().ok_or(CallbackRefused::Invalid)?;
        let name = host.to_string();
        let is_local = environment == Environment::Sandbox && is_loopback(&name);
        let scheme_allowed = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&name));
        let literal_refused = !matches!(host, Host::Domain(_)) && !is_loopback(&name);
        if !scheme_allowed || literal_refused || !url.username().is_empty() || url.password().is_some() {
            return Err(CallbackRefused::Invalid);
        }
        if is_loopback(&name) && !is_local {
            return Err(CallbackRefused::Invalid);
        }
        if allowed.iter().any(|domain| domain.matches(&name)) {
            Ok(())
        } else {
            Err(CallbackRefused::NotWhitelisted)
        }
    }

    /// The URL enriched with what happened: its own query and fragment stay, ours is added with `&` before the
    /// fragment, in the order `source`, `success`, `user_uuid`, `step`, `item_id`, `context`.
    pub fn enriched(&self, mode: CallbackMode, back: &WayBack) -> Url {
        let mut ours =
            format!("source=connect&success={}&user_uuid={}", back.outcome.is_success(), back.user_uuid);
        let mut add = |name: &str, value: &str| {
            ours.push('&');
            ours.push_str(name);
            ours.push('=');
            ours.push_str(value);
        };
        let step = back.outcome.step();
        let (sends_step, sends_item) = match mode {
            CallbackMode::Documented => {
                (!back.outcome.is_success(), back.outcome.is_success() || step == Step::SyncPending)
            }
            CallbackMode::Live => (true, true),
        };
        if sends_step {
            add("step", step.name());
        }
        if let Some(item) = back.item_id.filter(|_| sends_item) {
            add("item_id", &item.to_string());
        }
        if let Some(context) = &back.context {
            add("context", context.as_str());
        }
        let mut url = self.0.clone();
        let query = match url.query() {
            None | Some("") => ours,
            Some(own) if own.ends_with('&') => format!("{own}{ours}"),
            Some(own) => format!("{own}&{ours}"),
        };
        url.set_query(Some(&query));
        url
    }
}

/// How the flow ended for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// From `sync_success`.
    Finished,
    /// The user left at that step, or the session expired there, or it failed or is pending.
    Unfinished(Step),
}

impl Outcome {
    /// `success` in the callback.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Finished)
    }

    /// The step the user was at.
    pub const fn step(self) -> Step {
        match self {
            Self::Finished => Step::SyncSuccess,
            Self::Unfinished(step) => step,
        }
    }
}

/// What the callback tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayBack {
    /// How it ended.
    pub outcome: Outcome,
    /// Whose session it was.
    pub user_uuid: UserUuid,
    /// The item added or managed, if one exists.
    pub item_id: Option<ItemId>,
    /// The session's own.
    pub context: Option<Context>,
}

/// An open value of the application, echoed on the callback: 1 to 100 of `[A-Za-z0-9-]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Context(String);

/// Not a context.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must have at most 100 characters, letters, digits and hyphens only")]
pub struct InvalidContext;

impl Context {
    /// The text inside.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Context {
    type Err = InvalidContext;
    fn from_str(text: &str) -> Result<Self, InvalidContext> {
        let allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        if (1..=100).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidContext)
        }
    }
}

impl TryFrom<String> for Context {
    type Error = InvalidContext;
    fn try_from(text: String) -> Result<Self, InvalidContext> {
        text.parse()
    }
}

impl From<Context> for String {
    fn from(context: Context) -> String {
        context.0
    }
}
