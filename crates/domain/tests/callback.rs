//! The way back, held against the tables of `tests/data`, which were written before the code.

use passerelle_domain::callback::{CallbackRefused, CallbackUrl, Context, Outcome, RedirectDomain, WayBack};
use passerelle_domain::{CallbackMode, Environment, ItemId, Step, UserUuid};
use serde::Deserialize;

#[derive(Deserialize)]
struct WayBackTable {
    user_uuid: UserUuid,
    item_id: ItemId,
    case: Vec<WayBackCase>,
}

#[derive(Deserialize)]
struct WayBackCase {
    name: String,
    mode: CallbackMode,
    outcome: String,
    step: Option<Step>,
    item: bool,
    context: Option<Context>,
    callback_url: String,
    expected: String,
}

#[test]
fn every_outcome_leads_back_as_written_down() {
    let table: WayBackTable = toml::from_str(include_str!("data/callback.toml"))
        .map_err(|error| error.message().to_owned())
        .expect("the table reads");
    assert!(table.case.len() > 100);
    let allowed: Vec<RedirectDomain> =
        ["app.example", "localhost"].map(|d| d.parse().expect("a domain")).into();
    for case in table.case {
        let outcome = match case.outcome.as_str() {
            "finished" => Outcome::Finished,
            "pending" => Outcome::Unfinished(Step::SyncPending),
            _ => Outcome::Unfinished(case.step.expect("the other outcomes name a step")),
        };
        let back = WayBack {
            outcome,
            user_uuid: table.user_uuid,
            item_id: case.item.then_some(table.item_id),
            context: case.context,
        };
        let callback =
            CallbackUrl::parse(&case.callback_url, Environment::Sandbox, &allowed).expect("allowed");
        assert_eq!(callback.enriched(case.mode, &back).as_str(), case.expected, "{}", case.name);
    }
}

#[derive(Deserialize)]
struct DomainTable {
    case: Vec<DomainCase>,
}

#[derive(Deserialize)]
struct DomainCase {
    name: String,
    entries: Vec<String>,
    environment: Environment,
    callback_url: String,
    result: String,
}

#[test]
fn callbacks_lead_only_where_the_application_allows() {
    let table: DomainTable = toml::from_str(include_str!("data/redirect_domains.toml"))
        .map_err(|error| error.message().to_owned())
        .expect("the table reads");
    assert!(table.case.len() > 50);
    let mut wrong = Vec::new();
    for case in table.case {
        // An entry that no list can hold allows nothing.
        let entries: Vec<RedirectDomain> =
            case.entries.iter().filter_map(|entry| entry.parse().ok()).collect();
        let found = match CallbackUrl::parse(&case.callback_url, case.environment, &entries) {
            Ok(_) => "allowed",
            Err(CallbackRefused::NotWhitelisted) => "not_whitelisted",
            Err(CallbackRefused::Invalid) => "invalid",
        };
        if found != case.result {
            wrong.push(format!("{}: {found} instead of {}", case.name, case.result));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_escape_makes_an_entry_wider_than_it_reads() {
    for entry in ["%2a.acme.com", "%2A.acme.com", "%2acme.com", "*.%2a.com", "＊.acme.com", "a*.acme.com"] {
        assert!(entry.parse::<RedirectDomain>().is_err(), "{entry}");
    }
}
