//! Connect sessions (spec/api.md 7.1).

mod create;
mod request;

pub(super) use create::create;
