-- Users validate their e-mail address, where their application wants it: by a code that a session keeps sealed, and once for
-- each address, of which the user keeps a keyed digest (docs/adr/0008).
ALTER TABLE applications ADD COLUMN email_validation text NOT NULL DEFAULT 'off';
ALTER TABLE users ADD COLUMN validated_email bytea;
ALTER TABLE users ADD COLUMN email_validated_at timestamptz;
ALTER TABLE connect_sessions ADD COLUMN email_code bytea;
