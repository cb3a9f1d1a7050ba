//! Extensions of ours.

mod list_events;
mod list_webhook_deliveries;
mod refresh_item;

pub(super) use list_events::list_events;
pub(super) use list_webhook_deliveries::list_webhook_deliveries;
pub(super) use refresh_item::refresh_item;
