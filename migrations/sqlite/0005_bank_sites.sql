-- Banks with a site of their own: a session knows its bank before there is an item, and a return from the bank finds its
-- session by what the bank gives back.
ALTER TABLE connect_sessions ADD COLUMN provider_id INTEGER;
UPDATE connect_sessions SET provider_id = coalesce(
    (SELECT provider_id FROM items i WHERE i.user_id = connect_sessions.user_id AND i.id = connect_sessions.item_id),
    json_extract(state, '$.provider'));
CREATE TABLE bank_returns (
    digest BLOB PRIMARY KEY,
    user_id INTEGER NOT NULL,
    connect_session_id INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX bank_returns_by_user ON bank_returns (user_id);
