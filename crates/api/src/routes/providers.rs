//! Providers (spec/api.md 15).

mod get;
mod list;

pub(super) use get::get;
pub(super) use list::list;
