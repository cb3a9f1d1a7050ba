//! Stocks (spec/api.md 11).

pub(super) mod get;
pub(super) mod list;
