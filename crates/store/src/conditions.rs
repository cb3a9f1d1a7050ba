//! The conditions of a query whose filters are put together: only those that are asked for, so that each finds its index.

use std::fmt::Write as _;

use crate::Value;

/// Conditions with their parameters, numbered from 1.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: String,
    given: Vec<Value>,
}

impl Conditions {
    /// Adds a condition such as `user_id = $`, if there is a value for its parameter.
    pub(crate) fn add(&mut self, condition: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.push(condition, vec![value.into()]);
        }
    }

    /// Adds a condition, in which each `$` stands for the next of the values.
    pub(crate) fn push(&mut self, condition: &str, values: Vec<Value>) {
        let mut parts = condition.split('$');
        let joint = if self.sql.is_empty() { " WHERE " } else { " AND " };
        self.sql.extend([joint, parts.next().unwrap_or_default()]);
        for (part, value) in parts.zip(values) {
            self.given.push(value);
            write!(self.sql, "${}{part}", self.given.len()).expect("writing to a string never fails");
        }
    }

    /// The end of the query from `WHERE` on, in that order and of at most `limit` rows, with its parameters.
    pub(crate) fn page(mut self, order: &str, limit: u32) -> (String, Vec<Value>) {
        self.given.push(limit.into());
        (format!("{} ORDER BY {order} LIMIT ${}", self.sql, self.given.len()), self.given)
    }
}
