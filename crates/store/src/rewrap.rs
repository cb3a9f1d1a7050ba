//! Seals anew what was sealed with an older key, while servers run.
//!
//! Each value says which key it was sealed with, so a run that was interrupted goes on where it was. A value that changes
//! meanwhile is left to the next round: whoever changed it sealed it. What is gone in a day by itself, answers that are kept for
//! repeated requests, is left as it is.

use std::collections::BTreeMap;

use crate::keys::key_id;
use crate::{Batch, KeyRing, Place, Row, Rows, Store, StoreError, params};

/// A column of sealed values.
struct Column {
    /// How many of its values begin with each key's id.
    count: &'static str,
    /// One that is sealed with a key, with its row's id.
    one: &'static str,
    /// Those not sealed with a key, behind a row.
    older: &'static str,
    /// Replaces one that has not changed.
    update: &'static str,
    place: fn(i64) -> Place,
}

/// `$owner` is whose rows they are, by which the table's key begins.
macro_rules! column {
    ($table:literal, $column:literal, $owner:literal, $place:expr) => {
        Column {
            count: concat!(
                "SELECT substr(",
                $column,
                ", 1, 4), count(*) FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL GROUP BY 1"
            ),
            one: concat!(
                "SELECT id, ",
                $column,
                " FROM ",
                $table,
                " WHERE substr(",
                $column,
                ", 1, 4) = $1 LIMIT 1"
            ),
            older: concat!(
                "SELECT ",
                $owner,
                ", id, ",
                $column,
                " FROM ",
                $table,
                " WHERE ",
                $column,
                " IS NOT NULL AND substr(",
                $column,
                ", 1, 4) <> $1 AND (",
                $owner,
                ", id) > ($2, $3) ORDER BY ",
                $owner,
                ", id LIMIT $4"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET ",
                $column,
                " = $1 WHERE ",
                $owner,
                " = $2 AND id = $3 AND ",
                $column,
                " = $4"
            ),
            place: $place,
        }
    };
}

/// All of them.
const COLUMNS: [Column; 7] = [
    column!("items", "credentials", "user_id", Place::ItemCredentials),
    column!("items", "consent", "user_id", Place::ItemConsent),
    column!("connect_sessions", "conversation", "user_id", Place::SessionConversation),
    column!("connect_sessions", "answer", "user_id", Place::SessionAnswer),
    column!("connect_sessions", "email_code", "user_id", Place::SessionEmailCode),
    column!("webhooks", "secret", "application_id", Place::WebhookSecret),
    column!("webhooks", "former_secret", "application_id", Place::WebhookSecret),
];

/// How many values one batch holds.
const AT_ONCE: u32 = 200;

/// How many values are sealed with each key, by its id.
pub async fn counts(store: &Store) -> Result<BTreeMap<u32, u64>, StoreError> {
    let mut counts = BTreeMap::new();
    let read = |row: &dyn Row| Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?));
    for column in &COLUMNS {
        let found = store.rows(column.count, params![], read).await?;
        for (id, count) in found {
            *counts.entry(key_id(&id).unwrap_or(0)).or_default() += count.unsigned_abs();
        }
    }
    Ok(counts)
}

/// The keys whose values the ring does not open, with how many these are: it has no key of that id, or another one. One
/// value of each column and key is tried.
pub async fn unopened(store: &Store, keys: &KeyRing) -> Result<BTreeMap<u32, u64>, StoreError> {
    let mut unopened = counts(store).await?;
    let ids: Vec<u32> = unopened.keys().copied().collect();
    for id in ids {
        let mut opens = true;
        for column in &COLUMNS {
            let read = |row: &dyn Row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?));
            if let Some((row, sealed)) =
                store.row(column.one, params![id.to_be_bytes().to_vec()], read).await?
            {
                opens &= keys.open_sealed((column.place)(row), &sealed).is_ok();
            }
        }
        if opens {
            unopened.remove(&id);
        }
    }
    Ok(unopened)
}

/// Seals everything anew that is not sealed with the newest key. `sealed` hears how many values each batch held.
pub async fn rewrap(store: &Store, mut sealed: impl FnMut(usize)) -> Result<(), StoreError> {
    for column in &COLUMNS {
        let mut after = (i64::MIN, i64::MIN);
        loop {
            let found = older(store, column, after).await?;
            let Some(last) = found.last() else { break };
            after = (last.owner, last.id);
            let mut batch = Batch::new();
            for value in &found {
                reseal(store, &mut batch, column, value)?;
            }
            store.write(batch).await?;
            sealed(found.len());
        }
    }
    Ok(())
}

struct Sealed {
    owner: i64,
    id: i64,
    bytes: Vec<u8>,
}

async fn older(store: &Store, column: &Column, after: (i64, i64)) -> Result<Vec<Sealed>, StoreError> {
    let newest = store.keys().newest().to_be_bytes().to_vec();
    let read = |row: &dyn Row| Ok(Sealed { owner: row.get(0)?, id: row.get(1)?, bytes: row.get(2)? });
    store.rows(column.older, params![newest, after.0, after.1, AT_ONCE], read).await
}

fn reseal(store: &Store, batch: &mut Batch, column: &Column, value: &Sealed) -> Result<(), StoreError> {
    let place = (column.place)(value.id);
    let opened = store.keys().open_sealed(place, &value.bytes)?;
    batch.push(
        column.update,
        params![store.keys().seal(place, &opened), value.owner, value.id, value.bytes.clone()],
        // Somebody else may have been first.
        Rows::Any,
    );
    Ok(())
}
