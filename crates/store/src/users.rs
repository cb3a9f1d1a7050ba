//! Users of applications, their tokens, and the order of their changes.

use jiff::Timestamp;
use passerelle_domain::event::next_change;
use passerelle_domain::{ApplicationId, Event, ExternalUserId, UserId, UserUuid};

use crate::conditions::Conditions;
use crate::{Batch, Row, Rows, Store, StoreError, events, params};

/// An end user inside one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The key inside.
    pub id: UserId,
    /// The key outside.
    pub uuid: UserUuid,
    /// Whose user.
    pub application_id: ApplicationId,
    /// The application's own id of it.
    pub external_user_id: Option<ExternalUserId>,
    /// The `updated_at` of the latest change of the user's data.
    pub last_change: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, uuid, application_id, external_user_id, last_change, created_at";

fn read(row: &dyn Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.get(0)?,
        uuid: row.get(1)?,
        application_id: row.get(2)?,
        external_user_id: if row.is_null(3)? { None } else { Some(row.parsed(3)?) },
        last_change: row.get(4)?,
        created_at: row.get(5)?,
    })
}

/// Adds a user; [`StoreError::Duplicate`] when its external id is taken in this application.
pub fn insert(batch: &mut Batch, user: &User) {
    batch.push(
        "INSERT INTO users (id, uuid, application_id, external_user_id, last_change, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            user.id,
            user.uuid,
            user.application_id,
            user.external_user_id.as_ref().map(ExternalUserId::as_str),
            user.last_change,
            user.created_at,
        ],
        Rows::One,
    );
    batch.push(
        "INSERT INTO user_names (uuid, user_id, application_id, external_user_id) VALUES ($1, $2, $3, $4)",
        params![
            user.uuid,
            user.id,
            user.application_id,
            user.external_user_id.as_ref().map(ExternalUserId::as_str),
        ],
        Rows::One,
    );
}

/// Deletes a user with everything below, and records `user.deleted`; a conflict when it is gone already. The user goes
/// first: whoever writes of it meanwhile has the row, and is waited for.
pub async fn delete(store: &Store, user: &User, now: Timestamp) -> Result<(), StoreError> {
    let id = user.id;
    let mut batch = Batch::new();
    batch.push("DELETE FROM users WHERE id = $1", params![id], Rows::One);
    for sql in [
        "DELETE FROM transactions WHERE user_id = $1",
        "DELETE FROM stocks WHERE user_id = $1",
        "DELETE FROM user_names WHERE user_id = $1",
        "DELETE FROM user_tokens WHERE user_id = $1",
        "DELETE FROM connect_session_tokens WHERE user_id = $1",
        "DELETE FROM bank_returns WHERE user_id = $1",
    ] {
        batch.push(sql, params![id], Rows::Any);
    }
    let event = Event::user_deleted(user.application_id, id, user.uuid);
    events::record(store, &mut batch, &[event], next_change(user.last_change, now)).await?;
    store.write(batch).await
}

/// Gives the user's next change its place in the order: a conflict when another change came in between, so that no
/// reader of `since` can miss one.
pub fn change(batch: &mut Batch, user: &User, at: Timestamp) {
    batch.push(
        "UPDATE users SET last_change = $3 WHERE id = $1 AND last_change = $2",
        params![user.id, user.last_change, at],
        Rows::One,
    );
}

/// A user by the key inside.
pub async fn by_id(store: &Store, id: UserId) -> Result<Option<User>, StoreError> {
    store.row(format!("SELECT {COLUMNS} FROM users WHERE id = $1"), params![id], read).await
}

/// A user of an application by uuid.
pub async fn by_uuid(
    store: &Store,
    application: ApplicationId,
    uuid: UserUuid,
) -> Result<Option<User>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE id = (\
         SELECT user_id FROM user_names WHERE uuid = $1 AND application_id = $2)"
    );
    store.row(sql, params![uuid, application], read).await
}

/// A user of any application by uuid: for whoever runs the server.
pub async fn find(store: &Store, uuid: UserUuid) -> Result<Option<User>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM users WHERE id = (SELECT user_id FROM user_names WHERE uuid = $1)");
    store.row(sql, params![uuid], read).await
}

/// Which users.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of this application.
    pub application: Option<ApplicationId>,
    /// With this external id.
    pub external_id: Option<ExternalUserId>,
    /// Before this one.
    pub before: Option<UserId>,
}

/// Users of all applications, the newest first: for whoever runs the server.
pub async fn newest(store: &Store, filter: &Filter, limit: u32) -> Result<Vec<User>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add("application_id = $", filter.application);
    let external_id = filter.external_id.as_ref().map(ExternalUserId::as_str);
    conditions.add("id IN (SELECT user_id FROM user_names WHERE external_user_id = $)", external_id);
    conditions.add("id < $", filter.before);
    let (clauses, given) = conditions.page("id DESC", limit);
    store.rows(format!("SELECT {COLUMNS} FROM users{clauses}"), given, read).await
}

/// A user of an application by its external id.
pub async fn by_external_id(
    store: &Store,
    application: ApplicationId,
    external_id: &ExternalUserId,
) -> Result<Option<User>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE id = (\
         SELECT user_id FROM user_names WHERE application_id = $1 AND external_user_id = $2)"
    );
    store.row(sql, params![application, external_id.as_str()], read).await
}

/// Users of an application behind an id, ascending.
pub async fn page(
    store: &Store,
    application: ApplicationId,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM users WHERE application_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    store.rows(sql, params![application, after.map_or(0, UserId::get), limit], read).await
}

/// Adds a token, known by its digest only, and forgets those whose time is over.
pub fn insert_token(
    batch: &mut Batch,
    digest: [u8; 32],
    user: UserId,
    expires_at: Timestamp,
    now: Timestamp,
) {
    batch.push("DELETE FROM user_tokens WHERE expires_at <= $1", params![now], Rows::Any);
    batch.push(
        "INSERT INTO user_tokens (digest, user_id, expires_at) VALUES ($1, $2, $3)",
        params![digest, user, expires_at],
        Rows::One,
    );
}

/// The user of an application that a token stands for, until the time that goes with it.
pub async fn by_token(
    store: &Store,
    application: ApplicationId,
    digest: [u8; 32],
) -> Result<Option<(User, Timestamp)>, StoreError> {
    let sql = "SELECT u.id, u.uuid, u.application_id, u.external_user_id, u.last_change, u.created_at, t.expires_at \
         FROM user_tokens t JOIN users u ON u.id = t.user_id WHERE t.digest = $1 AND u.application_id = $2";
    store.row(sql, params![digest, application], |row| Ok((read(row)?, row.get(6)?))).await
}
