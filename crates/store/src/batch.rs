//! Writes as values (docs/adr: writes are values).

use passerelle_domain::ConnectSessionId;

use crate::Value;

/// How many rows a statement must touch, for each set of its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// As many as there are.
    Any,
    /// Exactly one: another number is a conflict, and the whole batch is undone.
    One,
}

/// The text of a statement: one for both engines, or one each where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sql {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

impl From<&'static str> for Sql {
    fn from(shared: &'static str) -> Self {
        Self { sqlite: shared, postgres: shared }
    }
}

/// The parameters of a statement.
#[derive(Debug, Clone)]
pub(crate) enum Params {
    /// Of one run.
    Once(Vec<Value>),
    /// Of many rows: on SQLite a run each, on PostgreSQL one run with an array for each column.
    Rows(Vec<Vec<Value>>),
}

/// What is run, with what, and how much it must touch.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) sql: Sql,
    pub(crate) params: Params,
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

    pub(crate) fn push(&mut self, sql: impl Into<Sql>, params: Vec<Value>, rows: Rows) {
        self.statements.push(Statement { sql: sql.into(), params: Params::Once(params), rows });
    }

    /// One statement for many rows, each of which must touch one, and none of which depends on another. Batches that are
    /// nothing else may run with those of other callers as one.
    pub(crate) fn bulk(&mut self, sql: Sql, rows: Vec<Vec<Value>>) {
        if !rows.is_empty() {
            self.statements.push(Statement { sql, params: Params::Rows(rows), rows: Rows::One });
        }
    }

    /// The same of one row.
    pub(crate) fn row(&mut self, sql: Sql, row: Vec<Value>) {
        self.bulk(sql, vec![row]);
    }

    pub(crate) fn notify(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }
}
