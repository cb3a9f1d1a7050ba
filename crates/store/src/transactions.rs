//! Transactions: bulk writes of synchronisations, and lists straight from borrowed rows.

use jiff::Timestamp;
use jiff::civil::Date;
use passerelle_domain::{Account, AccountId, Currency, OperationType, Transaction, TransactionId, UserId};

use crate::batch::Sql;
use crate::{Batch, Row, Store, StoreError, Value, params};

/// What the API shows: on PostgreSQL an index holds just these.
const SHOWN: &str = "t.id, t.user_id, t.account_id, t.clean_description, t.provider_description, t.amount_minor, \
     t.currency, t.date, t.booking_date, t.transaction_date, t.value_date, t.category_id, t.operation_type, \
     t.is_deleted, t.is_future, t.updated_at";

/// A query for whole transactions, by this condition.
fn select_whole(condition: &str) -> String {
    format!("SELECT {SHOWN}, t.external_key FROM transactions t WHERE {condition}")
}

fn read(row: &dyn Row) -> Result<Transaction, StoreError> {
    let view = TransactionRow(row);
    Ok(Transaction {
        id: view.id()?,
        user_id: row.get(1)?,
        account_id: view.account_id()?,
        external_key: row.get(16)?,
        clean_description: view.clean_description()?.to_owned(),
        provider_description: view.provider_description()?.to_owned(),
        amount_minor: view.amount_minor()?,
        currency: view.currency()?,
        date: view.date()?,
        booking_date: view.booking_date()?,
        transaction_date: view.transaction_date()?,
        value_date: view.value_date()?,
        category_id: view.category_id()?,
        operation_type: view.operation_type()?,
        is_deleted: view.is_deleted()?,
        is_future: view.is_future()?,
        updated_at: view.updated_at()?,
    })
}

/// A transaction, borrowed from the database's row: a list is written without a copy of each.
pub struct TransactionRow<'a>(&'a dyn Row);

macro_rules! columns {
    ($($name:ident: $index:literal -> $type:ty, $doc:literal;)*) => {$(
        #[doc = $doc]
        pub fn $name(&self) -> Result<$type, StoreError> {
            self.0.get($index)
        }
    )*};
}

impl TransactionRow<'_> {
    columns! {
        id: 0 -> TransactionId, "Its id.";
        account_id: 2 -> AccountId, "The account's id.";
        clean_description: 3 -> &str, "The label fit for people.";
        provider_description: 4 -> &str, "The bank's raw label.";
        amount_minor: 5 -> i64, "Minor units; negative is a debit.";
        date: 7 -> Date, "The date to show.";
        booking_date: 8 -> Option<Date>, "When it was posted.";
        transaction_date: 9 -> Option<Date>, "When it was made.";
        value_date: 10 -> Option<Date>, "The bank's reference date.";
        category_id: 11 -> i64, "Category id.";
        is_deleted: 13 -> bool, "Gone at the bank.";
        is_future: 14 -> bool, "Pending or upcoming.";
        updated_at: 15 -> Timestamp, "When it last changed here.";
    }

    /// The account's currency.
    pub fn currency(&self) -> Result<Currency, StoreError> {
        self.0.parsed(6)
    }

    /// How money moved.
    pub fn operation_type(&self) -> Result<OperationType, StoreError> {
        self.0.named(12, OperationType::from_name)
    }
}

/// Adds transactions.
pub fn insert(batch: &mut Batch, transactions: &[Transaction]) {
    let rows = transactions
        .iter()
        .map(|t| {
            params![
                t.user_id,
                t.account_id,
                t.date,
                t.id,
                t.external_key.as_str(),
                t.clean_description.as_str(),
                t.provider_description.as_str(),
                t.amount_minor,
                t.currency.code(),
                t.booking_date,
                t.transaction_date,
                t.value_date,
                t.category_id,
                t.operation_type.name(),
                t.is_deleted,
                t.is_future,
                t.updated_at,
            ]
        })
        .collect();
    batch.bulk(
        Sql {
            sqlite: "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
                 provider_description, amount_minor, currency, booking_date, transaction_date, value_date, \
                 category_id, operation_type, is_deleted, is_future, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            postgres: "INSERT INTO transactions (user_id, account_id, date, id, external_key, clean_description, \
                 provider_description, amount_minor, currency, booking_date, transaction_date, value_date, \
                 category_id, operation_type, is_deleted, is_future, updated_at) \
                 SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::bigint[], $5::text[], \
                 $6::text[], $7::text[], $8::bigint[], $9::text[], $10::date[], $11::date[], $12::date[], \
                 $13::bigint[], $14::text[], $15::boolean[], $16::boolean[], $17::timestamptz[])",
        },
        rows,
    );
}

/// Saves transactions that changed, tombstones too.
pub fn update(batch: &mut Batch, transactions: &[Transaction]) {
    let rows = transactions
        .iter()
        .map(|t| {
            params![
                t.user_id,
                t.id,
                t.date,
                t.clean_description.as_str(),
                t.provider_description.as_str(),
                t.amount_minor,
                t.booking_date,
                t.transaction_date,
                t.value_date,
                t.category_id,
                t.operation_type.name(),
                t.is_deleted,
                t.is_future,
                t.updated_at,
            ]
        })
        .collect();
    batch.bulk(
        Sql {
            sqlite: "UPDATE transactions SET date = $3, clean_description = $4, provider_description = $5, \
                 amount_minor = $6, booking_date = $7, transaction_date = $8, value_date = $9, category_id = $10, \
                 operation_type = $11, is_deleted = $12, is_future = $13, updated_at = $14 \
                 WHERE user_id = $1 AND id = $2",
            postgres: "UPDATE transactions t SET date = n.date, clean_description = n.clean_description, \
                 provider_description = n.provider_description, amount_minor = n.amount_minor, \
                 booking_date = n.booking_date, transaction_date = n.transaction_date, value_date = n.value_date, \
                 category_id = n.category_id, operation_type = n.operation_type, is_deleted = n.is_deleted, \
                 is_future = n.is_future, updated_at = n.updated_at \
                 FROM unnest($1::bigint[], $2::bigint[], $3::date[], $4::text[], $5::text[], $6::bigint[], \
                 $7::date[], $8::date[], $9::date[], $10::bigint[], $11::text[], $12::boolean[], $13::boolean[], \
                 $14::timestamptz[]) AS n (user_id, id, date, clean_description, provider_description, \
                 amount_minor, booking_date, transaction_date, value_date, category_id, operation_type, \
                 is_deleted, is_future, updated_at) \
                 WHERE t.user_id = n.user_id AND t.id = n.id",
        },
        rows,
    );
}

/// What the server holds of an account from a date on, all of it without one; tombstones too.
pub async fn of_account(
    store: &Store,
    account: &Account,
    since: Option<Date>,
) -> Result<Vec<Transaction>, StoreError> {
    let mut values = params![account.user_id, account.id];
    let from = since.map_or("", |since| {
        values.push(since.into());
        " AND t.date >= $3"
    });
    let sql = select_whole(&format!("t.user_id = $1 AND t.account_id = $2{from}"));
    store.rows(sql, values, read).await
}

/// A transaction of an account by the bank's name of it.
pub async fn by_external_key(
    store: &Store,
    account: &Account,
    key: &str,
) -> Result<Option<Transaction>, StoreError> {
    let sql = select_whole("t.user_id = $1 AND t.account_id = $2 AND t.external_key = $3");
    store.row(sql, params![account.user_id, account.id, key], read).await
}

/// Transactions of accounts that are shared. `coalesce` keeps PostgreSQL from making a join of it, which would lose the
/// order that an index gives: the accounts are read once, and each row is looked up among them.
const SHARED: &str = "coalesce(t.account_id IN (\
     SELECT id FROM accounts WHERE user_id = $1 AND data_access = 'enabled'), false)";

/// Transactions of one account, if it is shared: that is asked once, before any of them is read.
const OF_SHARED_ACCOUNT: &str = "t.account_id = ? AND EXISTS (\
     SELECT 1 FROM accounts WHERE user_id = $1 AND id = ? AND data_access = 'enabled')";

/// A user's transaction on a shared account.
pub async fn of_user(
    store: &Store,
    user: UserId,
    id: TransactionId,
) -> Result<Option<Transaction>, StoreError> {
    let sql = select_whole(&format!("t.user_id = $1 AND t.id = $2 AND {SHARED}"));
    store.row(sql, params![user, id], read).await
}

/// The date of a user's oldest transaction on a shared account.
pub async fn oldest_date(store: &Store, user: UserId) -> Result<Option<Date>, StoreError> {
    let sql = format!(
        "SELECT t.date FROM transactions t WHERE t.user_id = $1 AND t.is_deleted = $2 AND {SHARED} \
         ORDER BY t.date, t.id LIMIT 1"
    );
    store.row(sql, params![user, false], |row| row.get(0)).await
}

/// Which transactions a list holds. All bounds are inclusive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Changed at or after; with it the list holds tombstones, ordered by change, oldest first. Without it there are
    /// none, and the newest date comes first.
    pub since: Option<Timestamp>,
    /// Changed at or before.
    pub until: Option<Timestamp>,
    /// Dated on or after.
    pub min_date: Option<Date>,
    /// Dated on or before.
    pub max_date: Option<Date>,
    /// Where the page before ended.
    pub after: Option<Position>,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// In a list by date.
    Date(Date, TransactionId),
    /// In a list by change.
    Change(Timestamp, TransactionId),
}

/// Folds a page of a user's transactions, row by row on the reader's thread.
pub async fn fold<A: Send + 'static>(
    store: &Store,
    user: UserId,
    filter: &Filter,
    limit: u32,
    accumulator: A,
    mut each: impl FnMut(&mut A, &TransactionRow<'_>) -> Result<(), StoreError> + Send + 'static,
) -> Result<A, StoreError> {
    let (sql, values) = select(user, filter, limit);
    store
        .fold(sql, values, accumulator, move |accumulator, row| each(accumulator, &TransactionRow(row)))
        .await
}

fn select(user: UserId, filter: &Filter, limit: u32) -> (String, Vec<Value>) {
    let mut values = params![user, limit];
    let mut conditions = "t.user_id = $1".to_owned();
    let mut condition = |condition: &str, added: Vec<Value>| {
        let mut text = condition.to_owned();
        for value in added {
            values.push(value);
            text = text.replacen('?', &format!("${}", values.len()), 1);
        }
        conditions.push_str(" AND ");
        conditions.push_str(&text);
    };
    match filter.account {
        Some(account) => condition(OF_SHARED_ACCOUNT, params![account, account]),
        None => condition(SHARED, Vec::new()),
    }
    match filter.since {
        Some(since) => condition("t.updated_at >= ?", params![since]),
        None => condition("t.is_deleted = ?", params![false]),
    }
    if let Some(until) = filter.until {
        condition("t.updated_at <= ?", params![until]);
    }
    if let Some(min_date) = filter.min_date {
        condition("t.date >= ?", params![min_date]);
    }
    if let Some(max_date) = filter.max_date {
        condition("t.date <= ?", params![max_date]);
    }
    match filter.after {
        Some(Position::Date(date, id)) => condition("(t.date, t.id) < (?, ?)", params![date, id]),
        Some(Position::Change(at, id)) => condition("(t.updated_at, t.id) > (?, ?)", params![at, id]),
        None => {}
    }
    let order = if filter.since.is_some() { "t.updated_at, t.id" } else { "t.date DESC, t.id DESC" };
    (format!("SELECT {SHOWN} FROM transactions t WHERE {conditions} ORDER BY {order} LIMIT $2"), values)
}
