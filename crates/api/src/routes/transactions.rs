//! Transactions (spec/api.md 10).

mod get;
mod list;

pub(super) use get::get;
pub(super) use list::list;
