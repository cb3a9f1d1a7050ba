//! Connect sessions, each with a numbered, timed record of where it was.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::clock::after;
use passerelle_domain::connect_session::{ConnectSession, Progress, State};
use passerelle_domain::{ApplicationId, ConnectSessionId, ConnectSessionUuid, ItemId, SessionKey, UserId};
use zeroize::Zeroizing;

use crate::batch::Sql;
use crate::conditions::Conditions;
use crate::{Batch, Notice, Place, Row, Rows, Store, StoreError, Value, digest, params, random};

// The user's uuid without a join: a planner may begin it with all users.
const SELECT: &str = "SELECT s.id, s.uuid, s.application_id, s.user_id, (SELECT uuid FROM users WHERE id = s.user_id), \
     s.request, s.item_id, s.state, s.prompt, s.progress_done, s.progress_total, s.browser_digest, s.created_at, \
     s.last_active_at, s.version, s.provider_id FROM connect_sessions s";

fn read(row: &dyn Row) -> Result<ConnectSession, StoreError> {
    Ok(ConnectSession {
        id: row.get(0)?,
        uuid: row.get(1)?,
        application_id: row.get(2)?,
        user_id: row.get(3)?,
        user_uuid: row.get(4)?,
        request: row.json(5)?,
        item_id: row.get(6)?,
        provider_id: row.get(15)?,
        state: row.json(7)?,
        prompt: row.optional_json(8)?,
        progress: Progress { done: row.get(9)?, total: row.get(10)? },
        browser_digest: row.get(11)?,
        created_at: row.get(12)?,
        last_active_at: row.get(13)?,
        version: row.get(14)?,
    })
}

/// Nothing more can happen to it by the clock: it ended, or it succeeded and keeps its way back.
fn is_open(session: &ConnectSession) -> bool {
    !session.state.is_ended() && session.state != State::Succeeded
}

/// How many characters of a token are 256 random bits.
const RANDOM_CHARACTERS: usize = 43;

/// A new token for the URL of a session: when it was made, in milliseconds of 12 hexadecimal digits, and 256 random bits.
/// What begins with the time lies together in the index, so that sessions that begin together write few pages.
pub fn new_token(now: Timestamp) -> String {
    format!("{:012x}{}", now.as_millisecond(), random::token())
}

/// By what the session of a URL's token is found: the token's time, and the digest of the whole.
fn key_of(token: &str) -> Vec<u8> {
    let time = token.len().checked_sub(RANDOM_CHARACTERS).and_then(|time| token.get(..time));
    [time.unwrap_or_default().as_bytes(), &digest(token)].concat()
}

/// Adds a session, whose URL is known by the digest of its token only.
pub fn insert(batch: &mut Batch, session: &ConnectSession, token: &str) {
    batch.row(
        Sql {
            sqlite: "INSERT INTO connect_sessions (id, uuid, user_id, application_id, item_id, request, state, \
                 is_open, created_at, last_active_at, version, provider_id, progress_done, progress_total) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0)",
            postgres: "INSERT INTO connect_sessions (id, uuid, user_id, application_id, item_id, request, state, \
                 is_open, created_at, last_active_at, version, provider_id, progress_done, progress_total) \
                 SELECT *, 0, 0 FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], \
                 $6::jsonb[], $7::jsonb[], $8::boolean[], $9::timestamptz[], $10::timestamptz[], $11::bigint[], \
                 $12::bigint[])",
        },
        params![
            session.id,
            session.uuid,
            session.user_id,
            session.application_id,
            session.item_id,
            Value::json(&session.request),
            Value::json(&session.state),
            is_open(session),
            session.created_at,
            session.last_active_at,
            session.version,
            session.provider_id,
        ],
    );
    insert_token(batch, session, token);
    insert_record(batch, session, session.version, session.created_at);
}

/// Adds a token by which the session is found, beside those that it has.
pub fn insert_token(batch: &mut Batch, session: &ConnectSession, token: &str) {
    batch.row(
        Sql {
            sqlite: "INSERT INTO connect_session_tokens (digest, user_id, connect_session_id) VALUES ($1, $2, $3)",
            postgres: "INSERT INTO connect_session_tokens (digest, user_id, connect_session_id) \
                 SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[])",
        },
        params![key_of(token), session.user_id, session.id],
    );
}

/// Lets a return from the bank's own site find the session by the `state` that it brings, and none from an earlier visit.
pub fn insert_return(batch: &mut Batch, key: SessionKey, state: &str) {
    batch.push(
        "DELETE FROM bank_returns WHERE user_id = $1 AND connect_session_id = $2",
        params![key.user, key.id],
        Rows::Any,
    );
    batch.push(
        "INSERT INTO bank_returns (digest, user_id, connect_session_id) VALUES ($1, $2, $3)",
        params![digest(state), key.user, key.id],
        Rows::One,
    );
}

/// Saves a session that has not changed since it was read, with a record of where it now is; whoever watches it is told.
pub fn update(batch: &mut Batch, session: &ConnectSession, at: Timestamp) {
    batch.push(
        "UPDATE connect_sessions SET item_id = $3, state = $4, is_open = $5, prompt = $6, progress_done = $7, \
         progress_total = $8, browser_digest = $9, last_active_at = $10, provider_id = $12, version = version + 1 \
         WHERE user_id = $11 AND id = $1 AND version = $2",
        params![
            session.id,
            session.version,
            session.item_id,
            Value::json(&session.state),
            is_open(session),
            session.prompt.as_ref().map_or(Value::Null, Value::json),
            session.progress.done,
            session.progress.total,
            session.browser_digest,
            session.last_active_at,
            session.user_id,
            session.provider_id,
        ],
        Rows::One,
    );
    insert_record(batch, session, session.version + 1, at);
    batch.notify(Notice::Session(session.id));
}

fn insert_record(batch: &mut Batch, session: &ConnectSession, number: i64, at: Timestamp) {
    batch.row(
        Sql {
            sqlite: "INSERT INTO connect_session_records (user_id, connect_session_id, number, at, state) \
                 VALUES ($1, $2, $3, $4, $5)",
            postgres: "INSERT INTO connect_session_records (user_id, connect_session_id, number, at, state) \
                 SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::jsonb[])",
        },
        params![session.user_id, session.id, number, at, Value::json(&session.state)],
    );
}

/// How far the synchronisation is; not a change of the session.
pub fn set_progress(batch: &mut Batch, key: SessionKey, progress: Progress) {
    batch.push(
        "UPDATE connect_sessions SET progress_done = $3, progress_total = $4 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, progress.done, progress.total],
        Rows::Any,
    );
    batch.notify(Notice::Session(key.id));
}

/// Notes that the user is still there; not a change of the session.
pub fn touch(batch: &mut Batch, key: SessionKey, at: Timestamp) {
    batch.push(
        "UPDATE connect_sessions SET last_active_at = $3 WHERE user_id = $1 AND id = $2 AND last_active_at < $3",
        params![key.user, key.id, at],
        Rows::Any,
    );
}

/// Keeps or forgets what the connector remembers of the authentication under way.
pub fn set_conversation(store: &Store, batch: &mut Batch, key: SessionKey, conversation: Option<&[u8]>) {
    let sealed = conversation.map(|value| store.keys().seal(Place::SessionConversation(key.id.get()), value));
    batch.push(
        "UPDATE connect_sessions SET conversation = $3 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, sealed],
        Rows::One,
    );
}

/// Keeps or forgets what the user answered, until a job hands it to the bank.
pub fn set_answer(store: &Store, batch: &mut Batch, key: SessionKey, answer: Option<&[u8]>) {
    let sealed = answer.map(|value| store.keys().seal(Place::SessionAnswer(key.id.get()), value));
    batch.push(
        "UPDATE connect_sessions SET answer = $3 WHERE user_id = $1 AND id = $2",
        params![key.user, key.id, sealed],
        Rows::One,
    );
}

/// A session by its key.
pub async fn by_key(store: &Store, key: SessionKey) -> Result<Option<ConnectSession>, StoreError> {
    let sql = format!("{SELECT} WHERE s.user_id = $1 AND s.id = $2");
    store.row(sql, params![key.user, key.id], read).await
}

/// A session by the `id` that the API answers: for whoever runs the server. The time in it leads to the session by the
/// index of times.
pub async fn find(store: &Store, uuid: ConnectSessionUuid) -> Result<Option<ConnectSession>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add("s.uuid = $", Some(uuid));
    if let Some(from) = time_of(uuid) {
        let until = after(from, Duration::from_millis(1));
        conditions.push("s.created_at >= $ AND s.created_at < $", params![from, until]);
    }
    let (clauses, given) = conditions.page("s.id", 1);
    store.row(format!("{SELECT}{clauses}"), given, read).await
}

/// The millisecond in which a session was created; none for those of before their ids held it.
fn time_of(uuid: ConnectSessionUuid) -> Option<Timestamp> {
    let (seconds, nanoseconds) = uuid.get().get_timestamp()?.to_unix();
    Timestamp::new(seconds.try_into().ok()?, nanoseconds.try_into().ok()?).ok()
}

/// How a session is, as far as whoever runs the server asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Under way.
    Open,
    /// All went well.
    Succeeded,
    /// It failed; the user may yet try again.
    Failed,
    /// The user left.
    Left,
    /// Its time was over.
    Expired,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Succeeded, Self::Failed, Self::Left, Self::Expired];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Left => "left",
            Self::Expired => "expired",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// The status in a state: those that are no outcome are open.
    pub fn of(state: &State) -> Self {
        Self::from_name(state.name()).unwrap_or(Self::Open)
    }
}

/// Which sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of users of this application.
    pub application: Option<ApplicationId>,
    /// Of this user.
    pub user: Option<UserId>,
    /// That added or manage this item.
    pub item: Option<ItemId>,
    /// Of this status.
    pub status: Option<Status>,
    /// Before this one, which began then.
    pub before: Option<(Timestamp, ConnectSessionId)>,
}

/// Sessions of all users, the newest first: for whoever runs the server.
pub async fn newest(store: &Store, filter: &Filter, limit: u32) -> Result<Vec<ConnectSession>, StoreError> {
    let mut conditions = Conditions::default();
    conditions.add("s.application_id = $", filter.application);
    conditions.add("s.user_id = $", filter.user);
    conditions.add("s.item_id = $", filter.item);
    match filter.status {
        Some(Status::Open) => {
            conditions.push("s.state->>'name' NOT IN ('succeeded', 'failed', 'left', 'expired')", vec![]);
        }
        other => conditions.add("s.state->>'name' = $", other.map(Status::name)),
    }
    if let Some((at, id)) = filter.before {
        conditions.push("(s.created_at, s.id) < ($, $)", params![at, id]);
    }
    let (clauses, given) = conditions.page("s.created_at DESC, s.id DESC", limit);
    store.rows(format!("{SELECT}{clauses}"), given, read).await
}

/// A session by its URL's token.
pub async fn by_token(store: &Store, token: &str) -> Result<Option<ConnectSession>, StoreError> {
    let sql = format!(
        "{SELECT} JOIN connect_session_tokens t ON t.user_id = s.user_id AND t.connect_session_id = s.id \
         WHERE t.digest = $1"
    );
    store.row(sql, params![key_of(token)], read).await
}

/// A session by the `state` that a return from the bank's own site brings.
pub async fn by_return(store: &Store, state: &str) -> Result<Option<ConnectSession>, StoreError> {
    let sql = format!(
        "{SELECT} JOIN bank_returns r ON r.user_id = s.user_id AND r.connect_session_id = s.id WHERE r.digest = $1"
    );
    store.row(sql, params![digest(state)], read).await
}

/// What only jobs need of a session, opened.
#[derive(Clone, Default)]
pub struct Secrets {
    /// What the connector remembers of the authentication under way.
    pub conversation: Option<Zeroizing<Vec<u8>>>,
    /// What the user answered and no job has handed to the bank yet.
    pub answer: Option<Zeroizing<Vec<u8>>>,
}

/// The secrets of a session.
pub async fn secrets(store: &Store, key: SessionKey) -> Result<Secrets, StoreError> {
    let sql = "SELECT conversation, answer FROM connect_sessions WHERE user_id = $1 AND id = $2";
    let sealed = store
        .row(sql, params![key.user, key.id], |row| {
            Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Vec<u8>>>(1)?))
        })
        .await?;
    let Some((conversation, answer)) = sealed else { return Ok(Secrets::default()) };
    let open = |place, sealed: Option<Vec<u8>>| {
        sealed.map(|sealed| store.keys().open_sealed(place, &sealed)).transpose()
    };
    Ok(Secrets {
        conversation: open(Place::SessionConversation(key.id.get()), conversation)?,
        answer: open(Place::SessionAnswer(key.id.get()), answer)?,
    })
}

/// Sessions that nobody has touched since `idle_since`, or that began before `begun_before`.
pub async fn overdue(
    store: &Store,
    idle_since: Timestamp,
    begun_before: Timestamp,
    limit: u32,
) -> Result<Vec<ConnectSession>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE s.is_open AND (s.last_active_at <= $1 OR s.created_at <= $2) ORDER BY s.last_active_at LIMIT $3"
    );
    store.rows(sql, params![idle_since, begun_before, limit], read).await
}

/// What happened in a session: numbers, times and states, oldest first.
pub async fn records(store: &Store, key: SessionKey) -> Result<Vec<(i64, Timestamp, State)>, StoreError> {
    let sql = "SELECT number, at, state FROM connect_session_records \
         WHERE user_id = $1 AND connect_session_id = $2 ORDER BY number";
    store.rows(sql, params![key.user, key.id], |row| Ok((row.get(0)?, row.get(1)?, row.json(2)?))).await
}
