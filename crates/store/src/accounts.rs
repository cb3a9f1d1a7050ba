//! Accounts of items.

use jiff::Timestamp;
use passerelle_domain::{
    Account, AccountId, AccountType, DataAccess, ItemId, ItemKey, RefreshOutcome, UserId,
};

use crate::{Batch, Row, Rows, Store, StoreError, Value, params};

const COLUMNS: &str = "id, user_id, item_id, provider_id, external_key, name, account_type, currency, \
     accounting_balance_minor, instant_balance_minor, data_access, last_refresh_status, is_pro, iban, loan_details, \
     is_deleted, is_announced, updated_at, is_locked";

fn read(row: &dyn Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.get(0)?,
        user_id: row.get(1)?,
        item_id: row.get(2)?,
        provider_id: row.get(3)?,
        external_key: row.get(4)?,
        name: row.get(5)?,
        account_type: row.named(6, AccountType::from_name)?,
        currency: row.parsed(7)?,
        accounting_balance_minor: row.get(8)?,
        instant_balance_minor: row.get(9)?,
        data_access: row.named(10, DataAccess::from_name)?,
        last_refresh_status: row.named(11, RefreshOutcome::from_name)?,
        is_pro: row.get(12)?,
        iban: if row.is_null(13)? { None } else { Some(row.parsed(13)?) },
        loan_details: row.optional_json(14)?,
        is_deleted: row.get(15)?,
        is_announced: row.get(16)?,
        updated_at: row.get(17)?,
        is_locked: row.get(18)?,
    })
}

/// Adds an account, or saves all of one that exists.
pub fn save(batch: &mut Batch, account: &Account) {
    batch.push(
        "INSERT INTO accounts (id, user_id, item_id, provider_id, external_key, name, account_type, currency, \
         accounting_balance_minor, instant_balance_minor, data_access, last_refresh_status, is_pro, iban, \
         loan_details, is_deleted, is_announced, updated_at, is_locked) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
         ON CONFLICT (user_id, id) DO UPDATE SET name = excluded.name, account_type = excluded.account_type, \
         currency = excluded.currency, accounting_balance_minor = excluded.accounting_balance_minor, \
         instant_balance_minor = excluded.instant_balance_minor, data_access = excluded.data_access, \
         last_refresh_status = excluded.last_refresh_status, is_pro = excluded.is_pro, iban = excluded.iban, \
         loan_details = excluded.loan_details, is_deleted = excluded.is_deleted, \
         is_announced = excluded.is_announced, updated_at = excluded.updated_at, \
         is_locked = excluded.is_locked",
        params![
            account.id,
            account.user_id,
            account.item_id,
            account.provider_id,
            account.external_key.as_str(),
            account.name.as_str(),
            account.account_type.name(),
            account.currency.code(),
            account.accounting_balance_minor,
            account.instant_balance_minor,
            account.data_access.name(),
            account.last_refresh_status.name(),
            account.is_pro,
            account.iban.as_ref().map(|iban| iban.as_str().to_owned()),
            account.loan_details.as_ref().map_or(Value::Null, Value::json),
            account.is_deleted,
            account.is_announced,
            account.updated_at,
            account.is_locked,
        ],
        Rows::One,
    );
}

/// All accounts of an item, those gone at the bank too, by id.
pub async fn of_item(store: &Store, item: ItemKey) -> Result<Vec<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE user_id = $1 AND item_id = $2 ORDER BY id");
    store.rows(sql, params![item.user, item.id], read).await
}

/// A user's account that is not gone at the bank.
pub async fn of_user(store: &Store, user: UserId, id: AccountId) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = $1 AND user_id = $2 AND is_deleted = $3");
    store.row(sql, params![id, user, false], read).await
}

/// A user's accounts that are not gone at the bank, behind an id, ascending; of one item if wanted.
pub async fn page(
    store: &Store,
    user: UserId,
    item: Option<ItemId>,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<Account>, StoreError> {
    let mut values = params![user, after.map_or(0, AccountId::get), false, limit];
    let of_item = item.map_or("", |item| {
        values.push(item.into());
        "AND item_id = $5"
    });
    let sql = format!(
        "SELECT {COLUMNS} FROM accounts WHERE user_id = $1 AND id > $2 AND is_deleted = $3 {of_item} \
         ORDER BY id LIMIT $4"
    );
    store.rows(sql, values, read).await
}

/// A user's accounts with an IBAN that show their data, of the items from one to another, by item and id.
pub async fn with_iban(
    store: &Store,
    user: UserId,
    (first, last): (ItemId, ItemId),
) -> Result<Vec<Account>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM accounts WHERE user_id = $1 AND item_id >= $2 AND item_id <= $3 \
         AND iban IS NOT NULL AND data_access = 'enabled' AND NOT is_locked AND NOT is_deleted ORDER BY item_id, id"
    );
    store.rows(sql, params![user, first, last], read).await
}

/// Gives the transactions and stocks of an account a new `updated_at`: shared again, they are news to whoever reads by
/// `since`.
pub fn touch_data(batch: &mut Batch, account: &Account, at: Timestamp) {
    for sql in [
        "UPDATE transactions SET updated_at = $3 WHERE user_id = $1 AND account_id = $2",
        "UPDATE stocks SET updated_at = $3 WHERE user_id = $1 AND account_id = $2",
    ] {
        batch.push(sql, params![account.user_id, account.id, at], Rows::Any);
    }
}
