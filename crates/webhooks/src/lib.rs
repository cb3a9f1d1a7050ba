//! From events to deliveries: signing, schedule, outcome.

mod deliverer;
mod retention;
mod schedule;
pub mod signature;

pub use deliverer::{Deliverer, Settings};
pub use retention::Retention;
pub use schedule::Schedule;
