//! The application under test: a real store, a clock that tests move, the Demo Bank, and a bank whose data tests write.

mod bank;
mod world;

pub use bank::{SCRIPTED, ScriptedBank};
pub use world::{Answer, World};
