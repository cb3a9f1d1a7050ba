-- An application's own look: the colour of its brand, and the banks that its users see first.
ALTER TABLE applications ADD COLUMN accent_colour TEXT;
ALTER TABLE applications ADD COLUMN highlighted_providers TEXT NOT NULL DEFAULT '[]';
