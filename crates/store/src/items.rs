//! Items with their sealed credentials and consents.

use jiff::Timestamp;
use passerelle_domain::event::next_change;
use passerelle_domain::{
    AccountTypes, ApplicationId, Event, Holder, Item, ItemId, ItemKey, ItemStatus, ProviderId, UserId,
    UserUuid,
};

use crate::conditions::Conditions;
use crate::users::User;
use crate::{Batch, Place, Row, Rows, Store, StoreError, events, params, users};

const COLUMNS: &str = "id, user_id, application_id, provider_id, account_types, status, status_code_info, \
     authentication_expires_at, last_successful_refresh, last_try_refresh, created_at, version, pro_attested_at";

fn read(row: &dyn Row) -> Result<Item, StoreError> {
    let status: i32 = row.get(5)?;
    Ok(Item {
        id: row.get(0)?,
        user_id: row.get(1)?,
        application_id: row.get(2)?,
        provider_id: row.get(3)?,
        account_types: row.named(4, AccountTypes::from_name)?,
        status: status.try_into().map_err(|error| StoreError::content(5, error))?,
        status_code_info: row.parsed(6)?,
        authentication_expires_at: row.get(7)?,
        last_successful_refresh: row.get(8)?,
        last_try_refresh: row.get(9)?,
        created_at: row.get(10)?,
        version: row.get(11)?,
        pro_attested_at: row.get(12)?,
    })
}

/// Adds an item with what the user typed.
pub fn insert(store: &Store, batch: &mut Batch, item: &Item, credentials: &[u8]) {
    let sealed = store.keys().seal(Place::ItemCredentials(item.id.get()), credentials);
    batch.push(
        "INSERT INTO items (id, user_id, application_id, provider_id, account_types, status, status_code_info, \
         credentials, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            item.id,
            item.user_id,
            item.application_id,
            item.provider_id,
            item.account_types.name(),
            item.status.code(),
            item.status_code_info.as_str(),
            sealed,
            item.created_at,
            item.version,
        ],
        Rows::One,
    );
}

/// Saves status and times of an item that has not changed since it was read; `next_refresh_at` is when the scheduler
/// looks at it, none for never.
pub fn update(batch: &mut Batch, item: &Item, next_refresh_at: Option<Timestamp>) {
    batch.push(
        "UPDATE items SET status = $3, status_code_info = $4, authentication_expires_at = $5, \
         last_successful_refresh = $6, last_try_refresh = $7, next_refresh_at = $8, pro_attested_at = $10, version = version + 1 \
         WHERE user_id = $9 AND id = $1 AND version = $2",
        params![
            item.id,
            item.version,
            item.status.code(),
            item.status_code_info.as_str(),
            item.authentication_expires_at,
            item.last_successful_refresh,
            item.last_try_refresh,
            next_refresh_at,
            item.user_id,
            item.pro_attested_at,
        ],
        Rows::One,
    );
}

/// Replaces what the user typed.
pub fn set_credentials(store: &Store, batch: &mut Batch, key: ItemKey, credentials: &[u8]) {
    let sealed = store.keys().seal(Place::ItemCredentials(key.id.get()), credentials);
    batch.push(
        "UPDATE items SET credentials = $3 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, sealed],
        Rows::One,
    );
}

/// Replaces what the connector remembers of the consent.
pub fn set_consent(store: &Store, batch: &mut Batch, key: ItemKey, consent: &[u8]) {
    let sealed = store.keys().seal(Place::ItemConsent(key.id.get()), consent);
    batch.push(
        "UPDATE items SET consent = $3 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, sealed],
        Rows::One,
    );
}

/// Keeps whom the bank says the item belongs to.
pub fn set_holder(batch: &mut Batch, key: ItemKey, holder: &Holder) {
    batch.push(
        "UPDATE items SET holder_first_name = $3, holder_last_name = $4 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, holder.first_name.as_deref(), holder.last_name.as_deref()],
        Rows::Any,
    );
}

/// Deletes an item of a user with its accounts, transactions and stocks, and records `item.deleted`; a conflict when the
/// item is gone already or anything of the user's changed since it was read. The user's change comes first: it keeps
/// synchronisations away.
pub async fn delete(store: &Store, user: &User, item: &Item, now: Timestamp) -> Result<(), StoreError> {
    let (key, at) = (item.key(), next_change(user.last_change, now));
    let mut batch = Batch::new();
    users::change(&mut batch, user, at);
    for sql in [
        "DELETE FROM transactions WHERE user_id = $1 \
         AND account_id IN (SELECT id FROM accounts WHERE user_id = $1 AND item_id = $2)",
        "DELETE FROM stocks WHERE user_id = $1 \
         AND account_id IN (SELECT id FROM accounts WHERE user_id = $1 AND item_id = $2)",
    ] {
        batch.push(sql, params![key.user, key.id], Rows::Any);
    }
    batch.push("DELETE FROM items WHERE user_id = $1 AND id = $2", params![key.user, key.id], Rows::One);
    events::record(store, &mut batch, &[Event::item_deleted(item, user.uuid)], at).await?;
    store.write(batch).await
}

/// Takes an item off the schedule until its next refresh ended.
pub fn unschedule(batch: &mut Batch, key: ItemKey, planned: Timestamp) {
    batch.push(
        "UPDATE items SET next_refresh_at = NULL WHERE user_id = $1 AND id = $2 AND next_refresh_at = $3",
        params![key.user, key.id, planned],
        Rows::One,
    );
}

/// An item by its key.
pub async fn by_key(store: &Store, key: ItemKey) -> Result<Option<Item>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM items WHERE user_id = $1 AND id = $2");
    store.row(sql, params![key.user, key.id], read).await
}

/// When the scheduler looks at an item next; none for never.
pub async fn next_refresh_at(store: &Store, key: ItemKey) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT next_refresh_at FROM items WHERE user_id = $1 AND id = $2";
    Ok(store.row(sql, params![key.user, key.id], |row| row.get(0)).await?.flatten())
}

/// An item whose owner nobody knows: looked for among all users', for an operator.
pub async fn find(store: &Store, id: ItemId) -> Result<Option<Item>, StoreError> {
    store.row(format!("SELECT {COLUMNS} FROM items WHERE id = $1"), params![id], read).await
}

/// Which items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of users of this application.
    pub application: Option<ApplicationId>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Of this bank.
    pub provider: Option<ProviderId>,
    /// With this status.
    pub status: Option<ItemStatus>,
    /// Before this one.
    pub before: Option<ItemId>,
}

/// Items of all users, the newest first, with the users: for whoever runs the server.
pub async fn newest(store: &Store, filter: &Filter, limit: u32) -> Result<Vec<(Item, UserUuid)>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add("application_id = $", filter.application);
    conditions.add("user_id = $", filter.user);
    conditions.add("provider_id = $", filter.provider);
    conditions.add("status = $", filter.status.map(ItemStatus::code));
    conditions.add("id < $", filter.before);
    let (clauses, given) = conditions.page("id DESC", limit);
    // No join: a planner may begin it with all users.
    let sql =
        format!("SELECT {COLUMNS}, (SELECT uuid FROM users WHERE id = items.user_id) FROM items{clauses}");
    store.rows(sql, given, |row| Ok((read(row)?, row.get(13)?))).await
}

/// A user's items behind an id, ascending.
pub async fn page(
    store: &Store,
    user: UserId,
    after: Option<ItemId>,
    limit: u32,
) -> Result<Vec<Item>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM items WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    store.rows(sql, params![user, after.map_or(0, ItemId::get), limit], read).await
}

/// A user's items behind an id, ascending, with whom they belong to.
pub async fn holders(
    store: &Store,
    user: UserId,
    after: Option<ItemId>,
    limit: u32,
) -> Result<Vec<(ItemId, Holder)>, StoreError> {
    let sql = "SELECT id, holder_first_name, holder_last_name FROM items WHERE user_id = $1 AND id > $2 \
         ORDER BY id LIMIT $3";
    let read = |row: &dyn Row| Ok((row.get(0)?, Holder { first_name: row.get(1)?, last_name: row.get(2)? }));
    store.rows(sql, params![user, after.map_or(0, ItemId::get), limit], read).await
}

/// What a connector needs of an item, opened.
#[derive(Clone, Default)]
pub struct Secrets {
    /// What the user typed.
    pub credentials: Option<zeroize::Zeroizing<Vec<u8>>>,
    /// What the connector remembers of the consent.
    pub consent: Option<zeroize::Zeroizing<Vec<u8>>>,
}

/// The secrets of an item.
pub async fn secrets(store: &Store, key: ItemKey) -> Result<Secrets, StoreError> {
    let sql = "SELECT credentials, consent FROM items WHERE user_id = $1 AND id = $2";
    let sealed = store
        .row(sql, params![key.user, key.id], |row| {
            Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Vec<u8>>>(1)?))
        })
        .await?;
    let Some((credentials, consent)) = sealed else { return Ok(Secrets::default()) };
    let open = |place, sealed: Option<Vec<u8>>| {
        sealed.map(|sealed| store.keys().open_sealed(place, &sealed)).transpose()
    };
    Ok(Secrets {
        credentials: open(Place::ItemCredentials(key.id.get()), credentials)?,
        consent: open(Place::ItemConsent(key.id.get()), consent)?,
    })
}

/// Items whose time to be refreshed has come, the longest overdue first, with that time.
pub async fn due(store: &Store, now: Timestamp, limit: u32) -> Result<Vec<(ItemKey, Timestamp)>, StoreError> {
    let sql = "SELECT user_id, id, next_refresh_at FROM items WHERE next_refresh_at <= $1 \
         ORDER BY next_refresh_at LIMIT $2";
    let read = |row: &dyn Row| Ok((ItemKey { user: row.get(0)?, id: row.get(1)? }, row.get(2)?));
    store.rows(sql, params![now, limit], read).await
}
