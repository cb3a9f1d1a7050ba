//! `highlighted_banks`.

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
    /// The banks, in the order in which they are shown.
    pub banks: Vec<Bank>,
    /// How many more banks there are than are shown.
    pub not_shown: u32,
    /// What is asked.
    pub consent: Consent,
    /// Why the last choice was not taken.
    pub error: Option<BanksError>,
}

/// A bank to choose.
#[derive(Debug, Clone, Serialize)]
pub struct Bank {
    /// The provider's id.
    pub provider_id: u32,
    /// Its name and logo.
    pub mark: Mark,
    /// What tells it from its namesakes, such as its group.
    pub detail: Option<String>,
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
