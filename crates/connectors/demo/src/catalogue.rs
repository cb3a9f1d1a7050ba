//! The banks that exist in every sandbox. Their names are invented.

use passerelle_domain::{Capability, Country, Environment, Health, Provider, ProviderId};
use serde::{Deserialize, Serialize};

use crate::CONNECTOR;

/// How a bank makes sure that it is the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Manner {
    /// By a login and a password, and whatever the login says.
    #[default]
    Login,
    /// By numbers and a second password, which says what happens.
    Numbers,
    /// On a site of its own.
    Site,
    /// In a way that the user chooses.
    Methods,
    /// By its app, which reads a QR code.
    Qr,
}

/// A bank of the list below.
#[derive(Clone, Copy)]
struct Bank {
    id: i64,
    name: &'static str,
    country: Country,
    group: Option<&'static str>,
    logo: &'static str,
    /// What people look for it by besides its names.
    keywords: &'static [&'static str],
    is_highlighted: bool,
    capabilities: &'static [Capability],
    health: Health,
    manner: Manner,
}

const ALL: &[Capability] = &[Capability::Aggregation, Capability::AccountCheck, Capability::SinglePayment];
const ACCOUNTS: &[Capability] = &[Capability::Aggregation, Capability::AccountCheck];
const PAYMENTS: &[Capability] = &[Capability::SinglePayment];

const RIVES: &str = "Caisse des Rives";

const fn bank(id: i64, name: &'static str, country: Country, logo: &'static str) -> Bank {
    Bank {
        id,
        name,
        country,
        group: None,
        logo,
        keywords: &[],
        is_highlighted: false,
        capabilities: ACCOUNTS,
        health: Health::Healthy,
        manner: Manner::Login,
    }
}

const fn branch(id: i64, name: &'static str, keywords: &'static [&'static str]) -> Bank {
    Bank { group: Some(RIVES), keywords, ..bank(id, name, Country::FR, "caisse-des-rives") }
}

const fn highlighted(bank: Bank) -> Bank {
    Bank { is_highlighted: true, ..bank }
}

const BANKS: &[Bank] = &[
    Bank {
        keywords: &["demo", "test", "sandbox"],
        capabilities: ALL,
        ..highlighted(bank(574, "Demo Bank", Country::FR, "demo-bank"))
    },
    Bank {
        keywords: &["paiement", "payment"],
        capabilities: PAYMENTS,
        ..bank(575, "Banque des Paiements", Country::FR, "banque-des-paiements")
    },
    Bank { manner: Manner::Site, ..bank(576, "Banque Aurore", Country::FR, "banque-aurore") },
    Bank { manner: Manner::Numbers, ..bank(577, "Crédit Granit", Country::FR, "credit-granit") },
    Bank { manner: Manner::Methods, ..bank(578, "Banque Mosaïque", Country::FR, "banque-mosaique") },
    Bank { manner: Manner::Qr, ..bank(579, "Cobalt", Country::FR, "cobalt") },
    branch(600, "Caisse des Rives Alpes", &["savoie", "isere", "lyon"]),
    branch(601, "Caisse des Rives Bretagne", &["rennes", "brest"]),
    branch(602, "Caisse des Rives Loire", &["nantes", "tours", "anjou"]),
    branch(603, "Caisse des Rives Méditerranée", &["marseille", "nice", "provence"]),
    branch(604, "Caisse des Rives Nord", &["lille", "picardie"]),
    branch(605, "Caisse des Rives Sud-Ouest", &["bordeaux", "toulouse", "aquitaine"]),
    Bank { health: Health::Degraded, ..bank(606, "Banque du Phare", Country::FR, "banque-du-phare") },
    highlighted(bank(610, "Banco Almendro", Country::ES, "banco-almendro")),
    Bank { health: Health::Down, ..bank(611, "Caja Meseta", Country::ES, "caja-meseta") },
    highlighted(bank(620, "Lindenhof Bank", Country::DE, "lindenhof-bank")),
    bank(621, "Nordlicht Kreditbank", Country::DE, "nordlicht-kreditbank"),
    highlighted(bank(630, "Banca Cipresso", Country::IT, "banca-cipresso")),
    bank(631, "Credito Laguna", Country::IT, "credito-laguna"),
    highlighted(bank(640, "Banque du Beffroi", Country::BE, "banque-du-beffroi")),
    highlighted(bank(650, "Polderbank", Country::NL, "polderbank")),
    Bank { capabilities: PAYMENTS, ..bank(651, "Gracht Betalen", Country::NL, "gracht-betalen") },
];

/// All of them.
pub fn catalogue() -> Vec<Provider> {
    BANKS.iter().map(provider).collect()
}

/// How a bank makes sure that it is the user; none where accounts can't be read.
pub(crate) fn manner(id: ProviderId) -> Option<Manner> {
    let bank = BANKS.iter().find(|bank| bank.id == id.get())?;
    bank.capabilities.contains(&Capability::Aggregation).then_some(bank.manner)
}

/// Whether a bank is out of service.
pub(crate) fn is_down(id: ProviderId) -> bool {
    BANKS.iter().any(|bank| bank.id == id.get() && bank.health == Health::Down)
}

fn provider(bank: &Bank) -> Provider {
    Provider {
        id: ProviderId::try_from(bank.id).expect("the ids of this list are in range"),
        name: bank.name.to_owned(),
        country: bank.country,
        group_name: bank.group.map(str::to_owned),
        logo: format!("/banks/{}.svg", bank.logo),
        capabilities: bank.capabilities.to_vec(),
        connector: CONNECTOR.to_owned(),
        environments: vec![Environment::Sandbox],
        keywords: bank.keywords.iter().map(|&word| word.to_owned()).collect(),
        is_highlighted: bank.is_highlighted,
        health: bank.health,
    }
}
