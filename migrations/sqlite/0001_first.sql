-- Instants are integer microseconds since 1970 UTC, dates ISO text, money integer minor units.
-- Secrets that we only compare are SHA-256 digests; those we need back are sealed (docs/adr, key ring).

CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO sequences (name, next) VALUES
    ('applications', 1),
    ('users', 1),
    ('items', 10000001),
    ('accounts', 48000001),
    ('transactions', 38000000000001),
    ('connect_sessions', 1),
    ('webhooks', 1),
    ('events', 1),
    ('jobs', 1);

CREATE TABLE applications (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    client_secret_digest BLOB NOT NULL,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    callback_mode TEXT NOT NULL,
    redirect_domains TEXT NOT NULL,
    unknown_user_is_not_found INTEGER NOT NULL,
    logo_type TEXT,
    logo BLOB,
    logo_hash TEXT,
    created_at INTEGER NOT NULL
);

CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    url TEXT NOT NULL,
    secret BLOB NOT NULL,
    is_enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX webhooks_by_application ON webhooks (application_id);

CREATE TABLE providers (
    id INTEGER PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    external_user_id TEXT,
    last_change INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX users_by_external_id ON users (application_id, external_user_id) WHERE external_user_id IS NOT NULL;
CREATE INDEX users_by_application ON users (application_id, id);

CREATE TABLE user_tokens (
    digest BLOB PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX user_tokens_by_user ON user_tokens (user_id);
CREATE INDEX user_tokens_by_expiry ON user_tokens (expires_at);

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
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
    version INTEGER NOT NULL
);
CREATE INDEX items_by_user ON items (user_id, id);
CREATE INDEX items_to_refresh ON items (next_refresh_at) WHERE next_refresh_at IS NOT NULL;

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
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
    UNIQUE (item_id, external_key)
);
CREATE INDEX accounts_by_user ON accounts (user_id, id);

-- Read by account and date, or by change: rows that are read together lie together.
CREATE TABLE transactions (
    user_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
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
CREATE UNIQUE INDEX transactions_by_key ON transactions (account_id, external_key);
CREATE UNIQUE INDEX transactions_by_id ON transactions (user_id, id);
CREATE INDEX transactions_by_date ON transactions (user_id, date, id);
CREATE INDEX transactions_by_change ON transactions (user_id, updated_at, id);

CREATE TABLE connect_sessions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    token_digest BLOB NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
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
    version INTEGER NOT NULL
);
CREATE INDEX connect_sessions_by_user ON connect_sessions (user_id);
CREATE INDEX connect_sessions_by_item ON connect_sessions (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX connect_sessions_open ON connect_sessions (last_active_at) WHERE is_open = 1;

CREATE TABLE connect_session_records (
    connect_session_id INTEGER NOT NULL REFERENCES connect_sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (connect_session_id, number)
) WITHOUT ROWID;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INTEGER,
    lease TEXT,
    failed_at INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE failed_at IS NULL;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    application_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES events (id),
    webhook_id INTEGER NOT NULL REFERENCES webhooks (id),
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER,
    leased_until INTEGER,
    lease TEXT,
    delivered_at INTEGER,
    created_at INTEGER NOT NULL
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_by_event ON deliveries (event_id);

CREATE TABLE delivery_attempts (
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status_code INTEGER,
    error TEXT,
    answer TEXT,
    PRIMARY KEY (delivery_id, number)
) WITHOUT ROWID;
