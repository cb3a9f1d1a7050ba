-- Positions of securities accounts. Quantities and prices are in millionths.
INSERT INTO sequences (name, next) VALUES ('stocks', 1820001);

CREATE TABLE stocks (
    user_id bigint NOT NULL,
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    stock_key text NOT NULL,
    label text NOT NULL,
    ticker text NOT NULL,
    marketplace text,
    isin text NOT NULL,
    current_price bigint NOT NULL,
    currency text NOT NULL,
    quantity bigint NOT NULL,
    total_value_minor bigint NOT NULL,
    average_purchase_price bigint,
    value_date date NOT NULL,
    is_deleted boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, id)
);
CREATE UNIQUE INDEX stocks_by_key ON stocks (user_id, account_id, stock_key);
CREATE INDEX stocks_by_change ON stocks (user_id, updated_at, id);
