//! Which banks a session offers, and the search among them.

use passerelle_domain::connect_session::SessionRequest;
use passerelle_domain::{Application, Capability, Country, Provider};
use passerelle_locales::fold;

use crate::search::{Distance, Words, nearest_first};

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

/// What a list of banks shows.
#[derive(Clone, Copy)]
pub(crate) enum Entry<'a> {
    /// A bank.
    Bank(&'a Provider),
    /// A group, whose branches are chosen on a page of their own.
    Group {
        /// Its name.
        name: &'a str,
        /// One of its branches: they share their logo.
        branch: &'a Provider,
        /// How many branches there are.
        branches: usize,
    },
}

/// The banks of a country: all, each group once; or what a search finds, best first. A search that means a group finds the
/// group, one that means a branch finds the branch.
pub(crate) fn entries<'a>(offered: &'a [Provider], country: Country, query: &Words) -> Vec<Entry<'a>> {
    let here: Vec<&Provider> = offered.iter().filter(|provider| provider.country == country).collect();
    let mut entries: Vec<(Distance, Entry<'a>)> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for provider in &here {
        let group = provider.group_name.as_deref();
        let of_group = group.and_then(|group| query.distance([group]));
        let of_bank = query.distance(texts(provider));
        match (group, of_group, of_bank) {
            (Some(name), Some(distance), _) if !groups.contains(&name) => {
                groups.push(name);
                entries
                    .push((distance, Entry::Group { name, branch: provider, branches: count(&here, name) }));
            }
            (Some(_), Some(_), _) | (_, _, None) => {}
            (_, _, Some(distance)) => entries.push((distance, Entry::Bank(provider))),
        }
    }
    nearest_first(entries)
}

/// The branches of a group that a search finds, best first; without one all of them.
pub(crate) fn branches<'a>(offered: &'a [Provider], group: &str, query: &Words) -> Vec<&'a Provider> {
    let of_group = offered.iter().filter(|provider| provider.group_name.as_deref() == Some(group));
    nearest_first(
        of_group.filter_map(|provider| Some((query.distance(texts(provider))?, provider))).collect(),
    )
}

/// What a bank is found by.
fn texts(provider: &Provider) -> impl Iterator<Item = &str> {
    [provider.name.as_str()].into_iter().chain(provider.keywords.iter().map(String::as_str))
}

fn count(providers: &[&Provider], group: &str) -> usize {
    providers.iter().filter(|provider| provider.group_name.as_deref() == Some(group)).count()
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{Environment, ProviderId};

    use super::*;

    fn provider(id: i64, name: &str, group: Option<&str>, keywords: &[&str]) -> Provider {
        Provider {
            id: ProviderId::try_from(id).expect("an id"),
            name: name.to_owned(),
            country: Country::FR,
            group_name: group.map(str::to_owned),
            logo: String::new(),
            capabilities: vec![Capability::Aggregation],
            connector: "demo".to_owned(),
            environments: vec![Environment::Sandbox],
            keywords: keywords.iter().map(|&word| word.to_owned()).collect(),
            is_highlighted: false,
            health: passerelle_domain::Health::Healthy,
        }
    }

    fn shown(query: &str) -> Vec<String> {
        let rives = Some("Caisse des Rives");
        let offered = [
            provider(1, "Demo Bank", None, &[]),
            provider(2, "Caisse des Rives Nord", rives, &["lille"]),
            provider(3, "Caisse des Rives Sud", rives, &["nice"]),
            provider(4, "Banque du Phare", None, &[]),
        ];
        entries(&offered, Country::FR, &Words::read(query))
            .into_iter()
            .map(|entry| match entry {
                Entry::Bank(provider) => provider.name.clone(),
                Entry::Group { name, branches, .. } => format!("{name} ({branches})"),
            })
            .collect()
    }

    #[test]
    fn a_group_is_shown_once_and_its_branches_when_they_are_meant() {
        assert_eq!(shown(""), ["Demo Bank", "Caisse des Rives (2)", "Banque du Phare"]);
        assert_eq!(shown("caisse rives"), ["Caisse des Rives (2)"]);
        assert_eq!(shown("rives nord"), ["Caisse des Rives Nord"]);
        assert_eq!(shown("lile"), ["Caisse des Rives Nord"]);
        assert_eq!(shown("banque"), ["Banque du Phare"]);
        assert!(shown("nowhere").is_empty());
    }
}
