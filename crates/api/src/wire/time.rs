//! Times: ISO 8601, UTC, milliseconds, `Z`.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, Schema, SchemaFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A time on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time(pub(crate) Timestamp);

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Time {}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Rounded down: what is called the latest change is never later than it was.
        let millisecond = self.0.as_millisecond() - i64::from(self.0.as_microsecond() % 1000 < 0);
        let at = Timestamp::from_millisecond(millisecond).unwrap_or(self.0);
        serializer.collect_str(&format_args!("{at:.3}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        for (text, expected) in [
            ("2024-11-19T18:44:09.523Z", "\"2024-11-19T18:44:09.523Z\""),
            ("2024-11-19T18:44:09Z", "\"2024-11-19T18:44:09.000Z\""),
            ("2024-11-19T18:44:09.523999Z", "\"2024-11-19T18:44:09.523Z\""),
        ] {
            let time = Time(text.parse().expect("a time"));
            assert_eq!(serde_json::to_string(&time).expect("JSON"), expected);
        }
    }
}
