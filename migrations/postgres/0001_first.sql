-- Money is integer minor units.
-- Secrets that we only compare are SHA-256 digests; those we need back are sealed (docs/adr, key ring).

CREATE TABLE sequences (
    name text PRIMARY KEY,
    next bigint NOT NULL
);

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
    id bigint PRIMARY KEY,
    client_id text NOT NULL UNIQUE,
    client_secret_digest bytea NOT NULL,
    name text NOT NULL,
    environment text NOT NULL,
    callback_mode text NOT NULL,
    redirect_domains jsonb NOT NULL,
    unknown_user_is_not_found boolean NOT NULL,
    logo_type text,
    logo bytea,
    logo_hash text,
    created_at timestamptz NOT NULL
);

CREATE TABLE webhooks (
    id bigint PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES applications (id),
    url text NOT NULL,
    secret bytea NOT NULL,
    is_enabled boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX webhooks_by_application ON webhooks (application_id);

CREATE TABLE providers (
    id bigint PRIMARY KEY,
    content jsonb NOT NULL
);

CREATE TABLE users (
    id bigint PRIMARY KEY,
    uuid uuid NOT NULL UNIQUE,
    application_id bigint NOT NULL REFERENCES applications (id),
    external_user_id text,
    last_change timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_by_external_id ON users (application_id, external_user_id) WHERE external_user_id IS NOT NULL;
CREATE INDEX users_by_application ON users (application_id, id);

CREATE TABLE user_tokens (
    digest bytea PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX user_tokens_by_user ON user_tokens (user_id);
CREATE INDEX user_tokens_by_expiry ON user_tokens (expires_at);

CREATE TABLE items (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    account_types text NOT NULL,
    status bigint NOT NULL,
    status_code_info text NOT NULL,
    authentication_expires_at timestamptz,
    last_successful_refresh timestamptz,
    last_try_refresh timestamptz,
    next_refresh_at timestamptz,
    credentials bytea,
    consent bytea,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX items_by_user ON items (user_id, id);
CREATE INDEX items_to_refresh ON items (next_refresh_at) WHERE next_refresh_at IS NOT NULL;

CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL,
    item_id bigint NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    provider_id bigint NOT NULL,
    external_key text NOT NULL,
    name text NOT NULL,
    account_type text NOT NULL,
    currency text NOT NULL,
    accounting_balance_minor bigint,
    instant_balance_minor bigint,
    data_access text NOT NULL,
    last_refresh_status text NOT NULL,
    is_pro boolean NOT NULL,
    iban text,
    loan_details jsonb,
    is_deleted boolean NOT NULL,
    is_announced boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (item_id, external_key)
);
CREATE INDEX accounts_by_user ON accounts (user_id, id);

-- Read by account and date, or by change: rows that are read together lie together.
CREATE TABLE transactions (
    user_id bigint NOT NULL,
    account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    date date NOT NULL,
    id bigint NOT NULL,
    external_key text NOT NULL,
    clean_description text NOT NULL,
    provider_description text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    booking_date date,
    transaction_date date,
    value_date date,
    category_id bigint NOT NULL,
    operation_type text NOT NULL,
    is_deleted boolean NOT NULL,
    is_future boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, account_id, date, id)
);
CREATE UNIQUE INDEX transactions_by_key ON transactions (account_id, external_key);
CREATE UNIQUE INDEX transactions_by_id ON transactions (user_id, id);
CREATE INDEX transactions_by_date ON transactions (user_id, date, id);
CREATE INDEX transactions_by_change ON transactions (user_id, updated_at, id);

CREATE TABLE connect_sessions (
    id bigint PRIMARY KEY,
    uuid uuid NOT NULL UNIQUE,
    token_digest bytea NOT NULL UNIQUE,
    user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    application_id bigint NOT NULL,
    item_id bigint,
    request jsonb NOT NULL,
    state jsonb NOT NULL,
    is_open boolean NOT NULL,
    prompt jsonb,
    progress_done bigint NOT NULL,
    progress_total bigint NOT NULL,
    conversation bytea,
    answer bytea,
    browser_digest bytea,
    created_at timestamptz NOT NULL,
    last_active_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX connect_sessions_by_user ON connect_sessions (user_id);
CREATE INDEX connect_sessions_by_item ON connect_sessions (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX connect_sessions_open ON connect_sessions (last_active_at) WHERE is_open;

CREATE TABLE connect_session_records (
    connect_session_id bigint NOT NULL REFERENCES connect_sessions (id) ON DELETE CASCADE,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (connect_session_id, number)
);

CREATE TABLE jobs (
    id bigint PRIMARY KEY,
    task jsonb NOT NULL,
    run_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    leased_until timestamptz,
    lease uuid,
    failed_at timestamptz,
    last_error text,
    created_at timestamptz NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE failed_at IS NULL;

CREATE TABLE events (
    id bigint PRIMARY KEY,
    message_id uuid NOT NULL UNIQUE,
    application_id bigint NOT NULL,
    user_id bigint NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE deliveries (
    id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES events (id),
    webhook_id bigint NOT NULL REFERENCES webhooks (id),
    attempts bigint NOT NULL,
    next_attempt_at timestamptz,
    leased_until timestamptz,
    lease uuid,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_by_event ON deliveries (event_id);

CREATE TABLE delivery_attempts (
    delivery_id bigint NOT NULL REFERENCES deliveries (id),
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    status_code bigint,
    error text,
    answer text,
    PRIMARY KEY (delivery_id, number)
);
