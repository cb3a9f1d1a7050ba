//! `highlighted_banks` and `sub_banks_list`.

use serde::Serialize;

use super::{Consent, Page};
use crate::Mark;

/// The choice of a bank. Its form posts `provider_id`; its search is a `GET` with `q` and `country`.
#[derive(Debug, Clone, Serialize)]
pub struct HighlightedBanks {
    /// What was searched for; empty if nothing.
    pub query: String,
    /// The country whose banks are shown.
    pub country_code: String,
    /// The countries to choose from; with one or none there is no choice to show.
    pub country_codes: Vec<String>,
    /// The banks that the application highlights; none where a search is shown.
    pub highlighted: Vec<Bank>,
    /// The other banks, in the order in which they are shown.
    pub banks: Vec<Bank>,
    /// How many more banks there are than are shown.
    pub not_shown: u32,
    /// What is asked.
    pub consent: Consent,
    /// Why the last choice was not taken.
    pub error: Option<BanksError>,
}

/// The choice of a branch of a group. Its form posts `provider_id`, or `change_bank=1` for another bank; its search is a
/// `GET` with `q`.
#[derive(Debug, Clone, Serialize)]
pub struct SubBanksList {
    /// The group.
    pub group: Mark,
    /// What was searched for; empty if nothing.
    pub query: String,
    /// Its branches.
    pub banks: Vec<Bank>,
    /// What is asked.
    pub consent: Consent,
    /// Why the last choice was not taken.
    pub error: Option<BanksError>,
}

/// A bank or a group to choose.
#[derive(Debug, Clone, Serialize)]
pub struct Bank {
    /// What is chosen with it.
    pub choice: Choice,
    /// Its name and logo.
    pub mark: Mark,
    /// What is the matter with it at present.
    pub trouble: Option<Trouble>,
    /// Whether the reader chose it before, in this session.
    pub was_chosen: bool,
}

/// What is the matter with a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It answers slowly, or not each time.
    Degraded,
    /// It is out of service.
    Down,
}

/// What a button of a list of banks chooses.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Choice {
    /// A bank.
    Bank {
        /// The provider's id.
        provider_id: u32,
    },
    /// A group, whose branches are then shown.
    Group {
        /// Its name.
        name: String,
        /// How many branches it has.
        branches: u32,
    },
}

/// Why a choice of bank was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BanksError {
    /// It can't be connected, or not any more.
    Gone,
}

impl Page for HighlightedBanks {
    const TEMPLATE: &'static str = "highlighted_banks";

    fn has_error(&self) -> bool {
        self.error.is_some()
    }
}

impl Page for SubBanksList {
    const TEMPLATE: &'static str = "sub_banks_list";

    fn has_error(&self) -> bool {
        self.error.is_some()
    }
}
