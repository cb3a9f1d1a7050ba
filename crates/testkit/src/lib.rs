//! The application under test: a real store, a clock that tests move, the Demo Bank, and a bank whose data tests write;
//! or only its database, on either engine.

mod bank;
mod database;
mod world;

pub use bank::{SCRIPTED, ScriptedBank};
pub use database::Database;
pub use world::{Answer, World};
