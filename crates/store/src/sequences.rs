//! Ids, taken from the database in blocks: never given twice; what a stopped server did not use is left out.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use passerelle_domain::ids::InvalidId;
use passerelle_domain::{
    AccountId, ApplicationId, ConnectSessionId, EventId, ItemId, JobId, StockId, TransactionId, UserId,
    WebhookId,
};

use crate::{Store, StoreError, params};

/// What is left of each sequence's block. Whoever takes a block keeps the sequence meanwhile, so that requests that come at
/// once take one block and not one each.
#[derive(Default)]
pub(crate) struct Sequences(Mutex<HashMap<&'static str, Arc<tokio::sync::Mutex<Range<i64>>>>>);

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
    UserId: "users" by 256;
    ItemId: "items" by 16;
    AccountId: "accounts" by 64;
    StockId: "stocks" by 64;
    TransactionId: "transactions" by 4096;
    ConnectSessionId: "connect_sessions" by 1024;
    WebhookId: "webhooks" by 1;
    EventId: "events" by 1024;
    JobId: "jobs" by 1024;
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
        let left = self.0.sequences.of(name);
        let mut left = left.lock().await;
        let mut ids: Vec<i64> = left.by_ref().take(count).collect();
        if ids.len() < count {
            let missing = count - ids.len();
            let size = block.max(i64::try_from(missing).expect("a batch has fewer rows than that"));
            let start = self
                .returning(
                    "UPDATE sequences SET next = next + $2 WHERE name = $1 RETURNING next - $2",
                    params![name, size],
                    |row| row.get::<i64>(0),
                )
                .await?
                .pop()
                .expect("every sequence has its row from the first migration");
            *left = start..start + size;
            ids.extend(left.by_ref().take(missing));
        }
        ids.into_iter().map(|id| T::try_from(id).map_err(|error| StoreError::content(0, error))).collect()
    }
}

impl Sequences {
    fn of(&self, name: &'static str) -> Arc<tokio::sync::Mutex<Range<i64>>> {
        let mut blocks = self.0.lock().expect("no holder of this lock panics");
        Arc::clone(blocks.entry(name).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(0..0))))
    }
}
