//! Extensions of ours.

pub(super) mod list_events;
pub(super) mod list_webhook_deliveries;
pub(super) mod refresh_item;
