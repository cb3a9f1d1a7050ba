-- How many permits of a limit are taken in a window: nodes take them in blocks (docs/adr/0006).
CREATE TABLE limits (
    owner_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (owner_id, kind, starts_at)
) WITHOUT ROWID;
CREATE INDEX limits_by_end ON limits (ends_at);
