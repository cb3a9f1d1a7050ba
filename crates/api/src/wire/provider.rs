//! Providers (spec/api.md 15.1).

use passerelle_domain::{Capability, Country, Environment, Provider as Domain, ProviderId};
use serde::Serialize;
use url::Url;

#[derive(Serialize)]
pub(crate) struct Provider {
    id: ProviderId,
    name: String,
    country_code: Country,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_name: Option<String>,
    images: Images,
    capabilities: Vec<Capability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aggregation_metadata: Option<Release>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_metadata: Option<PaymentMetadata>,
    health_status: HealthStatus,
    tags: Tags,
}

#[derive(Serialize)]
struct Images {
    logo: String,
}

#[derive(Serialize)]
struct Release {
    release_status: &'static str,
}

#[derive(Serialize)]
struct PaymentMetadata {
    release_status: &'static str,
    provider_environments: Vec<Environment>,
}

#[derive(Serialize)]
struct HealthStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    aggregation: Option<Health>,
    #[serde(skip_serializing_if = "Option::is_none")]
    single_payment: Option<Health>,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

#[derive(Serialize)]
struct Tags {
    segment: &'static str,
    region: [&'static str; 0],
    keywords: Vec<String>,
}

/// What a capability that is there is called.
pub(crate) const ACTIVE: &str = "active";

/// Whom the banks of this version serve.
pub(crate) const SEGMENT: &str = "b2c";

impl Provider {
    pub(crate) fn new(provider: Domain, public_url: &Url) -> Self {
        let is_payment = provider.capabilities.iter().copied().any(is_payment);
        let health = |capability, status: passerelle_domain::Health| {
            provider.can(capability).then_some(Health { status: status.name() })
        };
        let health_status = HealthStatus {
            aggregation: health(Capability::Aggregation, provider.health),
            single_payment: health(Capability::SinglePayment, passerelle_domain::Health::Healthy),
        };
        let logo = public_url.join(&provider.logo).map_or(provider.logo.clone(), Into::into);
        Self {
            id: provider.id,
            aggregation_metadata: provider
                .can(Capability::Aggregation)
                .then_some(Release { release_status: ACTIVE }),
            payment_metadata: is_payment.then(|| PaymentMetadata {
                release_status: ACTIVE,
                provider_environments: provider.environments.clone(),
            }),
            name: provider.name,
            country_code: provider.country,
            group_name: provider.group_name,
            images: Images { logo },
            capabilities: provider.capabilities,
            health_status,
            tags: Tags { segment: SEGMENT, region: [], keywords: provider.keywords },
        }
    }
}

/// Whether a capability moves money.
pub(crate) const fn is_payment(capability: Capability) -> bool {
    !matches!(capability, Capability::Aggregation | Capability::AccountCheck)
}
