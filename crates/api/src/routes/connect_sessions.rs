//! Connect sessions (spec/api.md 7.1).

pub(super) mod create;
mod request;
