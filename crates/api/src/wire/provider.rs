//! Providers (spec/api.md 15.1).

use passerelle_domain::{Capability, Country, Environment, Provider as Domain, ProviderId};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::names;

/// A bank, or a branch of one.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 574, "name": "Demo Bank", "country_code": "FR",
    "images": { "logo": "https://connect.example/banks/574.svg" },
    "capabilities": ["aggregation", "account_check", "single_payment"],
    "aggregation_metadata": { "release_status": "active" },
    "payment_metadata": { "release_status": "active", "provider_environments": ["sandbox"] },
    "health_status": { "aggregation": { "status": "healthy" }, "single_payment": { "status": "healthy" } },
    "tags": { "segment": ["b2c"], "region": [], "keywords": ["demo"] }
}))]
pub(crate) struct Provider {
    /// 574 is the Demo Bank.
    #[schema(value_type = i64)]
    id: ProviderId,
    name: String,
    #[schema(value_type = names::Country)]
    country_code: Country,
    /// The name that branches of one bank share.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    group_name: Option<String>,
    images: ProviderImages,
    #[schema(value_type = Vec<names::Capability>)]
    capabilities: Vec<Capability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = AggregationMetadata)]
    aggregation_metadata: Option<AggregationMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = PaymentMetadata)]
    payment_metadata: Option<PaymentMetadata>,
    health_status: HealthStatus,
    tags: ProviderTags,
}

#[derive(Serialize, ToSchema)]
struct ProviderImages {
    #[schema(format = "uri")]
    logo: String,
}

#[derive(Serialize, ToSchema)]
struct AggregationMetadata {
    /// `active`.
    release_status: &'static str,
}

#[derive(Serialize, ToSchema)]
struct PaymentMetadata {
    /// `active`.
    release_status: &'static str,
    #[schema(value_type = Vec<names::Environment>)]
    provider_environments: Vec<Environment>,
}

/// How well the provider works at present, by capability.
#[derive(Serialize, ToSchema)]
struct HealthStatus {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = CapabilityHealth)]
    aggregation: Option<CapabilityHealth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = CapabilityHealth)]
    single_payment: Option<CapabilityHealth>,
}

#[derive(Serialize, ToSchema)]
struct CapabilityHealth {
    #[schema(value_type = names::Health)]
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
struct ProviderTags {
    /// `b2c`.
    #[schema(value_type = Vec<String>)]
    segment: [&'static str; 1],
    #[schema(value_type = Vec<String>)]
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
            provider.can(capability).then_some(CapabilityHealth { status: status.name() })
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
                .then_some(AggregationMetadata { release_status: ACTIVE }),
            payment_metadata: is_payment.then(|| PaymentMetadata {
                release_status: ACTIVE,
                provider_environments: provider.environments.clone(),
            }),
            name: provider.name,
            country_code: provider.country,
            group_name: provider.group_name,
            images: ProviderImages { logo },
            capabilities: provider.capabilities,
            health_status,
            tags: ProviderTags { segment: [SEGMENT], region: [], keywords: provider.keywords },
        }
    }
}

/// Whether a capability moves money.
pub(crate) const fn is_payment(capability: Capability) -> bool {
    !matches!(capability, Capability::Aggregation | Capability::AccountCheck)
}
