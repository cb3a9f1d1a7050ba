//! Accounts as the bank lists them, and as the server keeps them.

use passerelle_connector::BankAccount;
use passerelle_domain::{Account, AccountId, DataAccess, Item, RefreshOutcome};
use passerelle_store::{Store, StoreError};

/// The accounts of an item after a listing: known ones brought up to date, new ones not shared until somebody says so.
pub(crate) async fn merge(
    store: &Store,
    item: &Item,
    known: Vec<Account>,
    listed: &[BankAccount],
) -> Result<Vec<Account>, StoreError> {
    let is_new = |bank: &&BankAccount| known.iter().all(|account| account.external_key != bank.key);
    let new: Vec<&BankAccount> = listed.iter().filter(is_new).collect();
    let ids: Vec<AccountId> = store.next_ids(new.len()).await?;
    let mut merged: Vec<Account> = new
        .iter()
        .zip(ids)
        .map(|(bank, id)| Account {
            id,
            user_id: item.user_id,
            item_id: item.id,
            provider_id: item.provider_id,
            external_key: bank.key.clone(),
            name: bank.name.clone(),
            account_type: bank.account_type,
            currency: bank.currency,
            accounting_balance_minor: bank.accounting_balance_minor,
            instant_balance_minor: bank.instant_balance_minor,
            data_access: DataAccess::Disabled,
            last_refresh_status: RefreshOutcome::Successful,
            is_pro: bank.is_pro,
            is_locked: is_locked(item, bank),
            iban: bank.iban.clone(),
            loan_details: bank.loan_details.clone(),
            is_deleted: false,
            is_announced: false,
            updated_at: item.created_at,
        })
        .collect();
    for mut account in known {
        if let Some(bank) = listed.iter().find(|bank| bank.key == account.external_key) {
            take_over(&mut account, item, bank);
            merged.push(account);
        }
    }
    Ok(merged)
}

/// Brings an account up to date; says whether its balance, or anything else that the API shows, changed.
pub(crate) fn take_over(account: &mut Account, item: &Item, bank: &BankAccount) -> bool {
    let before = account.clone();
    account.name.clone_from(&bank.name);
    account.account_type = bank.account_type;
    account.accounting_balance_minor = bank.accounting_balance_minor;
    account.instant_balance_minor = bank.instant_balance_minor;
    account.is_pro = bank.is_pro;
    account.is_locked = is_locked(item, bank);
    account.iban.clone_from(&bank.iban);
    account.loan_details.clone_from(&bank.loan_details);
    account.last_refresh_status = RefreshOutcome::Successful;
    account.is_deleted = false;
    *account != before
}

/// A business account shows nothing before its user said that it may be shared.
pub(crate) fn is_locked(item: &Item, bank: &BankAccount) -> bool {
    bank.is_pro && item.pro_attested_at.is_none()
}
