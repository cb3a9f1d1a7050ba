//! Limits that all nodes share: how many permits of a window are taken, and how many sessions manage an item.
//!
//! A node takes permits in blocks and gives them out by itself, so that not every request writes. A block is an eighth
//! of what is left, the last ones single permits: the sum of all blocks never exceeds the limit, one node alone can use
//! all of it, and what an idle node holds back is small. What a node does not give out is lost with the window.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::clock::after;
use passerelle_domain::{ApplicationId, ItemKey, UserId};

use crate::{Batch, Rows, Store, StoreError, params};

/// Whose limit, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limited {
    /// An application's requests.
    Application(ApplicationId),
    /// Requests for a user.
    User(UserId),
    /// Tokens for a user.
    Authentications(UserId),
}

impl Limited {
    /// What is limited.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Application(_) => "application",
            Self::User(_) => "user",
            Self::Authentications(_) => "authentications",
        }
    }

    const fn owner(self) -> i64 {
        match self {
            Self::Application(id) => id.get(),
            Self::User(id) | Self::Authentications(id) => id.get(),
        }
    }
}

/// A stretch of time with permits of its own. Windows of one length lie side by side from 1970 on, so that all nodes
/// have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first instant.
    pub starts_at: Timestamp,
    /// The first instant after it.
    pub ends_at: Timestamp,
}

impl Window {
    /// The window of that length that holds the instant.
    pub fn at(now: Timestamp, length: Duration) -> Self {
        let length = i64::try_from(length.as_micros()).unwrap_or(i64::MAX).max(1);
        let start = now.as_microsecond() - now.as_microsecond().rem_euclid(length);
        let starts_at = Timestamp::from_microsecond(start).unwrap_or(Timestamp::MIN);
        Self { starts_at, ends_at: after(starts_at, Duration::from_micros(length.unsigned_abs())) }
    }
}

/// Permits for one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// How many.
    pub permits: u32,
    /// How many are left for anybody.
    pub left: u32,
}

/// What part of the permits left is a block.
const PART: u32 = 8;

/// Takes a block of a window's permits; none when all are taken.
pub async fn take(
    store: &Store,
    limited: Limited,
    window: Window,
    limit: u32,
) -> Result<Option<Block>, StoreError> {
    let first = (limit / PART).max(1);
    let blocks = store
        .returning(
            "INSERT INTO limits (owner_id, kind, starts_at, ends_at, taken, block) VALUES ($1, $2, $3, $4, $5, $5) \
             ON CONFLICT (owner_id, kind, starts_at) DO UPDATE SET \
             taken = limits.taken + CASE WHEN $6 - limits.taken >= $7 THEN ($6 - limits.taken) / $7 ELSE 1 END, \
             block = CASE WHEN $6 - limits.taken >= $7 THEN ($6 - limits.taken) / $7 ELSE 1 END \
             WHERE limits.taken < $6 RETURNING taken, block",
            params![
                limited.owner(),
                limited.kind(),
                window.starts_at,
                window.ends_at,
                first,
                limit,
                PART,
            ],
            move |row| {
                let taken: u32 = row.get(0)?;
                Ok(Block { permits: row.get(1)?, left: limit.saturating_sub(taken) })
            },
        )
        .await?;
    Ok(blocks.into_iter().next())
}

/// Forgets windows that ended before that instant.
pub async fn delete_ended(store: &Store, before: Timestamp) -> Result<(), StoreError> {
    // Asked first: most of the time there is none, and a read costs less than a write.
    let sql = "SELECT ends_at FROM limits WHERE ends_at < $1 LIMIT 1";
    if store.row(sql, params![before], |row| row.get::<Timestamp>(0)).await?.is_none() {
        return Ok(());
    }
    let mut batch = Batch::new();
    batch.push("DELETE FROM limits WHERE ends_at < $1", params![before], Rows::Any);
    store.write(batch).await
}

/// Sessions that were created to manage the item `$2` of the user `$1`, after `$3`.
macro_rules! managing {
    () => {
        "FROM connect_sessions WHERE user_id = $1 AND item_id = $2 AND created_at > $3 \
         AND request -> 'kind' ->> 'name' = 'manage'"
    };
}

/// When the last but `most` of the sessions that manage an item since then was created: there are as many when this is
/// some, and one less when that instant is over.
pub async fn nth_management(
    store: &Store,
    item: ItemKey,
    since: Timestamp,
    most: u32,
) -> Result<Option<Timestamp>, StoreError> {
    let sql = concat!("SELECT created_at ", managing!(), " ORDER BY created_at DESC LIMIT 1 OFFSET $4");
    store.row(sql, params![item.user, item.id, since, most.saturating_sub(1)], |row| row.get(0)).await
}

/// The batch adds one more session that manages the item: a conflict when there are `most` since then, or the item is
/// gone. Batches for one item wait for one another at its row, and count after that, so that none slips by on any
/// engine.
pub fn guard_management(batch: &mut Batch, item: ItemKey, since: Timestamp, most: u32) {
    batch.push(
        "UPDATE items SET version = version WHERE user_id = $1 AND id = $2",
        params![item.user, item.id],
        Rows::One,
    );
    batch.push(
        concat!(
            "UPDATE items SET version = version WHERE user_id = $1 AND id = $2 AND (SELECT COUNT(*) ",
            managing!(),
            ") < $4"
        ),
        params![item.user, item.id, since, most],
        Rows::One,
    );
}
