//! Rows of SQLite.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use crate::StoreError;
use crate::value::Row;

/// A row, borrowed from its statement.
pub(super) struct SqliteRow<'a>(pub(super) &'a rusqlite::Row<'a>);

impl SqliteRow<'_> {
    fn value(&self, index: usize) -> Result<ValueRef<'_>, StoreError> {
        self.0.get_ref(index).map_err(|error| StoreError::content(index, error))
    }
}

impl Row for SqliteRow<'_> {
    fn is_null(&self, index: usize) -> Result<bool, StoreError> {
        Ok(matches!(self.value(index)?, ValueRef::Null))
    }

    fn integer(&self, index: usize) -> Result<i64, StoreError> {
        self.value(index)?.as_i64().map_err(|error| StoreError::content(index, error))
    }

    fn text(&self, index: usize) -> Result<&str, StoreError> {
        self.value(index)?.as_str().map_err(|error| StoreError::content(index, error))
    }

    fn bytes(&self, index: usize) -> Result<&[u8], StoreError> {
        self.value(index)?.as_blob().map_err(|error| StoreError::content(index, error))
    }

    fn instant(&self, index: usize) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(self.integer(index)?).map_err(|error| StoreError::content(index, error))
    }

    fn date(&self, index: usize) -> Result<Date, StoreError> {
        self.text(index)?.parse().map_err(|error: jiff::Error| StoreError::content(index, error))
    }

    fn uuid(&self, index: usize) -> Result<Uuid, StoreError> {
        Uuid::try_parse(self.text(index)?).map_err(|error| StoreError::content(index, error))
    }
}
