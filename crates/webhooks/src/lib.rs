//! From events to deliveries: signing, schedule, outcome.

mod deliverer;
mod schedule;
pub mod signature;

pub use deliverer::{Deliverer, Settings};
pub use schedule::Schedule;
