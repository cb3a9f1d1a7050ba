-- Every row of a user is led by the user: keys begin with user_id, so that a distributed PostgreSQL can spread tables by
-- it. What can't hold the user in its key is a table of its own, small and whole on every node: the names of users, their
-- tokens, the tokens of sessions. Queues are led by the time at which they are due. Foreign keys are checked where rows
-- are few; transactions are removed by whoever removes their account.

-- Names of users.
CREATE TABLE user_names (
    uuid uuid PRIMARY KEY,
    user_id bigint NOT NULL,
    application_id bigint NOT NULL,
    external_user_id text
);
CREATE UNIQUE INDEX user_names_by_external_id ON user_names (application_id, external_user_id)
    WHERE external_user_id IS NOT NULL;
CREATE INDEX user_names_by_user ON user_names (user_id);
INSERT INTO user_names (uuid, user_id, application_id, external_user_id)
    SELECT uuid, id, application_id, external_user_id FROM users;

CREATE TABLE connect_session_tokens (
    digest bytea PRIMARY KEY,
    user_id bigint NOT NULL,
    connect_session_id bigint NOT NULL
);
INSERT INTO connect_session_tokens SELECT token_digest, user_id, id FROM connect_sessions;
CREATE INDEX connect_session_tokens_by_user ON connect_session_tokens (user_id);

-- A task names the owner of what it is about.
UPDATE jobs SET task = jsonb_set(task, '{session}', jsonb_build_object('user', s.user_id, 'id', s.id))
    FROM connect_sessions s WHERE s.id = (task ->> 'session')::bigint;
UPDATE jobs SET task = jsonb_set(task, '{item}', jsonb_build_object('user', i.user_id, 'id', i.id))
    FROM items i WHERE jsonb_typeof(task -> 'item') = 'number' AND i.id = (task ->> 'item')::bigint;
-- What it was about is gone.
DELETE FROM jobs WHERE jsonb_typeof(task -> 'session') = 'number' OR jsonb_typeof(task -> 'item') = 'number';

ALTER TABLE user_tokens DROP CONSTRAINT user_tokens_user_id_fkey;
ALTER TABLE connect_session_records DROP CONSTRAINT connect_session_records_connect_session_id_fkey;
ALTER TABLE transactions DROP CONSTRAINT transactions_account_id_fkey;
ALTER TABLE accounts DROP CONSTRAINT accounts_item_id_fkey;

ALTER TABLE users DROP CONSTRAINT users_uuid_key, DROP CONSTRAINT users_application_id_fkey;
DROP INDEX users_by_external_id;

ALTER TABLE items DROP CONSTRAINT items_pkey, ADD PRIMARY KEY (user_id, id);
DROP INDEX items_by_user;

ALTER TABLE accounts
    DROP CONSTRAINT accounts_pkey,
    DROP CONSTRAINT accounts_item_id_external_key_key,
    ADD PRIMARY KEY (user_id, id),
    ADD UNIQUE (user_id, item_id, external_key),
    ADD FOREIGN KEY (user_id, item_id) REFERENCES items (user_id, id) ON DELETE CASCADE;
DROP INDEX accounts_by_user;

DROP INDEX transactions_by_key;
CREATE UNIQUE INDEX transactions_by_key ON transactions (user_id, account_id, external_key);
-- A page of a user's transactions goes over several accounts, whose rows lie apart: this index serves it by itself.
DROP INDEX transactions_by_date;
CREATE INDEX transactions_by_date ON transactions (user_id, date, id)
    INCLUDE (account_id, clean_description, provider_description, amount_minor, currency, booking_date,
             transaction_date, value_date, category_id, operation_type, is_deleted, is_future, updated_at);
-- It does so where the server knows that rows are visible to all: soon after they came.
ALTER TABLE transactions SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);

ALTER TABLE connect_sessions
    DROP CONSTRAINT connect_sessions_pkey,
    DROP CONSTRAINT connect_sessions_uuid_key,
    DROP COLUMN token_digest,
    ADD PRIMARY KEY (user_id, id);
DROP INDEX connect_sessions_by_user;
DROP INDEX connect_sessions_by_item;
CREATE INDEX connect_sessions_by_item ON connect_sessions (user_id, item_id) WHERE item_id IS NOT NULL;

ALTER TABLE connect_session_records ADD COLUMN user_id bigint;
UPDATE connect_session_records r SET user_id = s.user_id FROM connect_sessions s WHERE s.id = r.connect_session_id;
ALTER TABLE connect_session_records
    ALTER COLUMN user_id SET NOT NULL,
    DROP CONSTRAINT connect_session_records_pkey,
    ADD PRIMARY KEY (user_id, connect_session_id, number),
    ADD FOREIGN KEY (user_id, connect_session_id) REFERENCES connect_sessions (user_id, id) ON DELETE CASCADE;

-- A lease moves the time at which a row is due: one column tells when it may be taken, by anybody.
UPDATE jobs SET run_at = leased_until WHERE leased_until > run_at;
DROP INDEX jobs_due;
ALTER TABLE jobs RENAME COLUMN run_at TO due_at;
ALTER TABLE jobs DROP COLUMN leased_until;
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE failed_at IS NULL;

UPDATE deliveries SET next_attempt_at = leased_until WHERE leased_until > next_attempt_at;
DROP INDEX deliveries_due;
ALTER TABLE deliveries RENAME COLUMN next_attempt_at TO due_at;
ALTER TABLE deliveries DROP COLUMN leased_until;
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (lease) WHERE lease IS NOT NULL;

-- What a webhook hears of a user comes in order.
ALTER TABLE deliveries ADD COLUMN user_id bigint NOT NULL DEFAULT 0;
UPDATE deliveries SET user_id = e.user_id FROM events e WHERE e.id = deliveries.event_id;
CREATE INDEX deliveries_in_order ON deliveries (webhook_id, user_id, id) WHERE due_at IS NOT NULL;
