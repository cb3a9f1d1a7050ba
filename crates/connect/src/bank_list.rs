//! Which banks a session offers, and the search among them.

use passerelle_domain::connect_session::SessionRequest;
use passerelle_domain::{Application, Capability, Country, Provider};
use passerelle_locales::fold;

/// The banks that a session can connect: visible to its application, able to do all that was asked for, best known first.
pub(crate) fn offered(
    mut providers: Vec<Provider>,
    application: &Application,
    request: &SessionRequest,
) -> Vec<Provider> {
    providers.retain(|provider| {
        provider.is_visible_in(application.environment)
            && provider.can(Capability::Aggregation)
            && request.capabilities.iter().all(|capability| provider.can(*capability))
    });
    providers.sort_by_key(|provider| (!provider.is_highlighted, fold(&provider.name), provider.id));
    providers
}

/// The countries to choose from, and the one that is shown: the one asked for, the session's, France, or the first.
pub(crate) fn countries(
    offered: &[Provider],
    asked_for: Option<Country>,
    request: &SessionRequest,
) -> (Vec<Country>, Country) {
    let mut countries: Vec<Country> = offered.iter().map(|provider| provider.country).collect();
    countries.extend(request.country);
    countries.sort_by_key(|country| country.code());
    countries.dedup();
    let first = || if countries.contains(&Country::FR) { None } else { countries.first().copied() };
    let shown = asked_for.or(request.country).or_else(first).unwrap_or(Country::FR);
    (countries, shown)
}

/// The banks of a country that a search finds, by name, group or keyword, whatever the accents and capitals.
pub(crate) fn found<'a>(
    offered: &'a [Provider],
    country: Country,
    query: &str,
) -> impl Iterator<Item = &'a Provider> {
    let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
    offered.iter().filter(move |provider| {
        let mut text = fold(&provider.name);
        for more in provider.group_name.iter().chain(&provider.keywords) {
            text.push(' ');
            text.push_str(&fold(more));
        }
        provider.country == country && words.iter().all(|word| text.contains(word.as_str()))
    })
}
