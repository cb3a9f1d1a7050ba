//! Positions of securities accounts: few rows for each, written like transactions.

use jiff::Timestamp;
use passerelle_domain::{Account, AccountId, Millionths, Stock, StockId, UserId};

use crate::batch::Sql;
use crate::{Batch, Row, Store, StoreError, params};

const COLUMNS: &str = "t.id, t.user_id, t.account_id, t.stock_key, t.label, t.ticker, t.marketplace, t.isin, \
     t.current_price, t.currency, t.quantity, t.total_value_minor, t.average_purchase_price, t.value_date, \
     t.is_deleted, t.created_at, t.updated_at";

fn read(row: &dyn Row) -> Result<Stock, StoreError> {
    Ok(Stock {
        id: row.get(0)?,
        user_id: row.get(1)?,
        account_id: row.get(2)?,
        stock_key: row.get(3)?,
        label: row.get(4)?,
        ticker: row.get(5)?,
        marketplace: row.get(6)?,
        isin: row.parsed(7)?,
        current_price: Millionths(row.get(8)?),
        currency: row.parsed(9)?,
        quantity: Millionths(row.get(10)?),
        total_value_minor: row.get(11)?,
        average_purchase_price: row.get::<Option<i64>>(12)?.map(Millionths),
        value_date: row.get(13)?,
        is_deleted: row.get(14)?,
        created_at: row.get(15)?,
        updated_at: row.get(16)?,
    })
}

/// Adds stocks.
pub fn insert(batch: &mut Batch, stocks: &[Stock]) {
    let rows = stocks
        .iter()
        .map(|stock| {
            params![
                stock.user_id,
                stock.id,
                stock.account_id,
                stock.stock_key.as_str(),
                stock.label.as_str(),
                stock.ticker.as_str(),
                stock.marketplace.as_deref(),
                stock.isin.as_str(),
                stock.current_price.0,
                stock.currency.code(),
                stock.quantity.0,
                stock.total_value_minor,
                stock.average_purchase_price.map(|price| price.0),
                stock.value_date,
                stock.is_deleted,
                stock.created_at,
                stock.updated_at,
            ]
        })
        .collect();
    batch.bulk(
        Sql {
            sqlite: "INSERT INTO stocks (user_id, id, account_id, stock_key, label, ticker, marketplace, isin, \
                 current_price, currency, quantity, total_value_minor, average_purchase_price, value_date, \
                 is_deleted, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            postgres: "INSERT INTO stocks (user_id, id, account_id, stock_key, label, ticker, marketplace, isin, \
                 current_price, currency, quantity, total_value_minor, average_purchase_price, value_date, \
                 is_deleted, created_at, updated_at) \
                 SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], \
                 $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[], \
                 $13::bigint[], $14::date[], $15::boolean[], $16::timestamptz[], $17::timestamptz[])",
        },
        rows,
    );
}

/// Saves stocks that changed, tombstones too.
pub fn update(batch: &mut Batch, stocks: &[Stock]) {
    let rows = stocks
        .iter()
        .map(|stock| {
            params![
                stock.user_id,
                stock.id,
                stock.label.as_str(),
                stock.ticker.as_str(),
                stock.marketplace.as_deref(),
                stock.isin.as_str(),
                stock.current_price.0,
                stock.currency.code(),
                stock.quantity.0,
                stock.total_value_minor,
                stock.average_purchase_price.map(|price| price.0),
                stock.value_date,
                stock.is_deleted,
                stock.updated_at,
            ]
        })
        .collect();
    batch.bulk(
        Sql {
            sqlite: "UPDATE stocks SET label = $3, ticker = $4, marketplace = $5, isin = $6, current_price = $7, \
                 currency = $8, quantity = $9, total_value_minor = $10, average_purchase_price = $11, \
                 value_date = $12, is_deleted = $13, updated_at = $14 WHERE user_id = $1 AND id = $2",
            postgres: "UPDATE stocks t SET label = n.label, ticker = n.ticker, marketplace = n.marketplace, \
                 isin = n.isin, current_price = n.current_price, currency = n.currency, quantity = n.quantity, \
                 total_value_minor = n.total_value_minor, average_purchase_price = n.average_purchase_price, \
                 value_date = n.value_date, is_deleted = n.is_deleted, updated_at = n.updated_at \
                 FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], \
                 $7::bigint[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::date[], \
                 $13::boolean[], $14::timestamptz[]) AS n (user_id, id, label, ticker, marketplace, isin, \
                 current_price, currency, quantity, total_value_minor, average_purchase_price, value_date, \
                 is_deleted, updated_at) \
                 WHERE t.user_id = n.user_id AND t.id = n.id",
        },
        rows,
    );
}

/// All that the server holds of an account, tombstones too.
pub async fn of_account(store: &Store, account: &Account) -> Result<Vec<Stock>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM stocks t WHERE t.user_id = $1 AND t.account_id = $2");
    store.rows(sql, params![account.user_id, account.id], read).await
}

/// Stocks of accounts that show their data; `coalesce` keeps it from becoming a join, as in the list of transactions.
const SHOWN: &str = "coalesce(t.account_id IN (\
     SELECT id FROM accounts WHERE user_id = $1 AND data_access = 'enabled' AND NOT is_locked), false)";

/// A user's stock on an account that shows its data.
pub async fn of_user(store: &Store, user: UserId, id: StockId) -> Result<Option<Stock>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM stocks t WHERE t.user_id = $1 AND t.id = $2 AND {SHOWN}");
    store.row(sql, params![user, id], read).await
}

/// Which stocks a list holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Changed at or after; with it the list holds tombstones and is ordered by change, without it by id.
    pub since: Option<Timestamp>,
    /// Where the page before ended.
    pub after: Option<Position>,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// In a list by id.
    Id(StockId),
    /// In a list by change.
    Change(Timestamp, StockId),
}

/// A page of a user's stocks.
pub async fn page(store: &Store, user: UserId, filter: Filter, limit: u32) -> Result<Vec<Stock>, StoreError> {
    let mut values = params![user, limit];
    let mut sql = format!("SELECT {COLUMNS} FROM stocks t WHERE t.user_id = $1 AND {SHOWN}");
    let mut condition = |text: &str, added: Vec<crate::Value>| {
        sql.push_str(" AND ");
        sql.push_str(&added.into_iter().fold(text.to_owned(), |text, value| {
            values.push(value);
            text.replacen('?', &format!("${}", values.len()), 1)
        }));
    };
    if let Some(account) = filter.account {
        condition("t.account_id = ?", params![account]);
    }
    match filter.since {
        Some(since) => condition("t.updated_at >= ?", params![since]),
        None => condition("t.is_deleted = ?", params![false]),
    }
    match filter.after {
        Some(Position::Id(id)) => condition("t.id > ?", params![id]),
        Some(Position::Change(at, id)) => condition("(t.updated_at, t.id) > (?, ?)", params![at, id]),
        None => {}
    }
    let order = if filter.since.is_some() { "t.updated_at, t.id" } else { "t.id" };
    store.rows(format!("{sql} ORDER BY {order} LIMIT $2"), values, read).await
}
