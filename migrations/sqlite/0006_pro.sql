-- Business accounts show no data before their user said that they may be shared.
ALTER TABLE items ADD COLUMN pro_attested_at INTEGER;
ALTER TABLE accounts ADD COLUMN is_locked INTEGER NOT NULL DEFAULT 0;
