-- How many permits of a limit are taken in a window: nodes take them in blocks (docs/adr/0006).
CREATE TABLE limits (
    owner_id bigint NOT NULL,
    kind text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    taken bigint NOT NULL,
    block bigint NOT NULL,
    PRIMARY KEY (owner_id, kind, starts_at)
);
CREATE INDEX limits_by_end ON limits (ends_at);
