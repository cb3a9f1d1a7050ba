-- Requests with an Idempotency-Key: what was answered, sealed, or who works at it.
CREATE TABLE idempotent_requests (
    application_id bigint NOT NULL,
    key_digest bytea NOT NULL,
    request_digest bytea NOT NULL,
    lease uuid NOT NULL,
    status bigint,
    answer bytea,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (application_id, key_digest)
);
CREATE INDEX idempotent_requests_by_expiry ON idempotent_requests (expires_at);
