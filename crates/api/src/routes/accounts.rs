//! Accounts (spec/api.md 9).

mod get;
mod list;

pub(super) use get::get;
pub(super) use list::list;
