//! A change of one user's data: a batch with its place in the order of the user's changes, and the events it makes true.

use jiff::Timestamp;
use passerelle_domain::event::next_change;
use passerelle_domain::{Event, UserId};
use passerelle_store::users::User;
use passerelle_store::{Batch, Store, StoreError, events, users};

use crate::metrics::Counted;

/// What is to be written, all of it or nothing.
pub(crate) struct Change {
    pub(crate) user: User,
    /// The `updated_at` of whatever changes.
    pub(crate) at: Timestamp,
    pub(crate) batch: Batch,
    pub(crate) events: Vec<Event>,
    /// What is counted once it is written.
    pub(crate) counted: Vec<Counted>,
}

impl Change {
    /// Begins a change; none when the user is gone.
    pub(crate) async fn begin(
        store: &Store,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Self>, StoreError> {
        let Some(user) = users::by_id(store, user).await? else { return Ok(None) };
        let at = next_change(user.last_change, now);
        let mut batch = Batch::new();
        users::change(&mut batch, &user, at);
        Ok(Some(Self { user, at, batch, events: Vec::new(), counted: Vec::new() }))
    }

    /// Writes it; a conflict when the user's data changed since it began.
    pub(crate) async fn commit(mut self, store: &Store) -> Result<(), StoreError> {
        events::record(store, &mut self.batch, &self.events, self.at).await?;
        store.write(self.batch).await?;
        self.counted.into_iter().for_each(Counted::count);
        Ok(())
    }
}
