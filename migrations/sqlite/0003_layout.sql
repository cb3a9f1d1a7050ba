-- Every row of a user is led by the user: keys begin with user_id, so rows of one user lie together, and a distributed
-- PostgreSQL can spread them by it. What can't hold the user in its key is a table of its own, small and whole on every
-- node: the names of users, their tokens, the tokens of sessions. Queues are led by the time at which they are due.
-- Foreign keys are checked where rows are few; transactions are removed by whoever removes their account.

-- Names of users.
CREATE TABLE user_names (
    uuid TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL,
    application_id INTEGER NOT NULL,
    external_user_id TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX user_names_by_external_id ON user_names (application_id, external_user_id)
    WHERE external_user_id IS NOT NULL;
CREATE INDEX user_names_by_user ON user_names (user_id);
INSERT INTO user_names (uuid, user_id, application_id, external_user_id)
    SELECT uuid, id, application_id, external_user_id FROM users;

CREATE TABLE new_users (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL,
    application_id INTEGER NOT NULL,
    external_user_id TEXT,
    last_change INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
INSERT INTO new_users SELECT id, uuid, application_id, external_user_id, last_change, created_at FROM users;

CREATE TABLE new_user_tokens (
    digest BLOB PRIMARY KEY,
    user_id INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO new_user_tokens SELECT digest, user_id, expires_at FROM user_tokens;

CREATE TABLE new_items (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    application_id INTEGER NOT NULL,
    provider_id INTEGER NOT NULL,
    account_types TEXT NOT NULL,
    status INTEGER NOT NULL,
    status_code_info TEXT NOT NULL,
    authentication_expires_at INTEGER,
    last_successful_refresh INTEGER,
    last_try_refresh INTEGER,
    next_refresh_at INTEGER,
    credentials BLOB,
    consent BLOB,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
INSERT INTO new_items
    SELECT user_id, id, application_id, provider_id, account_types, status, status_code_info,
           authentication_expires_at, last_successful_refresh, last_try_refresh, next_refresh_at, credentials, consent,
           created_at, version
    FROM items;

CREATE TABLE new_accounts (
    user_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    provider_id INTEGER NOT NULL,
    external_key TEXT NOT NULL,
    name TEXT NOT NULL,
    account_type TEXT NOT NULL,
    currency TEXT NOT NULL,
    accounting_balance_minor INTEGER,
    instant_balance_minor INTEGER,
    data_access TEXT NOT NULL,
    last_refresh_status TEXT NOT NULL,
    is_pro INTEGER NOT NULL,
    iban TEXT,
    loan_details TEXT,
    is_deleted INTEGER NOT NULL,
    is_announced INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id),
    UNIQUE (user_id, item_id, external_key),
    FOREIGN KEY (user_id, item_id) REFERENCES items (user_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
INSERT INTO new_accounts
    SELECT user_id, id, item_id, provider_id, external_key, name, account_type, currency, accounting_balance_minor,
           instant_balance_minor, data_access, last_refresh_status, is_pro, iban, loan_details, is_deleted,
           is_announced, updated_at
    FROM accounts;

CREATE TABLE new_transactions (
    user_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    date TEXT NOT NULL,
    id INTEGER NOT NULL,
    external_key TEXT NOT NULL,
    clean_description TEXT NOT NULL,
    provider_description TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    booking_date TEXT,
    transaction_date TEXT,
    value_date TEXT,
    category_id INTEGER NOT NULL,
    operation_type TEXT NOT NULL,
    is_deleted INTEGER NOT NULL,
    is_future INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, account_id, date, id)
) WITHOUT ROWID;
INSERT INTO new_transactions
    SELECT user_id, account_id, date, id, external_key, clean_description, provider_description, amount_minor,
           currency, booking_date, transaction_date, value_date, category_id, operation_type, is_deleted, is_future,
           updated_at
    FROM transactions ORDER BY user_id, account_id, date, id;

CREATE TABLE connect_session_tokens (
    digest BLOB PRIMARY KEY,
    user_id INTEGER NOT NULL,
    connect_session_id INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO connect_session_tokens SELECT token_digest, user_id, id FROM connect_sessions;

CREATE TABLE new_connect_sessions (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    application_id INTEGER NOT NULL,
    item_id INTEGER,
    request TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    prompt TEXT,
    progress_done INTEGER NOT NULL,
    progress_total INTEGER NOT NULL,
    conversation BLOB,
    answer BLOB,
    browser_digest BLOB,
    created_at INTEGER NOT NULL,
    last_active_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
INSERT INTO new_connect_sessions
    SELECT user_id, id, uuid, application_id, item_id, request, state, is_open, prompt, progress_done, progress_total,
           conversation, answer, browser_digest, created_at, last_active_at, version
    FROM connect_sessions;

CREATE TABLE new_connect_session_records (
    user_id INTEGER NOT NULL,
    connect_session_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (user_id, connect_session_id, number),
    FOREIGN KEY (user_id, connect_session_id) REFERENCES connect_sessions (user_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
INSERT INTO new_connect_session_records
    SELECT s.user_id, r.connect_session_id, r.number, r.at, r.state
    FROM connect_session_records r JOIN connect_sessions s ON s.id = r.connect_session_id;

-- A task names the owner of what it is about.
UPDATE jobs SET task = json_set(task, '$.session', json_object('user',
        (SELECT user_id FROM connect_sessions WHERE id = json_extract(task, '$.session')),
        'id', json_extract(task, '$.session')))
    WHERE json_extract(task, '$.session') IN (SELECT id FROM connect_sessions);
UPDATE jobs SET task = json_set(task, '$.item', json_object('user',
        (SELECT user_id FROM items WHERE id = json_extract(task, '$.item')),
        'id', json_extract(task, '$.item')))
    WHERE json_extract(task, '$.item') IN (SELECT id FROM items);
-- What it was about is gone.
DELETE FROM jobs WHERE json_type(task, '$.session') = 'integer' OR json_type(task, '$.item') = 'integer';

DROP TABLE connect_session_records;
DROP TABLE connect_sessions;
DROP TABLE transactions;
DROP TABLE accounts;
DROP TABLE items;
DROP TABLE user_tokens;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
ALTER TABLE new_user_tokens RENAME TO user_tokens;
ALTER TABLE new_items RENAME TO items;
ALTER TABLE new_accounts RENAME TO accounts;
ALTER TABLE new_transactions RENAME TO transactions;
ALTER TABLE new_connect_sessions RENAME TO connect_sessions;
ALTER TABLE new_connect_session_records RENAME TO connect_session_records;

CREATE INDEX users_by_application ON users (application_id, id);
CREATE INDEX user_tokens_by_user ON user_tokens (user_id);
CREATE INDEX user_tokens_by_expiry ON user_tokens (expires_at);
CREATE INDEX items_to_refresh ON items (next_refresh_at) WHERE next_refresh_at IS NOT NULL;
CREATE UNIQUE INDEX transactions_by_key ON transactions (user_id, account_id, external_key);
CREATE UNIQUE INDEX transactions_by_id ON transactions (user_id, id);
CREATE INDEX transactions_by_date ON transactions (user_id, date, id);
CREATE INDEX transactions_by_change ON transactions (user_id, updated_at, id);
CREATE INDEX connect_session_tokens_by_user ON connect_session_tokens (user_id);
CREATE INDEX connect_sessions_by_item ON connect_sessions (user_id, item_id) WHERE item_id IS NOT NULL;
CREATE INDEX connect_sessions_open ON connect_sessions (last_active_at) WHERE is_open;

-- A lease moves the time at which a row is due: one column tells when it may be taken, by anybody.
DROP INDEX jobs_due;
UPDATE jobs SET run_at = leased_until WHERE leased_until > run_at;
ALTER TABLE jobs RENAME COLUMN run_at TO due_at;
ALTER TABLE jobs DROP COLUMN leased_until;
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE failed_at IS NULL;

DROP INDEX deliveries_due;
UPDATE deliveries SET next_attempt_at = leased_until WHERE leased_until > next_attempt_at;
ALTER TABLE deliveries RENAME COLUMN next_attempt_at TO due_at;
ALTER TABLE deliveries DROP COLUMN leased_until;
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (lease) WHERE lease IS NOT NULL;

-- What a webhook hears of a user comes in order.
ALTER TABLE deliveries ADD COLUMN user_id INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries SET user_id = (SELECT user_id FROM events WHERE events.id = deliveries.event_id);
CREATE INDEX deliveries_in_order ON deliveries (webhook_id, user_id, id) WHERE due_at IS NOT NULL;
