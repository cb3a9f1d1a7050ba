//! How Passerelle talks to a kind of bank.
//!
//! A connector keeps nothing between calls: what it must remember of a conversation or of a consent is an opaque
//! [`Sealed`] value that the server stores encrypted and any node can hand back. It gets its clock, and its HTTP client
//! where it needs one, when it is made. It never panics on what a bank sends.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
pub use passerelle_domain::connect_session::{ApprovalPrompt, CodePrompt, Method, MethodKind, Picture};
use passerelle_domain::{
    AccountType, AccountTypes, Currency, Holder, Iban, Isin, ItemStatus, LoanDetails, Millionths,
    OperationType, ProviderId, StatusCodeInfo,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

/// A kind of bank.
#[async_trait]
pub trait Connector: Send + Sync {
    /// What the provider asks for and offers, as data; none for a provider this connector doesn't know.
    fn describe(&self, provider: ProviderId) -> Option<Description>;

    /// Starts an authentication.
    async fn begin(&self, request: BeginRequest) -> Result<Turn, ConnectorError>;

    /// Goes on with one: an answer of the user, or a poll. Each call brings a return address of its own, for a bank that now
    /// wants the user on its own site.
    async fn resume(
        &self,
        conversation: Sealed,
        input: Input,
        return_to: ReturnAddress,
    ) -> Result<Turn, ConnectorError>;

    /// Streams accounts, balances and operations into the sink, accounts first.
    async fn fetch(&self, request: FetchRequest, sink: &mut dyn Sink) -> Result<FetchEnd, FetchError>;

    /// Refreshes tokens and reads back what the bank granted. Answers the consent to store from now on.
    async fn keep_alive(&self, consent: Sealed) -> Result<Sealed, ConnectorError>;

    /// Gives the consent back; harmless when repeated.
    async fn revoke(&self, consent: Sealed) -> Result<(), ConnectorError>;
}

/// The connectors of a server, by [`passerelle_domain::Provider::connector`].
#[derive(Clone, Default)]
pub struct Connectors(Arc<BTreeMap<String, Arc<dyn Connector>>>);

impl Connectors {
    /// These connectors under these names.
    pub fn new(connectors: impl IntoIterator<Item = (String, Arc<dyn Connector>)>) -> Self {
        Self(Arc::new(connectors.into_iter().collect()))
    }

    /// The connector of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Connector>> {
        self.0.get(name)
    }
}

/// What only the connector can read. The server seals it before it stores it; it has no `Debug` and no `Display`.
#[derive(Clone)]
pub struct Sealed(pub Vec<u8>);

/// The credentials of a form: field key to what was typed.
pub type Credentials = BTreeMap<String, SecretString>;

/// Capabilities of a provider as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// What the credential form asks, in order; nothing where the user authenticates on the bank's own site.
    pub fields: Vec<Field>,
    /// How many months of history the bank gives.
    pub history_months: u32,
    /// How many days an authentication lasts.
    pub consent_days: u32,
    /// How often a day the bank may be asked without the user.
    pub unattended_calls_a_day: u32,
}

/// One field of a credential form. Its label is a text of the locales: `creds-field-<key>` for what most banks ask,
/// `field-<key>` for the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name of the input and key of the credentials.
    pub key: &'static str,
    /// A secret is typed hidden and never shown again.
    pub is_secret: bool,
    /// Digits only.
    pub is_numeric: bool,
    /// Least and most characters.
    pub length: std::ops::RangeInclusive<usize>,
}

/// Why an authentication starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// New or changed credentials.
    Connect,
    /// The user renews strong customer authentication: the bank must ask for it.
    Reauthenticate,
}

/// Where a bank's own site sends the user back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnAddress {
    /// The same for all sessions: banks want to know it beforehand.
    pub url: Url,
    /// What tells this visit from others: it comes back as `state`, as it was given.
    pub state: String,
}

/// Start of an authentication.
pub struct BeginRequest {
    /// The bank.
    pub provider: ProviderId,
    /// What the user typed, now or when the item was connected.
    pub credentials: Credentials,
    /// Why.
    pub purpose: Purpose,
    /// The consent of the item so far, when there is one.
    pub consent: Option<Sealed>,
    /// Where the user comes back to from the bank's own site.
    pub return_to: ReturnAddress,
}

/// What a conversation is continued with.
pub enum Input {
    /// The way of making sure that the user chose, by its key.
    Method(String),
    /// The one-time code that the user typed.
    Code(SecretString),
    /// The user wants a new code.
    NewCode,
    /// The user wants to choose another way of making sure.
    OtherMethod,
    /// What the user came back with from the bank's own site: the parameters of the query or the form, but for `state`.
    Return(BTreeMap<String, SecretString>),
    /// Nothing: has the user approved meanwhile?
    Poll,
}

/// What comes next in an authentication.
pub enum Turn {
    /// Let the user choose how the bank makes sure. At least one way.
    ChooseMethod {
        /// The ways.
        methods: Vec<Method>,
        /// To hand back.
        conversation: Sealed,
    },
    /// Ask the user for a one-time code.
    AskCode {
        /// What to show.
        prompt: CodePrompt,
        /// True when this answers a code that was wrong.
        is_retry: bool,
        /// To hand back.
        conversation: Sealed,
    },
    /// Send the user to the bank's own site.
    Redirect {
        /// Where to.
        url: Url,
        /// To hand back.
        conversation: Sealed,
    },
    /// Wait for the user to approve in the bank's app.
    Wait {
        /// What to show; of a wait that goes on, nothing new is shown.
        prompt: ApprovalPrompt,
        /// When to ask again.
        poll_after: Duration,
        /// To hand back.
        conversation: Sealed,
    },
    /// Done.
    Authenticated {
        /// What later fetches need.
        consent: Sealed,
        /// When the user must authenticate again.
        expires_at: Timestamp,
    },
    /// It ended without success.
    Failed {
        /// How.
        failure: Failure,
        /// What the next [`BeginRequest`] is to bring; none leaves the item's consent as it is.
        consent: Option<Sealed>,
    },
}

/// An end that the bank or the user caused, as an item status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The item's status.
    pub status: ItemStatus,
    /// The finer reason.
    pub info: StatusCodeInfo,
}

impl From<ItemStatus> for Failure {
    fn from(status: ItemStatus) -> Self {
        Self { info: status.default_info(), status }
    }
}

/// What to fetch.
pub struct FetchRequest {
    /// The bank.
    pub provider: ProviderId,
    /// From [`Turn::Authenticated`] or the last [`FetchEnd`].
    pub consent: Sealed,
    /// Which accounts the item wants.
    pub account_types: AccountTypes,
    /// Who started it.
    pub attendance: Attendance,
    /// Operations wanted beside the accounts; none for the list of accounts alone.
    pub history: Option<History>,
}

/// Whether the user is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// Part of the authentication the user just went through.
    Attended,
    /// A refresh of its own.
    Unattended,
}

/// Operations of some accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// [`BankAccount::key`] of the accounts wanted, in the order in which they are to be read: who waits sees them in it.
    pub accounts: Vec<String>,
    /// Oldest date wanted; none for all there is.
    pub since: Option<Date>,
}

/// Where a fetch streams to. An error of the sink ends the fetch.
#[async_trait]
pub trait Sink: Send {
    /// An account with its balances.
    async fn account(&mut self, account: BankAccount) -> Result<(), SinkError>;

    /// Whom the item belongs to, where the bank names them.
    async fn holder(&mut self, holder: Holder) -> Result<(), SinkError>;

    /// All positions of one account, before its operations: what the server holds of it and is not here is gone at the
    /// bank. An account whose positions the bank does not tell keeps those it has.
    async fn positions(&mut self, account_key: &str, positions: Vec<BankPosition>) -> Result<(), SinkError>;

    /// All operations of one account in the range asked for: what the server holds in that range and is not here
    /// is gone at the bank. The last that is said of the account.
    async fn operations(
        &mut self,
        account_key: &str,
        operations: Vec<BankOperation>,
    ) -> Result<(), SinkError>;
}

/// The server could not take more.
#[derive(Debug, thiserror::Error)]
#[error("could not store what the bank sent")]
pub struct SinkError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// An account as the bank lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAccount {
    /// The bank's own stable name of it.
    pub key: String,
    /// Its label.
    pub name: String,
    /// Its kind.
    pub account_type: AccountType,
    /// Its currency.
    pub currency: Currency,
    /// Booked operations only, minor units.
    pub accounting_balance_minor: Option<i64>,
    /// With pending and future operations, minor units.
    pub instant_balance_minor: Option<i64>,
    /// A business account.
    pub is_pro: bool,
    /// Its IBAN.
    pub iban: Option<Iban>,
    /// For loans.
    pub loan_details: Option<LoanDetails>,
}

/// An operation as the bank lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankOperation {
    /// The bank's own stable name of it: the same while pending and once booked.
    pub key: String,
    /// A label fit for people.
    pub clean_description: String,
    /// The bank's raw label.
    pub provider_description: String,
    /// Minor units of the account's currency; negative is a debit.
    pub amount_minor: i64,
    /// The date to show: one of the three next.
    pub date: Date,
    /// When it was posted.
    pub booking_date: Option<Date>,
    /// When it was made.
    pub transaction_date: Option<Date>,
    /// The bank's reference date.
    pub value_date: Option<Date>,
    /// Category id.
    pub category_id: i64,
    /// How money moved.
    pub operation_type: OperationType,
    /// Pending or upcoming.
    pub is_future: bool,
}

/// A position of a securities account as the bank lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankPosition {
    /// The bank's own stable name of it within the account.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// The short name on its exchange.
    pub ticker: String,
    /// The exchange.
    pub marketplace: Option<String>,
    /// What it is.
    pub isin: Isin,
    /// The price of one unit, in units of the currency.
    pub current_price: Millionths,
    /// The currency of the prices and of the value.
    pub currency: Currency,
    /// How many units.
    pub quantity: Millionths,
    /// Price times quantity, in minor units.
    pub total_value_minor: i64,
    /// What one unit cost on average.
    pub average_purchase_price: Option<Millionths>,
    /// When the price was taken.
    pub value_date: Date,
}

/// How a fetch ended.
pub enum FetchEnd {
    /// All that was asked for was streamed.
    Complete {
        /// The consent to store from now on.
        consent: Sealed,
    },
    /// The bank or the user stands in the way.
    Failed {
        /// How.
        failure: Failure,
        /// The consent to store from now on.
        consent: Sealed,
    },
}

/// A fault that is nobody's state: it never marks an item as needing the user.
#[derive(Debug, thiserror::Error)]
pub enum ConnectorError {
    /// The bank can't be reached or answers nonsense: worth a retry.
    #[error("the bank did not answer as it should")]
    Bank(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A conversation or consent that this connector did not write.
    #[error("the stored state of the connector can't be read")]
    State(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why a fetch broke off.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// On the connector's side.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// On the server's side.
    #[error(transparent)]
    Sink(#[from] SinkError),
}
