-- Webhooks with a name, the kinds they subscribed to (none: all), the former of two secrets, and why one is off.
ALTER TABLE webhooks ADD COLUMN name TEXT;
ALTER TABLE webhooks ADD COLUMN events TEXT;
ALTER TABLE webhooks ADD COLUMN former_secret BLOB;
ALTER TABLE webhooks ADD COLUMN former_secret_until INTEGER;
ALTER TABLE webhooks ADD COLUMN failing_since INTEGER;
ALTER TABLE webhooks ADD COLUMN off_reason TEXT;
UPDATE webhooks SET off_reason = 'gone' WHERE NOT is_enabled;

-- Events are pulled in the order of a number that they get when they are committed: ids come in blocks for each node, so
-- one that is lower may be committed later.
ALTER TABLE applications ADD COLUMN last_event INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN pull_number INTEGER;
CREATE UNIQUE INDEX events_by_number ON events (application_id, pull_number) WHERE pull_number IS NOT NULL;
CREATE INDEX events_without_number ON events (application_id, created_at, id) WHERE pull_number IS NULL;
CREATE INDEX events_by_time ON events (created_at, id);

-- Deliveries are listed by application; those that did not arrive are few among them.
ALTER TABLE deliveries ADD COLUMN application_id INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries SET application_id = (SELECT application_id FROM events WHERE events.id = deliveries.event_id);
CREATE INDEX deliveries_by_application ON deliveries (application_id, id);
CREATE INDEX deliveries_not_arrived ON deliveries (application_id, id) WHERE delivered_at IS NULL;
ALTER TABLE delivery_attempts ADD COLUMN duration_ms INTEGER;
