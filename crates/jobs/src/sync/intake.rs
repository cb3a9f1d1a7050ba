//! Takes in what a bank streams: one batch per account, with the transactions and positions that changed and the
//! account's event.

use std::collections::HashMap;

use async_trait::async_trait;
use passerelle_connector::{BankAccount, BankOperation, BankPosition, Sink, SinkError};
use passerelle_domain::clock::after;
use passerelle_domain::connect_session::Progress;
use passerelle_domain::event::TransactionCounts;
use passerelle_domain::{Account, DataAccess, Event, Holder, Item, Transaction, TransactionId};
use passerelle_store::jobs::Job;
use passerelle_store::{Batch, accounts, connect_sessions, jobs, retry_on_conflict, stocks, transactions};

use super::{PROGRESS_EVERY, Scope, listing, positions};
use crate::change::Change;
use crate::{JobError, Jobs};

/// The sink of one synchronisation.
pub(super) struct Intake<'a> {
    jobs: &'a Jobs,
    job: &'a Job,
    item: Item,
    scope: &'a Scope,
    /// Keys of the accounts whose operations are wanted.
    shared: Vec<String>,
    listed: Vec<BankAccount>,
    holder: Option<Holder>,
    /// The positions of the account whose operations come next.
    positions: Option<(String, Vec<BankPosition>)>,
    done: u32,
    last_told: Option<std::time::Instant>,
}

impl<'a> Intake<'a> {
    pub(super) fn new(
        jobs: &'a Jobs,
        job: &'a Job,
        item: Item,
        scope: &'a Scope,
        shared: Vec<String>,
    ) -> Self {
        Self {
            jobs,
            job,
            item,
            scope,
            shared,
            listed: Vec::new(),
            holder: None,
            positions: None,
            done: 0,
            last_told: None,
        }
    }

    /// The accounts that were listed, and whom they belong to.
    pub(super) fn into_listed(self) -> (Vec<BankAccount>, Option<Holder>) {
        (self.listed, self.holder)
    }

    /// Says how many accounts there are to read.
    pub(super) async fn begin(&mut self) -> Result<(), JobError> {
        self.tell_progress().await
    }

    /// Lets a batch happen only while the job is ours: whoever slept past the lease writes nothing any more.
    fn while_leased(&self, batch: &mut Batch) {
        jobs::renew(batch, self.job, after(self.jobs.clock.now(), self.jobs.settings.lease));
    }

    async fn tell_progress(&mut self) -> Result<(), JobError> {
        let Some(session) = self.scope.session else { return Ok(()) };
        let total = u32::try_from(self.shared.len()).unwrap_or(u32::MAX);
        let now = std::time::Instant::now();
        let is_too_soon = self.last_told.is_some_and(|told| now.duration_since(told) < PROGRESS_EVERY);
        if is_too_soon && self.done < total {
            return Ok(());
        }
        self.last_told = Some(now);
        let mut batch = Batch::new();
        self.while_leased(&mut batch);
        connect_sessions::set_progress(&mut batch, session, Progress { done: self.done, total });
        Ok(self.jobs.store.write(batch).await?)
    }

    /// Compares an account's operations with what is held, and writes what differs.
    async fn take(&self, key: &str, operations: &[BankOperation]) -> Result<(), JobError> {
        let store = &self.jobs.store;
        let Some(bank) = self.listed.iter().find(|bank| bank.key == key) else { return Ok(()) };
        let known = accounts::of_item(store, self.item.key()).await?;
        let Some(mut account) = known.into_iter().find(|account| account.external_key == key) else {
            return Ok(());
        };
        if account.data_access != DataAccess::Enabled {
            return Ok(());
        }
        let Some(mut change) = Change::begin(store, account.user_id, self.jobs.clock.now()).await? else {
            return Ok(());
        };
        let is_changed = listing::take_over(&mut account, &self.item, bank);
        // A business account that may not be read is kept as it is listed.
        let differences = if account.is_locked {
            Differences::default()
        } else {
            self.compare(&account, operations, change.at).await?
        };
        let positions = match &self.positions {
            Some((of, told)) if of == key && !account.is_locked => {
                positions::compare(store, &account, told, change.at).await?
            }
            _ => positions::Differences::default(),
        };
        let counts = differences.counts();
        let has_changed = is_changed || counts != TransactionCounts::default() || !positions.is_empty();
        if !has_changed && account.is_announced {
            return Ok(());
        }
        let application = self.item.application_id;
        account.updated_at = change.at;
        change.events.push(if account.is_announced {
            Event::account_updated(application, &account, change.user.uuid, counts)
        } else {
            Event::account_created(application, &account, change.user.uuid)
        });
        account.is_announced = true;
        self.while_leased(&mut change.batch);
        accounts::save(&mut change.batch, &account);
        transactions::update(&mut change.batch, &differences.changed);
        transactions::insert(&mut change.batch, &differences.new);
        stocks::update(&mut change.batch, &positions.changed);
        stocks::insert(&mut change.batch, &positions.new);
        Ok(change.commit(store).await?)
    }

    async fn compare(
        &self,
        account: &Account,
        operations: &[BankOperation],
        at: jiff::Timestamp,
    ) -> Result<Differences, JobError> {
        let store = &self.jobs.store;
        let held = transactions::of_account(store, account, self.scope.since).await?;
        let mut held: HashMap<String, Transaction> =
            held.into_iter().map(|transaction| (transaction.external_key.clone(), transaction)).collect();
        let mut differences = Differences::default();
        let mut new = Vec::new();
        for operation in operations {
            let known = match held.remove(&operation.key) {
                Some(known) => Some(known),
                // Held with a date before the range: a pending one whose date moved.
                None if self.scope.since.is_some() && account.is_announced => {
                    transactions::by_external_key(store, account, &operation.key).await?
                }
                None => None,
            };
            match known {
                Some(known) => {
                    let is_back = known.is_deleted;
                    let updated = transaction(known.id, account, operation, known.updated_at);
                    if updated != known {
                        differences.changed.push(Transaction { updated_at: at, ..updated });
                        if is_back { differences.returned += 1 } else { differences.updated += 1 }
                    }
                }
                None => new.push(operation),
            }
        }
        let ids: Vec<TransactionId> = store.next_ids(new.len()).await?;
        differences.new =
            new.iter().zip(ids).map(|(operation, id)| transaction(id, account, operation, at)).collect();
        for gone in held.into_values().filter(|transaction| !transaction.is_deleted) {
            differences.changed.push(Transaction { is_deleted: true, updated_at: at, ..gone });
            differences.deleted += 1;
        }
        Ok(differences)
    }
}

/// What is to be written of an account's transactions.
#[derive(Default)]
struct Differences {
    new: Vec<Transaction>,
    changed: Vec<Transaction>,
    returned: usize,
    updated: usize,
    deleted: usize,
}

impl Differences {
    fn counts(&self) -> TransactionCounts {
        TransactionCounts {
            created: self.new.len() + self.returned,
            updated: self.updated,
            deleted: self.deleted,
        }
    }
}

fn transaction(
    id: TransactionId,
    account: &Account,
    operation: &BankOperation,
    updated_at: jiff::Timestamp,
) -> Transaction {
    Transaction {
        id,
        user_id: account.user_id,
        account_id: account.id,
        external_key: operation.key.clone(),
        clean_description: operation.clean_description.clone(),
        provider_description: operation.provider_description.clone(),
        amount_minor: operation.amount_minor,
        currency: account.currency,
        date: operation.date,
        booking_date: operation.booking_date,
        transaction_date: operation.transaction_date,
        value_date: operation.value_date,
        category_id: operation.category_id,
        operation_type: operation.operation_type,
        is_deleted: false,
        is_future: operation.is_future,
        updated_at,
    }
}

#[async_trait]
impl Sink for Intake<'_> {
    async fn account(&mut self, account: BankAccount) -> Result<(), SinkError> {
        self.listed.push(account);
        Ok(())
    }

    async fn holder(&mut self, holder: Holder) -> Result<(), SinkError> {
        self.holder = Some(holder);
        Ok(())
    }

    async fn positions(&mut self, account_key: &str, positions: Vec<BankPosition>) -> Result<(), SinkError> {
        self.positions = Some((account_key.to_owned(), positions));
        Ok(())
    }

    async fn operations(
        &mut self,
        account_key: &str,
        operations: Vec<BankOperation>,
    ) -> Result<(), SinkError> {
        let failed = |error: JobError| SinkError(error.into());
        retry_on_conflict(|| self.take(account_key, &operations)).await.map_err(failed)?;
        self.done += 1;
        self.tell_progress().await.map_err(failed)
    }
}
