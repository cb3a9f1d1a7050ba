//! Leaving: the confirmation, and the page that every session ends on.

use serde::Serialize;

use super::Page;
use crate::Mark;

/// Asks before a session is left. Its form posts nothing but the token, to `exit`.
#[derive(Debug, Clone, Serialize)]
pub struct ConfirmExit {
    /// The bank, once one is chosen.
    pub provider: Option<Mark>,
    /// What leaving would do.
    pub effect: ExitEffect,
    /// The name of the page to stay on.
    pub stay_page: String,
}

/// What leaving would do. All but the first speak of a bank: without one, the first is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitEffect {
    /// No item exists yet: nothing is shared.
    NothingShared,
    /// A new item stays unfinished.
    Unfinished,
    /// An item that existed before stays as it was.
    Unchanged,
    /// The synchronisation goes on.
    GoesOn,
    /// The synchronisation has failed already.
    Failed,
}

/// Where every session ends. With a way back the page goes there by itself; without one it is the status page.
#[derive(Debug, Clone, Serialize)]
pub struct End {
    /// The bank, where one was chosen.
    pub provider: Option<Mark>,
    /// How it ended.
    pub outcome: EndOutcome,
    /// The complete address to go back to, if the session has one that may be used.
    pub way_back: Option<String>,
    /// Whether the session had an address to go back to that the application no longer allows.
    pub is_way_back_refused: bool,
    /// What happened, for a failure: the item's status in words.
    pub reason: Option<String>,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndOutcome {
    /// The item is connected.
    Worked,
    /// The synchronisation goes on.
    GoingOn,
    /// The synchronisation failed.
    Failed,
    /// The user left before the end.
    Left,
    /// The session's time ran out.
    Expired,
}

impl Page for ConfirmExit {
    const TEMPLATE: &'static str = "exit";
}

impl Page for End {
    const TEMPLATE: &'static str = "end";
}
