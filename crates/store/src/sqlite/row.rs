//! Rows of SQLite.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use crate::StoreError;
use crate::value::Row;

/// A date as an integer column holds it: 20261125.
pub(super) fn date_as_integer(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn date_from_integer(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let (month, day) = (i8::try_from(number / 100 % 100).ok()?, i8::try_from(number % 100).ok()?);
    Date::new(year, month, day).ok()
}

#[derive(Debug, thiserror::Error)]
#[error("an integer that is no date")]
struct NoDate;

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
        date_from_integer(self.integer(index)?).ok_or_else(|| StoreError::content(index, NoDate))
    }

    fn uuid(&self, index: usize) -> Result<Uuid, StoreError> {
        Uuid::try_parse(self.text(index)?).map_err(|error| StoreError::content(index, error))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{date_as_integer, date_from_integer};

    #[test]
    fn dates_are_integers_in_their_order() {
        let dates =
            [(date(1, 1, 1), 10_101), (date(1999, 12, 31), 19_991_231), (date(2028, 2, 29), 20_280_229)];
        for (date, integer) in dates {
            assert_eq!(date_as_integer(date), integer);
            assert_eq!(date_from_integer(integer), Some(date));
        }
        for no_date in [0, -20_261_125, 20_261_131, 20_270_229, i64::MAX] {
            assert_eq!(date_from_integer(no_date), None, "{no_date}");
        }
    }
}
