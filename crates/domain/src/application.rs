//! What an integrator owns: credentials, settings, users.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::named;
use crate::callback::RedirectDomain;
use crate::{ApplicationId, Colour, Network, ProviderId};

/// Sandbox or production: a setting of each application, never of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Demo banks, `http://localhost` callbacks, refresh on demand.
    Sandbox,
    /// Real banks.
    Production,
}

impl Environment {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sandbox, Self::Production];

    /// The name in settings and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Production => "production",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|environment| environment.name() == name)
    }
}

/// Which parameters the callback carries (docs/adr: the two callback modes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackMode {
    /// The page "End of the Connect flow" read literally.
    #[default]
    Documented,
    /// What the running service was seen to send.
    Live,
}

impl CallbackMode {
    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Live => "live",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Documented, Self::Live].into_iter().find(|mode| mode.name() == name)
    }
}

/// Whether users validate their e-mail address first (docs/adr/0008).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailValidation {
    /// Never.
    #[default]
    Off,
    /// Once for each address.
    Required,
}

impl EmailValidation {
    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Required => "required",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Required].into_iter().find(|validation| validation.name() == name)
    }
}

named! {
    /// What an application has only if somebody switched it on.
    Feature {
        /// Whom a user's accounts belong to (spec/api.md 14).
        AccountCheck = "account-check",
        /// Figures by category (spec/api.md 13).
        Insights = "insights",
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id, inside.
    pub id: ApplicationId,
    /// What it sends as `Client-Id`.
    pub client_id: String,
    /// The name shown to people in the flow.
    pub name: String,
    /// Sandbox or production.
    pub environment: Environment,
    /// What its callbacks carry.
    pub callback_mode: CallbackMode,
    /// Where its callbacks may lead.
    pub redirect_domains: Vec<RedirectDomain>,
    /// True when the token call answers 404 instead of 401 for an unknown user (design: API).
    pub unknown_user_is_not_found: bool,
    /// Whether its users validate their e-mail address first.
    pub email_validation: EmailValidation,
    /// What was switched on for it.
    pub features: Vec<Feature>,
    /// Where it may call from; none means anywhere (spec/dashboard.md 3.2).
    pub allowed_networks: Vec<Network>,
    /// Content hash of its logo, when one was uploaded.
    pub logo_hash: Option<String>,
    /// The colour of its brand, when it has one.
    pub accent_colour: Option<Colour>,
    /// The banks that its users see first, in this order. Where there are any, a session's country says nothing about
    /// what is shown first (spec/dashboard.md 3).
    pub highlighted_providers: Vec<ProviderId>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Application {
    /// The place of a bank among those that the application highlights, from 0.
    pub fn highlight(&self, provider: ProviderId) -> Option<usize> {
        self.highlighted_providers.iter().position(|highlighted| *highlighted == provider)
    }
}
