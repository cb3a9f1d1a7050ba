-- Requests with an Idempotency-Key: what was answered, sealed, or who works at it.
CREATE TABLE idempotent_requests (
    application_id INTEGER NOT NULL,
    key_digest BLOB NOT NULL,
    request_digest BLOB NOT NULL,
    lease TEXT NOT NULL,
    status INTEGER,
    answer BLOB,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, key_digest)
) WITHOUT ROWID;
CREATE INDEX idempotent_requests_by_expiry ON idempotent_requests (expires_at);
