//! Providers (spec/api.md 15).

pub(super) mod get;
pub(super) mod list;
