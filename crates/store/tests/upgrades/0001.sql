-- Data of the first schema. AT stands for an instant, BYTES for bytes and TOKEN for a token's digest, which engines write in ways of their own.
UPDATE sequences SET next = 500 WHERE name IN ('users', 'connect_sessions', 'jobs', 'events', 'applications');
UPDATE sequences SET next = 10000500 WHERE name = 'items';

INSERT INTO applications (id, client_id, client_secret_digest, name, environment, callback_mode, redirect_domains, unknown_user_is_not_found, created_at)
    VALUES (1, 'sandbox_id_1', BYTES, 'Acme', 'sandbox', 'documented', '["acme.com"]', false, AT);
INSERT INTO users (id, uuid, application_id, external_user_id, last_change, created_at) VALUES
    (1, '00000000-0000-0000-0000-000000000001', 1, 'crm-1', AT, AT),
    (2, '00000000-0000-0000-0000-000000000002', 1, NULL, AT, AT);
INSERT INTO user_tokens (digest, user_id, expires_at) VALUES (BYTES, 1, AT);
INSERT INTO items (id, user_id, application_id, provider_id, account_types, status, status_code_info, next_refresh_at, created_at, version) VALUES
    (10000001, 1, 1, 574, 'payment', 0, 'ok', AT, AT, 3),
    (10000002, 2, 1, 574, 'all', 402, 'invalid_creds', NULL, AT, 1);
INSERT INTO accounts (id, user_id, item_id, provider_id, external_key, name, account_type, currency, accounting_balance_minor, data_access, last_refresh_status, is_pro, is_deleted, is_announced, updated_at) VALUES
    (48000001, 1, 10000001, 574, 'one', 'Compte Courant 1', 'checking', 'EUR', 1200, 'enabled', 'successful', false, false, true, AT),
    (48000002, 2, 10000002, 574, 'one', 'Compte Courant 1', 'checking', 'EUR', NULL, 'disabled', 'successful', false, false, false, AT);
INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, provider_description, amount_minor, currency, booking_date, category_id, operation_type, is_deleted, is_future, updated_at) VALUES
    (1, 48000001, '2026-01-10', 38000000000001, 'a', 'Boulangerie', 'CB BOULANGERIE', -430, 'EUR', '2026-01-10', 273, 'card', false, false, AT),
    (1, 48000001, '2026-01-11', 38000000000002, 'b', 'Salaire', 'VIR SALAIRE', 210000, 'EUR', NULL, 230, 'transfer', false, true, AT);
INSERT INTO connect_sessions (id, uuid, token_digest, user_id, application_id, item_id, request, state, is_open, progress_done, progress_total, created_at, last_active_at, version)
    VALUES (7, '00000000-0000-0000-0000-000000000007', TOKEN, 1, 1, 10000001,
            '{"kind":{"name":"new"},"user_email":null,"country":null,"capabilities":[],"account_types":"payment","allow_account_selection":true,"max_selectable_accounts":null,"callback_url":null,"context":null}',
            '{"name":"synchronising"}', true, 0, 0, AT, AT, 4);
INSERT INTO connect_session_records (connect_session_id, number, at, state) VALUES
    (7, 1, AT, '{"name":"choosing_provider"}'),
    (7, 2, AT, '{"name":"synchronising"}');
INSERT INTO jobs (id, task, run_at, attempts, created_at) VALUES
    (1, '{"name":"first_sync","session":7}', AT, 0, AT),
    (2, '{"name":"refresh","item":10000001}', AT, 0, AT),
    (3, '{"name":"refresh","item":10000099}', AT, 0, AT);
INSERT INTO webhooks (id, application_id, url, secret, is_enabled, created_at) VALUES (1, 1, 'https://acme.com/hooks', BYTES, true, AT);
INSERT INTO events (id, message_id, application_id, user_id, kind, body, created_at)
    VALUES (1, '00000000-0000-0000-0000-000000000009', 1, 1, 'item.created', '{}', AT);
INSERT INTO deliveries (id, event_id, webhook_id, attempts, next_attempt_at, created_at) VALUES (1, 1, 1, 2, AT, AT);
INSERT INTO delivery_attempts (delivery_id, number, at, status_code) VALUES (1, 1, AT, 503);
