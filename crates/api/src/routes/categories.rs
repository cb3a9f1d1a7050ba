//! Categories (spec/api.md 12).

mod get;
mod list;

pub(super) use get::get;
pub(super) use list::list;
