//! Writes as values (docs/adr: writes are values).

use std::borrow::Cow;

use passerelle_domain::ConnectSessionId;

use crate::Value;

/// How many rows a statement must touch, each time it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// As many as there are.
    Any,
    /// Exactly one: another number is a conflict, and the whole batch is undone.
    One,
}

/// One text of SQL and the parameters of each of its runs.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: Cow<'static, str>,
    pub(crate) runs: Vec<Vec<Value>>,
    pub(crate) rows: Rows,
}

/// Who has to look again once a batch is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Whoever watches this session.
    Session(ConnectSessionId),
    /// The runner of jobs.
    Jobs,
    /// The deliverer of webhooks.
    Deliveries,
}

/// The writes of a request or of a job's step: all of them happen, or none.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) statements: Vec<Statement>,
    pub(crate) notices: Vec<Notice>,
}

impl Batch {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// True when there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// Puts another batch behind this one.
    pub fn append(&mut self, other: Self) {
        self.statements.extend(other.statements);
        self.notices.extend(other.notices);
    }

    pub(crate) fn push(&mut self, sql: &'static str, params: Vec<Value>, rows: Rows) {
        self.bulk(sql, vec![params], rows);
    }

    /// One statement for many rows.
    pub(crate) fn bulk(&mut self, sql: &'static str, runs: Vec<Vec<Value>>, rows: Rows) {
        if !runs.is_empty() {
            self.statements.push(Statement { sql: sql.into(), runs, rows });
        }
    }

    pub(crate) fn notify(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }
}
