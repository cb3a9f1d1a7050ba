//! Categories (spec/api.md 12).

pub(super) mod get;
pub(super) mod list;
