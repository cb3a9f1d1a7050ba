-- The trace of the request that a job or an event is for (W3C Trace Context), so that it is passed on after a restart too.
ALTER TABLE jobs ADD COLUMN trace text;
ALTER TABLE events ADD COLUMN trace text;

-- In how many parts of the time after which a webhook is switched off an attempt failed, one after another. Of those that
-- fail already only the beginning is known: their count begins anew.
ALTER TABLE webhooks ADD COLUMN failing_parts bigint NOT NULL DEFAULT 0;
UPDATE webhooks SET failing_since = NULL WHERE is_enabled;
