//! Stocks (spec/api.md 11).

mod get;
mod list;

pub(super) use get::get;
pub(super) use list::list;
