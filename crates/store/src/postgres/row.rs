//! Rows of PostgreSQL.

use std::error::Error;

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

use super::value::{EPOCH, EPOCH_MICROSECONDS};
use crate::StoreError;
use crate::value::Row;

/// A row, as it came over the line.
pub(super) struct PostgresRow<'a>(pub(super) &'a tokio_postgres::Row);

/// The bytes of a column, whatever its type.
struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

#[derive(Debug, thiserror::Error)]
#[error("nothing, or a value of another type")]
struct Unexpected;

impl PostgresRow<'_> {
    fn raw(&self, index: usize) -> Result<Option<&[u8]>, StoreError> {
        self.0
            .try_get::<_, Raw<'_>>(index)
            .map(|raw| raw.0)
            .map_err(|error| StoreError::content(index, error))
    }

    fn of_type(&self, index: usize, expected: &[Type]) -> Result<&[u8], StoreError> {
        let found = self.0.columns().get(index).map(tokio_postgres::Column::type_);
        let is_expected = found.is_some_and(|found| expected.contains(found));
        let raw = self.raw(index)?.filter(|_| is_expected);
        raw.ok_or_else(|| StoreError::content(index, Unexpected))
    }

    fn fixed<const N: usize>(&self, index: usize, expected: &Type) -> Result<[u8; N], StoreError> {
        let raw = self.of_type(index, std::slice::from_ref(expected))?;
        raw.try_into().map_err(|error| StoreError::content(index, error))
    }
}

impl Row for PostgresRow<'_> {
    fn is_null(&self, index: usize) -> Result<bool, StoreError> {
        Ok(self.raw(index)?.is_none())
    }

    fn integer(&self, index: usize) -> Result<i64, StoreError> {
        match self.of_type(index, &[Type::INT8, Type::INT4, Type::BOOL])? {
            [byte] => Ok(i64::from(*byte)),
            [a, b, c, d] => Ok(i64::from(i32::from_be_bytes([*a, *b, *c, *d]))),
            bytes => {
                let bytes = bytes.try_into().map_err(|error| StoreError::content(index, error))?;
                Ok(i64::from_be_bytes(bytes))
            }
        }
    }

    fn text(&self, index: usize) -> Result<&str, StoreError> {
        let raw = self.of_type(index, &[Type::TEXT, Type::VARCHAR, Type::JSONB])?;
        let is_json = self.0.columns()[index].type_() == &Type::JSONB;
        // The binary form of JSON begins with its version.
        let raw = if is_json { raw.get(1..).unwrap_or_default() } else { raw };
        std::str::from_utf8(raw).map_err(|error| StoreError::content(index, error))
    }

    fn bytes(&self, index: usize) -> Result<&[u8], StoreError> {
        self.of_type(index, &[Type::BYTEA])
    }

    fn instant(&self, index: usize) -> Result<Timestamp, StoreError> {
        let since_epoch = i64::from_be_bytes(self.fixed(index, &Type::TIMESTAMPTZ)?);
        Timestamp::from_microsecond(since_epoch.saturating_add(EPOCH_MICROSECONDS))
            .map_err(|error| StoreError::content(index, error))
    }

    fn date(&self, index: usize) -> Result<Date, StoreError> {
        let since_epoch = i32::from_be_bytes(self.fixed(index, &Type::DATE)?);
        EPOCH.checked_add(since_epoch.days()).map_err(|error| StoreError::content(index, error))
    }

    fn uuid(&self, index: usize) -> Result<Uuid, StoreError> {
        Ok(Uuid::from_bytes(self.fixed(index, &Type::UUID)?))
    }
}
