//! Transactions (spec/api.md 10).

pub(super) mod get;
pub(super) mod list;
