//! The end of a refresh: the item's new status, and the event that tells it.

use std::time::Duration;

use passerelle_domain::clock::after;
use passerelle_domain::{Event, Item, ItemStatus, RefreshTrigger, StatusCodeInfo};
use passerelle_store::{items, random};

use crate::change::Change;
use crate::metrics::Counted;

/// How a refresh ended.
pub(crate) struct Settled {
    pub(crate) status: ItemStatus,
    pub(crate) info: StatusCodeInfo,
    pub(crate) trigger: RefreshTrigger,
    /// The whole history was fetched.
    pub(crate) is_full: bool,
}

impl Settled {
    /// A refresh of the flow that ended with that status.
    pub(crate) fn in_flow(status: ItemStatus) -> Self {
        Self { info: status.default_info(), status, trigger: RefreshTrigger::Connect, is_full: false }
    }
}

/// Adds an item's new status to a change. `refresh_interval` is when the scheduler looks at it next, if its status lets it.
pub(crate) fn settle(change: &mut Change, item: &Item, settled: Settled, refresh_interval: Option<Duration>) {
    let mut item = item.clone();
    item.status = settled.status;
    item.status_code_info = settled.info;
    item.last_try_refresh = Some(change.at);
    if item.status == ItemStatus::Ok {
        item.last_successful_refresh = Some(change.at);
    }
    let next = refresh_interval
        .filter(|_| item.status.is_refreshable())
        .map(|interval| after(change.at, spread(interval)));
    items::update(&mut change.batch, &item, next);
    let event = Event::item_refreshed(&item, change.user.uuid, settled.trigger, settled.is_full);
    change.events.push(event);
    change.counted.push(Counted::Synchronised { trigger: settled.trigger, status: item.status });
}

/// The interval, up to a tenth of it less or more, so that what began together does not stay together.
fn spread(interval: Duration) -> Duration {
    interval.mul_f64(0.9 + 0.2 * random::fraction())
}
