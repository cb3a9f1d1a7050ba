//! Connections that read, in a pool.

use std::time::Duration;

use deadpool_postgres::{Pool, PoolError, Runtime};
use futures::TryStreamExt as _;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;

use super::Sessions;
use super::row::PostgresRow;
use super::value::type_of;
use crate::value::Row;
use crate::{StoreError, Value};

/// How long a query waits for a connection that others use.
const WAIT: Duration = Duration::from_secs(5);

/// The pool.
pub(crate) struct Readers {
    pool: Pool,
    patience: Duration,
}

impl Readers {
    /// A pool whose connections are made when they are needed.
    pub(crate) fn new(sessions: &Sessions) -> Result<Self, StoreError> {
        let pool = Pool::builder(sessions.manager())
            .max_size(sessions.readers)
            .wait_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Engine(error.into()))?;
        Ok(Self { pool, patience: sessions.patience })
    }

    /// Runs a query; folds its rows into an accumulator as they come.
    pub(crate) async fn fold<A>(
        &self,
        sql: &str,
        params: &[Value],
        accumulator: A,
        each: impl FnMut(&mut A, &dyn Row) -> Result<(), StoreError>,
    ) -> Result<A, StoreError> {
        let folded = timeout(self.patience, self.run(sql, params, accumulator, each)).await;
        folded.map_err(|_| StoreError::hangs())?
    }

    async fn run<A>(
        &self,
        sql: &str,
        params: &[Value],
        mut accumulator: A,
        mut each: impl FnMut(&mut A, &dyn Row) -> Result<(), StoreError>,
    ) -> Result<A, StoreError> {
        let client = self.pool.get().await?;
        let types: Vec<_> = params.iter().map(type_of).collect();
        let statement = client.prepare_typed_cached(sql, &types).await?;
        let params = params.iter().map(|value| value as &(dyn ToSql + Sync));
        let rows = client.query_raw(&statement, params).await?;
        let mut rows = std::pin::pin!(rows);
        while let Some(row) = rows.try_next().await? {
            each(&mut accumulator, &PostgresRow(&row))?;
        }
        Ok(accumulator)
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Closed => Self::Closed,
            other => Self::Unavailable(other.into()),
        }
    }
}
