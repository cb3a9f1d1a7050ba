//! What answers hold. Absent values are left out (spec/api.md 1.3).

pub(crate) mod account;
pub(crate) mod category;
pub(crate) mod item;
pub(crate) mod names;
pub(crate) mod provider;
pub(crate) mod stock;
pub(crate) mod time;
pub(crate) mod transaction;
pub(crate) mod user;
