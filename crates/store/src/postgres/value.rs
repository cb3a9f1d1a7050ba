//! Values as PostgreSQL takes them: the binary form of their column types.

use std::error::Error;

use jiff::Timestamp;
use jiff::civil::Date;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::Value;

/// PostgreSQL counts days and microseconds from the first of January 2000.
pub(super) const EPOCH: Date = Date::constant(2000, 1, 1);
pub(super) const EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

type Encoded = Result<IsNull, Box<dyn Error + Sync + Send>>;

/// The type of a parameter, for the server to prepare with; of nothing it finds out by itself.
pub(super) fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Bool(_) => Type::BOOL,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
        Value::Instant(_) => Type::TIMESTAMPTZ,
        Value::Date(_) => Type::DATE,
        Value::Uuid(_) => Type::UUID,
        Value::Json(_) => Type::JSONB,
    }
}

impl ToSql for Value {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Integer(value) => out.extend_from_slice(&value.to_be_bytes()),
            Self::Bool(value) => out.extend_from_slice(&[u8::from(*value)]),
            Self::Text(text) | Self::Json(text) => {
                if *of == Type::JSONB {
                    // The version of the binary form.
                    out.extend_from_slice(&[1]);
                }
                out.extend_from_slice(text.as_bytes());
            }
            Self::Bytes(bytes) => out.extend_from_slice(bytes),
            Self::Instant(at) => out.extend_from_slice(&microseconds(*at).to_be_bytes()),
            Self::Date(date) => out.extend_from_slice(&days(*date).to_be_bytes()),
            Self::Uuid(uuid) => out.extend_from_slice(uuid.as_bytes()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn microseconds(at: Timestamp) -> i64 {
    at.as_microsecond() - EPOCH_MICROSECONDS
}

fn days(date: Date) -> i32 {
    date.since(EPOCH).expect("two dates are days apart").get_days()
}

/// A column of many rows, as an array.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub(super) rows: &'a [&'a [Value]],
    pub(super) index: usize,
}

impl ToSql for Column<'_> {
    /// The array of the binary protocol: dimensions, whether there are nulls, the element's type, length and first
    /// index, then the elements, each behind its length.
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Encoded {
        let tokio_postgres::types::Kind::Array(element) = of.kind() else {
            return Err(format!("a column of rows is given where {of} is wanted").into());
        };
        let values = || self.rows.iter().map(|row| &row[self.index]);
        let has_nulls = values().any(|value| *value == Value::Null);
        let count = i32::try_from(self.rows.len())?;
        for number in [1, i32::from(has_nulls)] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(&element.oid().to_be_bytes());
        for number in [count, 1] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        for value in values() {
            let start = out.len();
            out.extend_from_slice(&[0; 4]);
            let length = match value.to_sql(element, out)? {
                IsNull::Yes => -1,
                IsNull::No => i32::try_from(out.len() - start - 4)?,
            };
            out[start..start + 4].copy_from_slice(&length.to_be_bytes());
        }
        Ok(IsNull::No)
    }

    fn accepts(of: &Type) -> bool {
        matches!(of.kind(), tokio_postgres::types::Kind::Array(_))
    }

    to_sql_checked!();
}
