-- Business accounts show no data before their user said that they may be shared.
ALTER TABLE items ADD COLUMN pro_attested_at timestamptz;
ALTER TABLE accounts ADD COLUMN is_locked boolean NOT NULL DEFAULT false;
