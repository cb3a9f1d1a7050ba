//! Which banks a session offers, and the search among them.

use passerelle_domain::connect_session::SessionRequest;
use passerelle_domain::{Application, Capability, Country, Provider};
use passerelle_locales::fold;

use crate::search::{Distance, Words, nearest_first};

/// The banks that a session can connect: visible to its application, and able to do all that was asked for. Those that the
/// application highlights come first, in its order; of a country where it highlights none, those that the catalogue does.
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
    let own_countries: Vec<Country> = providers
        .iter()
        .filter(|provider| application.highlight(provider.id).is_some())
        .map(|provider| provider.country)
        .collect();
    providers.sort_by_cached_key(|provider| {
        let is_highlighted = provider.is_highlighted && !own_countries.contains(&provider.country);
        let own = application.highlight(provider.id).unwrap_or(usize::MAX);
        (own, !is_highlighted, fold(&provider.name), provider.id)
    });
    providers
}

/// The banks of a country that the application highlights, in its order.
pub(crate) fn highlighted<'a>(
    offered: &'a [Provider],
    application: &Application,
    country: Country,
) -> Vec<&'a Provider> {
    let is_own = |provider: &&Provider| application.highlight(provider.id).is_some();
    offered.iter().filter(|provider| provider.country == country).filter(is_own).collect()
}

/// The countries to choose from, and the one that is shown: the one asked for, that of the first bank that the application
/// highlights, the session's, France, or the first. Once an application highlights banks that can be connected, the
/// session's country says nothing any more (spec/connect-flow.md 2.1).
pub(crate) fn countries(
    offered: &[Provider],
    asked_for: Option<Country>,
    application: &Application,
    request: &SessionRequest,
) -> (Vec<Country>, Country) {
    let mut countries: Vec<Country> = offered.iter().map(|provider| provider.country).collect();
    // Those that the application highlights come first.
    let highlighted = offered.first().filter(|provider| application.highlight(provider.id).is_some());
    let begins_with = highlighted.map(|provider| provider.country).or(request.country);
    countries.extend(begins_with);
    countries.sort_by_key(|country| country.code());
    countries.dedup();
    let first = || if countries.contains(&Country::FR) { None } else { countries.first().copied() };
    let shown = asked_for.or(begins_with).or_else(first).unwrap_or(Country::FR);
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

/// The banks of a country beside those that are shown apart: all, each group once; or what a search finds, best first. A
/// search that means a group finds the group, one that means a branch finds the branch.
pub(crate) fn entries<'a>(
    offered: &'a [Provider],
    country: Country,
    apart: &[&Provider],
    query: &Words,
) -> Vec<Entry<'a>> {
    let here: Vec<&Provider> = offered.iter().filter(|provider| provider.country == country).collect();
    let mut entries: Vec<(Distance, Entry<'a>)> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for provider in here.iter().filter(|provider| !apart.contains(provider)) {
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
    use passerelle_domain::connect_session::SessionKind;
    use passerelle_domain::{AccountTypes, Environment, ProviderId};

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

    /// Demo Bank and a bank of Spain are highlighted by the catalogue.
    fn catalogue() -> Vec<Provider> {
        let rives = Some("Caisse des Rives");
        vec![
            Provider { is_highlighted: true, ..provider(1, "Demo Bank", None, &[]) },
            provider(2, "Caisse des Rives Nord", rives, &["lille"]),
            provider(3, "Caisse des Rives Sud", rives, &["nice"]),
            provider(4, "Banque du Phare", None, &[]),
            Provider { country: Country::ES, ..provider(5, "Banco Almendro", None, &[]) },
            Provider { country: Country::ES, is_highlighted: true, ..provider(6, "Caja Meseta", None, &[]) },
            Provider { environments: Vec::new(), ..provider(7, "Banque Retirée", None, &[]) },
            Provider {
                capabilities: vec![Capability::SinglePayment],
                ..provider(8, "Banque à Payer", None, &[])
            },
        ]
    }

    fn application(highlights: &[i64]) -> Application {
        Application {
            id: 1.try_into().expect("an id"),
            client_id: "sandbox_id_1".to_owned(),
            name: "Acme".to_owned(),
            environment: Environment::Sandbox,
            callback_mode: passerelle_domain::CallbackMode::Documented,
            redirect_domains: Vec::new(),
            unknown_user_is_not_found: false,
            email_validation: passerelle_domain::EmailValidation::Off,
            features: Vec::new(),
            allowed_networks: Vec::new(),
            logo_hash: None,
            accent_colour: None,
            highlighted_providers: highlights.iter().map(|&id| id.try_into().expect("an id")).collect(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    fn request(country: Option<Country>) -> SessionRequest {
        SessionRequest {
            kind: SessionKind::New,
            user_email: None,
            country,
            capabilities: Vec::new(),
            account_types: AccountTypes::Payment,
            allow_account_selection: true,
            max_selectable_accounts: None,
            callback_url: None,
            context: None,
        }
    }

    fn names(entries: Vec<Entry<'_>>) -> Vec<String> {
        let name = |entry| match entry {
            Entry::Bank(provider) => provider.name.clone(),
            Entry::Group { name, branches, .. } => format!("{name} ({branches})"),
        };
        entries.into_iter().map(name).collect()
    }

    /// What is shown in a country, before the bar what the application highlights.
    fn shown(highlights: &[i64], country: Country, query: &str) -> Vec<String> {
        let application = application(highlights);
        let offered = offered(catalogue(), &application, &request(None));
        let apart = if query.is_empty() { highlighted(&offered, &application, country) } else { Vec::new() };
        let others = entries(&offered, country, &apart, &Words::read(query));
        let apart: Vec<String> = apart.into_iter().map(|provider| provider.name.clone()).collect();
        let bar = if apart.is_empty() { None } else { Some("|".to_owned()) };
        apart.into_iter().chain(bar).chain(names(others)).collect()
    }

    #[test]
    fn a_group_is_shown_once_and_its_branches_when_they_are_meant() {
        let shown = |query| shown(&[], Country::FR, query);
        assert_eq!(shown(""), ["Demo Bank", "Banque du Phare", "Caisse des Rives (2)"]);
        assert_eq!(shown("caisse rives"), ["Caisse des Rives (2)"]);
        assert_eq!(shown("rives nord"), ["Caisse des Rives Nord"]);
        assert_eq!(shown("lile"), ["Caisse des Rives Nord"]);
        assert_eq!(shown("banque"), ["Banque du Phare"]);
        assert!(shown("nowhere").is_empty());
    }

    #[test]
    fn the_applications_own_banks_are_first_in_its_order() {
        let all = ["Caisse des Rives Sud", "Banque du Phare", "|", "Caisse des Rives (2)", "Demo Bank"];
        assert_eq!(shown(&[3, 4], Country::FR, ""), all);
        assert_eq!(shown(&[4], Country::FR, "ban"), ["Banque du Phare", "Demo Bank"], "in what is found too");
        assert_eq!(
            shown(&[4], Country::ES, ""),
            ["Caja Meseta", "Banco Almendro"],
            "elsewhere the catalogue's"
        );
        assert_eq!(shown(&[5, 4], Country::ES, ""), ["Banco Almendro", "|", "Caja Meseta"]);
        let every_branch =
            ["Caisse des Rives Nord", "Caisse des Rives Sud", "|", "Banque du Phare", "Demo Bank"];
        assert_eq!(shown(&[2, 3], Country::FR, ""), every_branch);
        let usual = ["Demo Bank", "Banque du Phare", "Caisse des Rives (2)"];
        assert_eq!(shown(&[7, 8, 99], Country::FR, ""), usual, "what can't be connected is not shown");
    }

    #[test]
    fn the_list_begins_with_the_country_of_the_first_highlighted_bank() {
        for (highlights, of_session, asked_for, expected) in [
            (&[][..], None, None, Country::FR),
            (&[], Some(Country::ES), None, Country::ES),
            (&[4], Some(Country::ES), None, Country::FR),
            (&[5, 4], None, None, Country::ES),
            (&[5, 4], Some(Country::DE), Some(Country::FR), Country::FR),
            (&[7], Some(Country::ES), None, Country::ES),
        ] {
            let (application, request) = (application(highlights), request(of_session));
            let offered = offered(catalogue(), &application, &request);
            let (countries, shown) = countries(&offered, asked_for, &application, &request);
            assert_eq!(shown, expected, "{highlights:?}, {of_session:?}, {asked_for:?}");
            assert!(countries.contains(&shown));
        }
    }
}
