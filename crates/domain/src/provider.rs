//! Banks and their branches.

use serde::{Deserialize, Serialize};

use crate::{Country, Environment, ProviderId};

/// What a provider can do (spec/openapi-notes.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Account data.
    Aggregation,
    /// Identity and IBAN.
    AccountCheck,
    /// One payment.
    SinglePayment,
    /// One payment, on a date.
    SinglePaymentScheduled,
    /// Several payments.
    BulkPayment,
    /// Several payments, on a date.
    BulkPaymentScheduled,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Aggregation,
        Self::AccountCheck,
        Self::SinglePayment,
        Self::SinglePaymentScheduled,
        Self::BulkPayment,
        Self::BulkPaymentScheduled,
    ];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aggregation => "aggregation",
            Self::AccountCheck => "account_check",
            Self::SinglePayment => "single_payment",
            Self::SinglePaymentScheduled => "single_payment_scheduled",
            Self::BulkPayment => "bulk_payment",
            Self::BulkPaymentScheduled => "bulk_payment_scheduled",
        }
    }

    /// The capability of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capability| capability.name() == name)
    }
}

/// How well a provider's accounts can be read at present (spec/api.md 15.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As usual.
    #[default]
    Healthy,
    /// Slowly, or not each time.
    Degraded,
    /// Not at all.
    Down,
}

impl Health {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Healthy, Self::Degraded, Self::Down];

    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Degraded => "degraded",
            Self::Down => "down",
        }
    }
}

/// A bank, or one branch of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// The name people know it by.
    pub name: String,
    /// Where it is.
    pub country: Country,
    /// The name its branches are grouped under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// Its logo: an absolute URL, or a path under the server's public URL.
    pub logo: String,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// The connector that talks to it.
    pub connector: String,
    /// Which applications see it.
    pub environments: Vec<Environment>,
    /// Other words people search it by, lower case.
    pub keywords: Vec<String>,
    /// Shown first.
    pub is_highlighted: bool,
    /// How well its accounts can be read at present.
    #[serde(default)]
    pub health: Health,
}

impl Provider {
    /// True when it has the capability.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// True when applications of that environment see it.
    pub fn is_visible_in(&self, environment: Environment) -> bool {
        self.environments.contains(&environment)
    }
}
