-- Banks with a site of their own: a session knows its bank before there is an item, and a return from the bank finds its
-- session by what the bank gives back.
ALTER TABLE connect_sessions ADD COLUMN provider_id bigint;
UPDATE connect_sessions s SET provider_id = coalesce(
    (SELECT provider_id FROM items i WHERE i.user_id = s.user_id AND i.id = s.item_id), (state ->> 'provider')::bigint);
CREATE TABLE bank_returns (
    digest bytea PRIMARY KEY,
    user_id bigint NOT NULL,
    connect_session_id bigint NOT NULL
);
CREATE INDEX bank_returns_by_user ON bank_returns (user_id);
