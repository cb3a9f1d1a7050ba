-- What an application may use beside the usual, from which networks it may call, and whom an item belongs to.
ALTER TABLE applications ADD COLUMN features jsonb NOT NULL DEFAULT '[]';
ALTER TABLE applications ADD COLUMN allowed_networks jsonb NOT NULL DEFAULT '[]';
ALTER TABLE items ADD COLUMN holder_first_name text;
ALTER TABLE items ADD COLUMN holder_last_name text;
