use axum::extract::State;
use passerelle_domain::{Application, Capability, Country, Provider, ProviderId};
use passerelle_store::providers;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::wire::provider::{ACTIVE, SEGMENT, is_payment};
use crate::{Shared, wire};

/// Lists the banks.
///
/// A filter with several values, separated by commas or repeated, wants one of them; `capabilities` wants all.
#[utoipa::path(
    get, path = "/v3/providers", operation_id = "GetProviders", tag = "Providers",
    params(
        PageRequest<ProviderId>,
        ("country_code" = Option<Vec<wire::names::Country>>, Query),
        ("capabilities" = Option<Vec<wire::names::Capability>>, Query),
        ("aggregation_release_status" = Option<Vec<String>>, Query, description = "`active`"),
        ("payment_release_status" = Option<Vec<String>>, Query, description = "`active`"),
        ("segment" = Option<Vec<String>>, Query, description = "`b2c`"),
        ("provider_environments" = Option<Vec<String>>, Query, description = "`sandbox`, `production`"),
    ),
    responses((status = 200, body = Page<wire::provider::Provider>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<wire::provider::Provider>, ApiError> {
    let request = PageRequest::<ProviderId>::read(&query)?;
    let filter = Filter::read(&query)?;
    let all = providers::all(&api.store).await?;
    let is_after = |provider: &Provider| request.after.is_none_or(|after| provider.id > after);
    let found: Vec<Provider> = all
        .into_iter()
        .filter(|provider| is_after(provider) && filter.matches(provider, &application))
        .take(usize::try_from(request.rows()).unwrap_or(usize::MAX))
        .collect();
    let page = request.page(&query, found, |provider| provider.id);
    Ok(page.map(|provider| wire::provider::Provider::new(provider, &api.public_url)))
}

/// The filters of the list: of each one value must fit, of the capabilities all.
struct Filter {
    countries: Vec<Country>,
    capabilities: Vec<Capability>,
    aggregation_release: Vec<String>,
    payment_release: Vec<String>,
    segments: Vec<String>,
    environments: Vec<String>,
}

impl Filter {
    fn read(query: &Query) -> Result<Self, ApiError> {
        let countries = query.values("country_code").into_iter().map(|code| code.parse::<Country>().ok());
        let countries: Option<Vec<Country>> = countries.collect();
        let capabilities: Option<Vec<Capability>> =
            query.values("capabilities").into_iter().map(Capability::from_name).collect();
        let texts = |name| query.values(name).into_iter().map(str::to_owned).collect();
        Ok(Self {
            countries: countries
                .ok_or_else(|| ApiError::invalid("country_code", "must be country codes such as FR"))?,
            capabilities: capabilities
                .ok_or_else(|| ApiError::invalid("capabilities", "must be names of capabilities"))?,
            aggregation_release: texts("aggregation_release_status"),
            payment_release: texts("payment_release_status"),
            segments: texts("segment"),
            environments: texts("provider_environments"),
        })
    }

    fn matches(&self, provider: &Provider, application: &Application) -> bool {
        let release = |is_there: bool| is_there.then_some(ACTIVE);
        let environments = provider.environments.iter().map(|environment| environment.name());
        provider.is_visible_in(application.environment)
            && (self.countries.is_empty() || self.countries.contains(&provider.country))
            && self.capabilities.iter().all(|capability| provider.can(*capability))
            && is_among(&self.aggregation_release, release(provider.can(Capability::Aggregation)))
            && is_among(&self.payment_release, release(provider.capabilities.iter().copied().any(is_payment)))
            && is_among(&self.segments, Some(SEGMENT))
            && is_among(&self.environments, environments)
    }
}

/// Whether no value is asked for, or one that is there.
fn is_among<'a>(asked: &[String], found: impl IntoIterator<Item = &'a str>) -> bool {
    asked.is_empty() || found.into_iter().any(|found| asked.iter().any(|asked| asked == found))
}
