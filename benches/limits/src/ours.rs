//! Passerelle's own store, jobs and deliverer in this process, with what a measurement needs in the database.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use passerelle_connector::{Connector, Connectors};
use passerelle_domain::{
    Account, AccountId, AccountType, AccountTypes, Application, Capability, Clock, Country, Currency,
    DataAccess, Environment, Item, ItemId, ItemStatus, Provider, RefreshOutcome, SystemClock, UserId,
};
use passerelle_jobs::{EmailCodes, Jobs, Settings};
use passerelle_store::users::User;
use passerelle_store::{
    Address, Batch, Options, Store, accounts, applications, items, jobs, providers, users,
};
use passerelle_testkit::{SCRIPTED, ScriptedBank};

/// The provider of the scripted bank.
const PROVIDER: i64 = 900;

/// How long a stopped worker may take to end.
pub(crate) const DRAIN: Duration = Duration::from_secs(10);

#[derive(clap::Args)]
pub(crate) struct Place {
    /// A database of Passerelle's that has an application.
    #[arg(long)]
    database: String,
    /// Its key ring, where the engine wants it named.
    #[arg(long)]
    key_file: Option<PathBuf>,
}

impl Place {
    pub(crate) fn database(&self) -> &str {
        &self.database
    }

    /// How its store is opened; with `keep_queries` it remembers what it asked.
    pub(crate) fn options(&self, keep_queries: bool) -> Options {
        Options { key_file: self.key_file.clone(), keep_queries, ..Options::default() }
    }
}

/// An open store and its first application.
pub(crate) struct Ours {
    pub(crate) address: String,
    pub(crate) store: Store,
    pub(crate) application: Application,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Ours {
    pub(crate) async fn open(place: &Place) -> Result<Self> {
        let address: Address = place.database.parse()?;
        let store = Store::open(&address, &place.options(false)).await?;
        let application = applications::all(&store).await?.into_iter().next().context("no application")?;
        let ours = Self::of(store, application, Arc::new(SystemClock));
        Ok(Self { address: place.database.clone(), ..ours })
    }

    /// The same of a store that is open.
    pub(crate) fn of(store: Store, application: Application, clock: Arc<dyn Clock>) -> Self {
        Self { address: String::new(), store, application, clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The jobs of a server with default settings whose one bank is scripted.
    pub(crate) async fn jobs(&self, bank: &Arc<ScriptedBank>) -> Result<Jobs> {
        let mut batch = Batch::new();
        providers::upsert(&mut batch, &scripted_provider()?);
        self.store.write(batch).await?;
        let bank = Arc::clone(bank) as Arc<dyn Connector>;
        Ok(Jobs {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            connectors: Connectors::new([(SCRIPTED.to_owned(), bank)]),
            mailer: None,
            settings: Settings {
                poll: Duration::from_secs(1),
                lease: Duration::from_secs(30),
                refresh_interval: Duration::from_hours(12),
                idle: Duration::from_mins(30),
                lifetime: Duration::from_hours(4),
                pending_after: Duration::from_mins(1),
                code_attempts: 10,
                email_codes: EmailCodes {
                    lifetime: Duration::from_mins(10),
                    most: 5,
                    pause: Duration::from_secs(30),
                },
                return_url: "http://localhost/return".parse()?,
            },
        })
    }

    pub(crate) fn user(&self, id: UserId) -> User {
        let uuid = uuid::Uuid::from_u128(
            0x5eed_0000_0000_4000_8000_0000_0000_0000 | u128::from(id.get().unsigned_abs()),
        );
        User {
            id,
            uuid: uuid.into(),
            application_id: self.application.id,
            external_user_id: None,
            last_change: self.now(),
            created_at: self.now(),
        }
    }

    /// Adds a healthy item of a user to a batch, due at that time, with a consent of the scripted bank.
    pub(crate) fn add_item(
        &self,
        batch: &mut Batch,
        id: ItemId,
        user: UserId,
        due: Option<Timestamp>,
    ) -> Result<Item> {
        let item = Item {
            id,
            user_id: user,
            application_id: self.application.id,
            provider_id: PROVIDER.try_into()?,
            account_types: AccountTypes::Payment,
            status: ItemStatus::Ok,
            status_code_info: ItemStatus::Ok.default_info(),
            authentication_expires_at: Some(passerelle_domain::clock::after(
                self.now(),
                Duration::from_hours(24 * 90),
            )),
            last_successful_refresh: Some(self.now()),
            last_try_refresh: Some(self.now()),
            pro_attested_at: None,
            created_at: self.now(),
            version: 1,
        };
        items::insert(&self.store, batch, &item, b"{\"login\":\"bench\"}");
        items::update(batch, &item, due);
        items::set_consent(&self.store, batch, item.key(), b"consent");
        Ok(item)
    }

    /// Waits until no job is left.
    pub(crate) async fn jobs_are_done(&self) -> Result<()> {
        while jobs::next_at(&self.store).await?.is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }
}

/// An account that is shared and known to the application.
pub(crate) fn account(id: AccountId, key: &str, item: &Item, at: Timestamp) -> Account {
    Account {
        id,
        user_id: item.user_id,
        item_id: item.id,
        provider_id: item.provider_id,
        external_key: key.to_owned(),
        name: format!("Account {key}"),
        account_type: AccountType::Checking,
        currency: Currency::EUR,
        accounting_balance_minor: Some(100_000),
        instant_balance_minor: None,
        data_access: DataAccess::Enabled,
        last_refresh_status: RefreshOutcome::Successful,
        is_pro: false,
        is_locked: false,
        iban: None,
        loan_details: None,
        is_deleted: false,
        is_announced: true,
        updated_at: at,
    }
}

fn scripted_provider() -> Result<Provider> {
    Ok(Provider {
        id: PROVIDER.try_into()?,
        name: "Scripted Bank".to_owned(),
        country: Country::FR,
        group_name: None,
        logo: "/banks/none.svg".to_owned(),
        capabilities: vec![Capability::Aggregation],
        connector: SCRIPTED.to_owned(),
        environments: vec![Environment::Sandbox],
        keywords: Vec::new(),
        is_highlighted: false,
        health: passerelle_domain::Health::Healthy,
    })
}

/// Adds a user to a batch.
pub(crate) fn add_user(batch: &mut Batch, user: &User, now: Timestamp) {
    users::insert(batch, user);
    let token = passerelle_store::digest(token_of(user.id));
    users::insert_token(
        batch,
        token,
        user.id,
        passerelle_domain::clock::after(now, Duration::from_hours(240)),
        now,
    );
}

/// The access token of a seeded user.
pub(crate) fn token_of(user: UserId) -> String {
    format!("bench-token-{user}")
}

/// Adds an account to a batch.
pub(crate) fn add_account(batch: &mut Batch, account: &Account) {
    accounts::save(batch, account);
}
