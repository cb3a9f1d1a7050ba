//! Compares the positions that a bank tells of an account with those that are held.

use std::collections::HashMap;

use jiff::Timestamp;
use passerelle_connector::BankPosition;
use passerelle_domain::{Account, Stock, StockId};
use passerelle_store::{Store, StoreError, stocks};

/// What is to be written of an account's stocks.
#[derive(Default)]
pub(super) struct Differences {
    pub(super) new: Vec<Stock>,
    /// Tombstones too.
    pub(super) changed: Vec<Stock>,
}

impl Differences {
    pub(super) fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }
}

/// What differs, as of that instant.
pub(super) async fn compare(
    store: &Store,
    account: &Account,
    told: &[BankPosition],
    at: Timestamp,
) -> Result<Differences, StoreError> {
    let held = stocks::of_account(store, account).await?.into_iter();
    let mut held: HashMap<String, Stock> = held.map(|stock| (stock.stock_key.clone(), stock)).collect();
    let mut differences = Differences::default();
    // By key: a bank that names one twice means it once.
    let told: HashMap<&str, &BankPosition> =
        told.iter().map(|position| (position.key.as_str(), position)).collect();
    let mut new = Vec::new();
    for position in told.into_values() {
        match held.remove(&position.key) {
            Some(known) => {
                let told = stock(known.id, account, position, (known.created_at, known.updated_at));
                if told != known {
                    differences.changed.push(Stock { updated_at: at, ..told });
                }
            }
            None => new.push(position),
        }
    }
    new.sort_by(|one, other| one.key.cmp(&other.key));
    let ids: Vec<StockId> = store.next_ids(new.len()).await?;
    differences.new =
        new.into_iter().zip(ids).map(|(position, id)| stock(id, account, position, (at, at))).collect();
    let gone = held.into_values().filter(|stock| !stock.is_deleted);
    differences.changed.extend(gone.map(|stock| Stock { is_deleted: true, updated_at: at, ..stock }));
    Ok(differences)
}

fn stock(
    id: StockId,
    account: &Account,
    position: &BankPosition,
    (created_at, updated_at): (Timestamp, Timestamp),
) -> Stock {
    Stock {
        id,
        user_id: account.user_id,
        account_id: account.id,
        stock_key: position.key.clone(),
        label: position.label.clone(),
        ticker: position.ticker.clone(),
        marketplace: position.marketplace.clone(),
        isin: position.isin.clone(),
        current_price: position.current_price,
        currency: position.currency,
        quantity: position.quantity,
        total_value_minor: position.total_value_minor,
        average_purchase_price: position.average_purchase_price,
        value_date: position.value_date,
        is_deleted: false,
        created_at,
        updated_at,
    }
}
