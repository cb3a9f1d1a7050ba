//! The choice of the accounts to share.

use std::collections::BTreeSet;

use axum::response::Response;
use passerelle_domain::connect_session::Input;
use passerelle_domain::{Account, AccountId, AccountType, DataAccess, Iban};
use passerelle_jobs::Given;
use passerelle_store::accounts;
use passerelle_web::pages::{AccountChoice, AccountKind, Accounts, AccountsError, Balance};

use crate::problem::Trouble;
use crate::visit::{Posted, Visit};

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("accounts")?;
    let found = found(&visit).await?;
    let ticked = ticked_at_first(&visit, &found);
    visit.show(&page(&visit, &found, &ticked, None))
}

pub(super) async fn post(Posted { visit, form }: Posted) -> Result<Response, Trouble> {
    visit.must_be_at("accounts")?;
    let found = found(&visit).await?;
    let sent: BTreeSet<AccountId> = form.values("account_id").filter_map(|id| id.parse().ok()).collect();
    let ticked: BTreeSet<AccountId> =
        found.iter().map(|account| account.id).filter(|id| sent.contains(id)).collect();
    let error = if ticked.is_empty() {
        Some(AccountsError::NoneSelected)
    } else if max(&visit).is_some_and(|max| ticked.len() > max) {
        Some(AccountsError::TooMany)
    } else {
        None
    };
    if error.is_some() {
        return visit.show_refused(&page(&visit, &found, &ticked, error));
    }
    let is_locked = |account: &Account| account.is_locked && ticked.contains(&account.id);
    let needs_attestation = found.iter().any(is_locked);
    visit.apply(Input::SelectAccounts { needs_attestation }, Given::Selection(ticked)).await
}

async fn found(visit: &Visit) -> Result<Vec<Account>, Trouble> {
    let Some(item) = &visit.item else { return Ok(Vec::new()) };
    let mut accounts = accounts::of_item(&visit.context.connect.store, item.key()).await?;
    accounts.retain(|account| !account.is_deleted);
    Ok(accounts)
}

fn max(visit: &Visit) -> Option<usize> {
    visit.session.request.max_selectable_accounts.map(|max| usize::try_from(max).unwrap_or(usize::MAX))
}

/// What is shared already; at the first choice all accounts, up to the maximum.
fn ticked_at_first(visit: &Visit, found: &[Account]) -> BTreeSet<AccountId> {
    let is_shared = |account: &&Account| account.data_access == DataAccess::Enabled;
    let is_first = !found.iter().any(|account| is_shared(&account));
    let candidates = found.iter().filter(|account| is_first || is_shared(account));
    candidates.take(max(visit).unwrap_or(usize::MAX)).map(|account| account.id).collect()
}

fn page(
    visit: &Visit,
    found: &[Account],
    ticked: &BTreeSet<AccountId>,
    error: Option<AccountsError>,
) -> Accounts {
    Accounts {
        provider: visit.bank(),
        accounts: found.iter().map(|account| choice(account, ticked.contains(&account.id))).collect(),
        max_selectable: visit.session.request.max_selectable_accounts,
        error,
    }
}

fn choice(account: &Account, is_selected: bool) -> AccountChoice {
    let balance = account.balance();
    AccountChoice {
        account_id: account.id.get(),
        name: account.name.clone(),
        kind: kind(account.account_type),
        last_digits: account.iban.as_ref().map(Iban::last_four).map(str::to_owned),
        balance: Some(Balance {
            amount_minor: balance.amount_minor,
            digits: balance.currency.digits(),
            currency_code: balance.currency.code().to_owned(),
        }),
        is_selected,
    }
}

const fn kind(account_type: AccountType) -> AccountKind {
    match account_type {
        AccountType::Checking => AccountKind::Checking,
        AccountType::Card => AccountKind::Card,
        AccountType::Savings => AccountKind::Savings,
        AccountType::SharedSavingPlan => AccountKind::SharedSavingPlan,
        AccountType::Brokerage => AccountKind::Brokerage,
        AccountType::LifeInsurance => AccountKind::LifeInsurance,
        AccountType::Loan => AccountKind::Loan,
        AccountType::Pending | AccountType::Special | AccountType::Unknown => AccountKind::Special,
    }
}
