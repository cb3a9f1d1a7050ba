//! Values as both engines know them: what a statement is given, and what a row answers.

use jiff::Timestamp;
use jiff::civil::Date;
use passerelle_domain::{
    AccountId, ApplicationId, ConnectSessionId, ConnectSessionUuid, DeliveryId, EventId, ItemId, JobId,
    MessageId, ProviderId, StockId, TransactionId, UserId, UserUuid, WebhookId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::StoreError;

/// A parameter of a statement. Each kind is a column type of its own on an engine that has one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// An integer or an id.
    Integer(i64),
    /// A truth value.
    Bool(bool),
    /// Text.
    Text(String),
    /// Bytes: digests and sealed secrets.
    Bytes(Vec<u8>),
    /// An instant, kept to the microsecond.
    Instant(Timestamp),
    /// A date.
    Date(Date),
    /// A UUID.
    Uuid(Uuid),
    /// JSON.
    Json(String),
}

impl Value {
    /// A value as JSON.
    pub fn json(value: &impl Serialize) -> Self {
        Self::Json(serde_json::to_string(value).expect("what the store keeps as JSON always serialises"))
    }
}

macro_rules! value_from {
    ($($source:ty => $variant:ident $(. $convert:ident)?;)*) => {$(
        impl From<$source> for Value {
            fn from(value: $source) -> Self {
                Self::$variant(value$(.$convert())?.into())
            }
        }
    )*};
}

value_from! {
    i64 => Integer; i32 => Integer; u32 => Integer; bool => Bool;
    Vec<u8> => Bytes; [u8; 32] => Bytes; Timestamp => Instant; Date => Date; Uuid => Uuid;
    ApplicationId => Integer.get; UserId => Integer.get; ProviderId => Integer.get; ItemId => Integer.get;
    AccountId => Integer.get; StockId => Integer.get; TransactionId => Integer.get; ConnectSessionId => Integer.get;
    WebhookId => Integer.get; EventId => Integer.get; DeliveryId => Integer.get; JobId => Integer.get;
    UserUuid => Uuid.get; ConnectSessionUuid => Uuid.get; MessageId => Uuid.get;
}

/// PostgreSQL keeps no NUL in a text, and no bank means one.
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() })
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.contains('\0') { text.as_str().into() } else { Self::Text(text) }
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement, in the order of their numbers.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

/// What a column answers.
pub trait FromColumn<'row>: Sized {
    /// Reads the column of that index, from 0.
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError>;
}

/// A row of an answer, borrowed from the engine.
pub trait Row {
    /// Nothing stands in the column.
    fn is_null(&self, index: usize) -> Result<bool, StoreError>;
    /// An integer, an id or a truth value.
    fn integer(&self, index: usize) -> Result<i64, StoreError>;
    /// Text or JSON.
    fn text(&self, index: usize) -> Result<&str, StoreError>;
    /// Bytes.
    fn bytes(&self, index: usize) -> Result<&[u8], StoreError>;
    /// An instant.
    fn instant(&self, index: usize) -> Result<Timestamp, StoreError>;
    /// A date.
    fn date(&self, index: usize) -> Result<Date, StoreError>;
    /// A UUID.
    fn uuid(&self, index: usize) -> Result<Uuid, StoreError>;
}

impl dyn Row + '_ {
    /// The value of a column, typed.
    pub fn get<'row, T: FromColumn<'row>>(&'row self, index: usize) -> Result<T, StoreError> {
        T::from_column(self, index)
    }

    /// A column of JSON.
    pub fn json<T: DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(index)?).map_err(|error| StoreError::content(index, error))
    }

    /// A column of JSON or nothing.
    pub fn optional_json<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, StoreError> {
        if self.is_null(index)? { Ok(None) } else { self.json(index).map(Some) }
    }

    /// A column whose text names something.
    pub fn named<T>(&self, index: usize, from_name: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        from_name(self.text(index)?).ok_or_else(|| StoreError::content(index, UnknownName))
    }

    /// A column whose text is parsed.
    pub fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        index: usize,
    ) -> Result<T, StoreError> {
        self.text(index)?.parse().map_err(|error| StoreError::content(index, error))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a name that this version does not know")]
struct UnknownName;

impl<'row, T: FromColumn<'row>> FromColumn<'row> for Option<T> {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        if row.is_null(index)? { Ok(None) } else { T::from_column(row, index).map(Some) }
    }
}

impl<'row> FromColumn<'row> for &'row str {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        row.text(index)
    }
}

impl<'row> FromColumn<'row> for String {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        row.text(index).map(str::to_owned)
    }
}

impl<'row> FromColumn<'row> for Vec<u8> {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        row.bytes(index).map(<[u8]>::to_vec)
    }
}

impl<'row> FromColumn<'row> for [u8; 32] {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        row.bytes(index)?.try_into().map_err(|error| StoreError::content(index, error))
    }
}

impl<'row> FromColumn<'row> for bool {
    fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
        row.integer(index).map(|value| value != 0)
    }
}

macro_rules! from_column {
    ($($target:ty: $read:ident $(as $via:ident)?;)*) => {$(
        impl<'row> FromColumn<'row> for $target {
            fn from_column(row: &'row dyn Row, index: usize) -> Result<Self, StoreError> {
                let value = row.$read(index)?;
                from_column!(@convert value, index, $($via)?)
            }
        }
    )*};
    (@convert $value:ident, $index:ident, ) => { Ok($value) };
    (@convert $value:ident, $index:ident, checked) => {
        Self::try_from($value).map_err(|error| StoreError::content($index, error))
    };
    (@convert $value:ident, $index:ident, uuid) => { Ok(Self::from($value)) };
}

from_column! {
    i64: integer; u32: integer as checked; i32: integer as checked; Timestamp: instant; Date: date; Uuid: uuid;
    ApplicationId: integer as checked; UserId: integer as checked; ProviderId: integer as checked;
    ItemId: integer as checked; AccountId: integer as checked; StockId: integer as checked; TransactionId: integer as checked;
    ConnectSessionId: integer as checked; WebhookId: integer as checked; EventId: integer as checked;
    DeliveryId: integer as checked; JobId: integer as checked;
    UserUuid: uuid as uuid; ConnectSessionUuid: uuid as uuid; MessageId: uuid as uuid;
}
