//! Requests with an `Idempotency-Key`: a row is reserved before the work, and the answer is stored in the batch that does
//! it. So whoever dies in between leaves neither, or both.

use jiff::Timestamp;
use passerelle_domain::ApplicationId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Batch, Place, Rows, Store, StoreError, params, random};

/// A request by its key, and what tells it from another one with the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Whose key.
    pub application: ApplicationId,
    /// Of the path and the key.
    pub key_digest: [u8; 32],
    /// Of everything else.
    pub request_digest: [u8; 32],
}

impl Request {
    /// Where the answer is sealed: only under its own key can it be opened.
    fn place(&self) -> Place {
        let start = self.key_digest.first_chunk().expect("a digest has 32 bytes");
        Place::IdempotentAnswer(i64::from_be_bytes(*start))
    }
}

/// A reserved request, to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reserved {
    /// Which.
    pub request: Request,
    lease: Uuid,
}

/// What is known of a request.
pub enum Known {
    /// Nothing: it is the caller's to answer.
    Reserved(Reserved),
    /// Somebody works at it.
    Running,
    /// The key was used for another one.
    Other,
    /// It was answered.
    Answered {
        /// The status.
        status: u32,
        /// The body.
        body: Zeroizing<Vec<u8>>,
    },
}

/// Reserves a request that nobody answered or works at; whoever does not answer before `until` has lost it.
pub async fn reserve(
    store: &Store,
    request: Request,
    now: Timestamp,
    until: Timestamp,
) -> Result<Known, StoreError> {
    let lease = random::uuid();
    let reserved = store
        .returning(
            "INSERT INTO idempotent_requests (application_id, key_digest, request_digest, lease, expires_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (application_id, key_digest) DO UPDATE SET \
             request_digest = excluded.request_digest, lease = excluded.lease, status = NULL, answer = NULL, \
             expires_at = excluded.expires_at WHERE idempotent_requests.expires_at <= $6 RETURNING lease",
            params![request.application, request.key_digest, request.request_digest, lease, until, now],
            |row| row.uuid(0),
        )
        .await?;
    if !reserved.is_empty() {
        return Ok(Known::Reserved(Reserved { request, lease }));
    }
    let sql = "SELECT request_digest, status, answer FROM idempotent_requests \
         WHERE application_id = $1 AND key_digest = $2";
    let found = store
        .row(sql, params![request.application, request.key_digest], |row| {
            Ok((row.get::<[u8; 32]>(0)?, row.get::<Option<u32>>(1)?, row.get::<Option<Vec<u8>>>(2)?))
        })
        .await?;
    Ok(match found {
        Some((digest, ..)) if digest != request.request_digest => Known::Other,
        Some((_, Some(status), Some(answer))) => {
            let body = store.keys().open_sealed(request.place(), &answer)?;
            Known::Answered { status, body }
        }
        // Answered or given up a moment ago: the caller asks again.
        Some(_) | None => Known::Running,
    })
}

/// Stores the answer, sealed, until that instant; a conflict when the reservation was lost.
pub fn answer(
    store: &Store,
    batch: &mut Batch,
    reserved: &Reserved,
    (status, body): (u32, &[u8]),
    until: Timestamp,
) {
    let request = reserved.request;
    batch.push(
        "UPDATE idempotent_requests SET status = $4, answer = $5, expires_at = $6 \
         WHERE application_id = $1 AND key_digest = $2 AND lease = $3",
        params![
            request.application,
            request.key_digest,
            reserved.lease,
            status,
            store.keys().seal(request.place(), body),
            until,
        ],
        Rows::One,
    );
}

/// Gives a reservation back: the request may be made again.
pub fn give_up(batch: &mut Batch, reserved: &Reserved) {
    batch.push(
        "DELETE FROM idempotent_requests WHERE application_id = $1 AND key_digest = $2 AND lease = $3",
        params![reserved.request.application, reserved.request.key_digest, reserved.lease],
        Rows::Any,
    );
}

/// Forgets what ended before that instant.
pub async fn delete_ended(store: &Store, before: Timestamp) -> Result<(), StoreError> {
    // Asked first: most of the time there is none, and a read costs less than a write.
    let sql = "SELECT expires_at FROM idempotent_requests WHERE expires_at < $1 LIMIT 1";
    if store.row(sql, params![before], |row| row.get::<Timestamp>(0)).await?.is_none() {
        return Ok(());
    }
    let mut batch = Batch::new();
    batch.push("DELETE FROM idempotent_requests WHERE expires_at < $1", params![before], Rows::Any);
    store.write(batch).await
}
