//! What the document says of values that `domain` names: the names come from the types themselves.

use std::borrow::Cow;

use passerelle_domain as domain;
use passerelle_store::delivery_records;
use serde_json::Value;
use utoipa::openapi::schema::{Schema, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

macro_rules! named {
    ($($(#[doc = $about:literal])* $name:ident: $type:ident of $values:expr;)*) => {$(
        $(#[doc = $about])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let values: Vec<Value> = $values.into_iter().map(Into::into).collect();
                let about = [$($about.trim()),*].join(" ");
                let description = (!about.is_empty()).then_some(about);
                let of_type = ObjectBuilder::new().schema_type(Type::$type).description(description);
                if values.is_empty() { of_type.into() } else { of_type.enum_values(Some(values)).into() }
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

named! {
    /// `payment` means checking accounts and cards.
    AccountTypes: String of domain::AccountTypes::ALL.map(domain::AccountTypes::name);
    /// The kind of an account.
    AccountType: String of domain::AccountType::ALL.iter().map(|value| value.name());
    /// What a provider can do.
    Capability: String of domain::Capability::ALL.map(domain::Capability::name);
    /// ISO 3166-1 alpha-2.
    Country: String of domain::Country::ALL.iter().map(|value| value.code());
    /// ISO 4217, such as `EUR`.
    Currency: String of Vec::<&str>::new();
    /// An account that is not `enabled` shows neither balance nor IBAN, and has no transactions and stocks.
    DataAccess: String of domain::DataAccess::ALL.iter().map(|value| value.name());
    /// What became of a delivery: it is attempted, arrived, or was given up.
    DeliveryStatus: String of delivery_records::Status::ALL.map(delivery_records::Status::name);
    /// For whom there is a provider.
    Environment: String of domain::Environment::ALL.map(domain::Environment::name);
    /// What happened.
    EventType: String of domain::EventKind::ALL.iter().map(|value| value.name());
    /// As usual, slowly, or not at all.
    Health: String of domain::Health::ALL.map(domain::Health::name);
    /// 0 is healthy, a negative number is in progress (-2 just added, -3 credentials just changed), the rest is broken:
    /// 402 wrong credentials, 429 the user must act on the bank's site, 1003 technical failure, 1005 not supported,
    /// 1007 switched off for a while, 1009 incomplete, 1010 the bank wants to see the user, 1099 being moved,
    /// 1100 business accounts not attested.
    ItemStatus: Integer of domain::ItemStatus::ALL.map(domain::ItemStatus::code);
    /// How money moved.
    OperationType: String of domain::OperationType::ALL.iter().map(|value| value.name());
    /// Of an item's last refresh.
    RefreshOutcome: String of domain::RefreshOutcome::ALL.iter().map(|value| value.name());
}
