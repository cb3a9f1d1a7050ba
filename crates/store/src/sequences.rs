//! Ids, taken from the database in blocks: never given twice; what a stopped server did not use is left out.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Mutex;

use passerelle_domain::ids::InvalidId;
use passerelle_domain::{
    AccountId, ApplicationId, ConnectSessionId, EventId, ItemId, JobId, TransactionId, UserId, WebhookId,
};

use crate::{Store, StoreError, params};

/// What is left of the blocks.
#[derive(Default)]
pub(crate) struct Sequences(Mutex<HashMap<&'static str, Range<i64>>>);

/// An id that is taken from a sequence.
pub trait Sequenced: TryFrom<i64, Error = InvalidId> {
    /// The sequence's name, and how many ids a block has.
    const SEQUENCE: (&'static str, i64);
}

macro_rules! sequenced {
    ($($id:ty: $name:literal by $block:literal;)*) => {$(
        impl Sequenced for $id {
            const SEQUENCE: (&'static str, i64) = ($name, $block);
        }
    )*};
}

sequenced! {
    ApplicationId: "applications" by 1;
    UserId: "users" by 32;
    ItemId: "items" by 16;
    AccountId: "accounts" by 64;
    TransactionId: "transactions" by 4096;
    ConnectSessionId: "connect_sessions" by 32;
    WebhookId: "webhooks" by 1;
    EventId: "events" by 256;
    JobId: "jobs" by 256;
}

impl Store {
    /// A new id.
    pub async fn next_id<T: Sequenced>(&self) -> Result<T, StoreError> {
        let ids = self.next_ids(1).await?;
        Ok(ids.into_iter().next().expect("as many ids as were asked for"))
    }

    /// As many new ids, ascending.
    pub async fn next_ids<T: Sequenced>(&self, count: usize) -> Result<Vec<T>, StoreError> {
        let (name, block) = T::SEQUENCE;
        let mut taken = self.take(name, count);
        while taken.len() < count {
            let missing = i64::try_from(count - taken.len()).expect("a batch has fewer rows than that");
            let size = missing.max(block);
            let start = self
                .returning(
                    "UPDATE sequences SET next = next + $2 WHERE name = $1 RETURNING next - $2",
                    params![name, size],
                    |row| row.get::<i64>(0),
                )
                .await?
                .pop()
                .expect("every sequence has its row from the first migration");
            // A block left by another task that came at the same time is not needed: gaps are fine.
            self.0
                .sequences
                .0
                .lock()
                .expect("no holder of this lock panics")
                .insert(name, start..start + size);
            taken.extend(self.take(name, count - taken.len()));
        }
        taken.into_iter().map(|id| T::try_from(id).map_err(|error| StoreError::content(0, error))).collect()
    }

    fn take(&self, name: &'static str, count: usize) -> Vec<i64> {
        let mut blocks = self.0.sequences.0.lock().expect("no holder of this lock panics");
        blocks.entry(name).or_insert(0..0).take(count).collect()
    }
}
