-- An application's own look: the colour of its brand, and the banks that its users see first.
ALTER TABLE applications ADD COLUMN accent_colour text;
ALTER TABLE applications ADD COLUMN highlighted_providers jsonb NOT NULL DEFAULT '[]';
