-- Positions of securities accounts. Quantities and prices are in millionths.
INSERT INTO sequences (name, next) VALUES ('stocks', 1820001);

CREATE TABLE stocks (
    user_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    stock_key TEXT NOT NULL,
    label TEXT NOT NULL,
    ticker TEXT NOT NULL,
    marketplace TEXT,
    isin TEXT NOT NULL,
    current_price INTEGER NOT NULL,
    currency TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    total_value_minor INTEGER NOT NULL,
    average_purchase_price INTEGER,
    value_date INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX stocks_by_key ON stocks (user_id, account_id, stock_key);
CREATE INDEX stocks_by_change ON stocks (user_id, updated_at, id);
