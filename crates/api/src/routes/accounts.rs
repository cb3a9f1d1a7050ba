//! Accounts (spec/api.md 9).

pub(super) mod get;
pub(super) mod list;
