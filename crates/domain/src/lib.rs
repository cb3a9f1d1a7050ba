//! What Passerelle is about, without I/O and without async: ids, money, items, accounts, transactions, the Connect
//! session's step machine, and the callback that ends it.
//!
//! Values are parsed into types that can't be wrong at the edge and trusted from then on.

pub mod account;
pub mod application;
pub mod callback;
pub mod clock;
pub mod colour;
pub mod connect_session;

pub mod country;
pub mod email;
pub mod event;
pub mod iban;
pub mod ids;
pub mod isin;
pub mod item;
pub mod money;
pub mod network;
pub mod provider;
pub mod step;
pub mod stock;
pub mod trace;
pub mod transaction;
pub mod webhook;

pub use account::{Account, AccountType, DataAccess, LoanDetails, RefreshOutcome};
pub use application::{Application, CallbackMode, EmailValidation, Environment, Feature};
pub use callback::{CallbackUrl, WayBack};
pub use clock::{Clock, SystemClock, VirtualClock};
pub use colour::{Colour, InvalidColour};
pub use connect_session::ConnectSession;

pub use country::Country;
pub use email::EmailAddress;
pub use event::{Event, EventKind, RefreshTrigger};
pub use iban::Iban;
pub use ids::{
    AccountId, ApplicationId, ConnectSessionId, ConnectSessionUuid, DeliveryId, EventId, ExternalUserId,
    ItemId, ItemKey, JobId, MessageId, Owned, ProviderId, SessionKey, StockId, TransactionId, UserId,
    UserUuid, WebhookId,
};
pub use isin::Isin;
pub use item::{AccountTypes, Holder, Item, ItemStatus, StatusCodeInfo};
pub use money::{Currency, Money};
pub use network::Network;
pub use provider::{Capability, Health, Provider};
pub use step::Step;
pub use stock::{Millionths, Stock};
pub use trace::Trace;
pub use transaction::{OperationType, Transaction};
pub use webhook::{Failing, OffReason, Subscription};
