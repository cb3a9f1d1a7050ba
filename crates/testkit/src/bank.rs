//! A bank whose data tests write: for what no demo login plays.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use jiff::civil::Date;
use passerelle_connector::{
    BankAccount, BankOperation, BankPosition, BeginRequest, Connector, ConnectorError, Description, FetchEnd,
    FetchError, FetchRequest, Field, Input, ReturnAddress, Sealed, Sink, Turn,
};
use passerelle_domain::{
    AccountType, Clock as _, Currency, Millionths, OperationType, ProviderId, SystemClock,
};

/// Its name among the connectors.
pub const SCRIPTED: &str = "scripted";

/// What it answers from now on.
#[derive(Default)]
pub struct ScriptedBank(Mutex<Script>);

/// What the bank holds.
#[derive(Default)]
pub struct Script {
    /// Accounts, each with its operations.
    pub accounts: Vec<(BankAccount, Vec<BankOperation>)>,
    /// Positions by the account's key.
    pub positions: BTreeMap<String, Vec<BankPosition>>,
    /// True while it can't be reached.
    pub is_down: bool,
}

impl ScriptedBank {
    /// What it holds, to be changed.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().expect("no holder of this lock panics")
    }

    /// A checking account.
    pub fn account(key: &str, balance_minor: i64) -> BankAccount {
        BankAccount {
            key: key.to_owned(),
            name: format!("Account {key}"),
            account_type: AccountType::Checking,
            currency: Currency::EUR,
            accounting_balance_minor: Some(balance_minor),
            instant_balance_minor: None,
            is_pro: false,
            iban: None,
            loan_details: None,
        }
    }

    /// A card payment.
    pub fn operation(key: &str, date: Date, amount_minor: i64) -> BankOperation {
        BankOperation {
            key: key.to_owned(),
            clean_description: format!("Operation {key}"),
            provider_description: format!("CB {key}"),
            amount_minor,
            date,
            booking_date: Some(date),
            transaction_date: None,
            value_date: None,
            category_id: 1,
            operation_type: OperationType::Card,
            is_future: false,
        }
    }

    /// Two units of a security, at a price in cents.
    pub fn position(key: &str, date: Date, price_minor: i64) -> BankPosition {
        BankPosition {
            key: key.to_owned(),
            label: format!("Security {key}"),
            ticker: "SCRI".to_owned(),
            marketplace: None,
            isin: "FR00DEMO0015".parse().expect("an ISIN"),
            current_price: Millionths(price_minor * 10_000),
            currency: Currency::EUR,
            quantity: Millionths(2_000_000),
            total_value_minor: 2 * price_minor,
            average_purchase_price: None,
            value_date: date,
        }
    }

    fn check(&self) -> Result<(), ConnectorError> {
        if self.script().is_down { Err(ConnectorError::Bank("the line is cut".into())) } else { Ok(()) }
    }
}

#[async_trait]
impl Connector for ScriptedBank {
    fn describe(&self, _: ProviderId) -> Option<Description> {
        let field = Field { key: "login", is_secret: false, is_numeric: false, length: 1..=64 };
        Some(Description {
            fields: vec![field],
            history_months: 24,
            consent_days: 180,
            unattended_calls_a_day: 4,
        })
    }

    async fn begin(&self, _: BeginRequest) -> Result<Turn, ConnectorError> {
        self.check()?;
        // A consent that no test outlives.
        let expires_at = passerelle_domain::clock::after(SystemClock.now(), Duration::from_hours(24 * 3650));
        Ok(Turn::Authenticated { consent: Sealed(b"consent".to_vec()), expires_at })
    }

    async fn resume(&self, _: Sealed, _: Input, _: ReturnAddress) -> Result<Turn, ConnectorError> {
        Err(ConnectorError::State("this bank asks nothing".into()))
    }

    async fn fetch(&self, request: FetchRequest, sink: &mut dyn Sink) -> Result<FetchEnd, FetchError> {
        self.check()?;
        let (accounts, positions) = {
            let script = self.script();
            (script.accounts.clone(), script.positions.clone())
        };
        for (account, _) in &accounts {
            sink.account(account.clone()).await?;
        }
        if let Some(history) = &request.history {
            for (account, operations) in accounts {
                if history.accounts.contains(&account.key) {
                    if let Some(positions) = positions.get(&account.key) {
                        sink.positions(&account.key, positions.clone()).await?;
                    }
                    let is_wanted =
                        |operation: &BankOperation| history.since.is_none_or(|since| operation.date >= since);
                    let operations = operations.into_iter().filter(is_wanted).collect();
                    sink.operations(&account.key, operations).await?;
                }
            }
        }
        Ok(FetchEnd::Complete { consent: request.consent })
    }

    async fn keep_alive(&self, consent: Sealed) -> Result<Sealed, ConnectorError> {
        Ok(consent)
    }

    async fn revoke(&self, _: Sealed) -> Result<(), ConnectorError> {
        Ok(())
    }
}
