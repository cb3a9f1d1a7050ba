-- A page of one account is served by an index alone, as one of all accounts is: refreshes bring the rows of many users
-- in turn, so those of one account lie apart (docs/adr/0007). It takes the place of the primary key, which becomes the id.
-- The changes of one account have an index of their own.
DROP INDEX transactions_by_id;
ALTER TABLE transactions DROP CONSTRAINT transactions_pkey, ADD PRIMARY KEY (user_id, id);
CREATE INDEX transactions_by_account ON transactions (user_id, account_id, date, id)
    INCLUDE (clean_description, provider_description, amount_minor, currency, booking_date, transaction_date,
             value_date, category_id, operation_type, is_deleted, is_future, updated_at);
CREATE INDEX transactions_by_account_change ON transactions (user_id, account_id, updated_at, id);
-- An account is one user's: who plans a query knows then that both together are not rarer than the account.
CREATE STATISTICS transactions_account_is_of_user (dependencies) ON user_id, account_id FROM transactions;
