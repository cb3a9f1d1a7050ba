-- Whoever runs the server looks for sessions by time and for items by id, among all users'.
CREATE INDEX connect_sessions_by_time ON connect_sessions (created_at, id);
CREATE INDEX items_by_id ON items (id);

-- A client secret that was renewed may be good for a while yet.
ALTER TABLE applications ADD COLUMN former_secret_digest bytea;
ALTER TABLE applications ADD COLUMN former_secret_until timestamptz;
