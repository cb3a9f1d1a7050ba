//! Connections to the server, all made alike.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, RecyclingMethod};
use tokio_postgres::{Client, Config, Connection, Socket};

use super::tls;
use crate::{Options, StoreError};

/// How long a connection may take to be made: an operator who restarts the server waits for no longer.
const CONNECT: Duration = Duration::from_secs(2);

/// How much longer than a statement's limit its answer is waited for.
const GRACE: Duration = Duration::from_secs(1);

/// How connections are made.
#[derive(Clone)]
pub(crate) struct Sessions {
    config: Config,
    tls: tls::Connector,
    pub(super) readers: usize,
    /// How long an answer is waited for: for longer than a server that is well may take over a statement. One that hangs, or
    /// a line that was cut, says nothing at all.
    pub(super) patience: Duration,
}

/// A connection's other half, which carries its messages.
pub(super) type Line = Connection<Socket, tls::Stream>;

impl Sessions {
    /// Connections to that server under these options.
    pub(crate) fn new(address: &Config, options: &Options) -> Result<Self, StoreError> {
        let mut config = address.clone();
        let statement_ms = options.statement_timeout.as_millis().max(1);
        let lock_ms = (statement_ms / 2).max(1);
        // Rows that lie apart are no dearer than rows in a line: they are in memory, or on a disk without an arm.
        // A node that is stopped in the middle of a transaction gives its rows back.
        let ours = format!(
            "-c statement_timeout={statement_ms} -c lock_timeout={lock_ms} \
             -c idle_in_transaction_session_timeout={statement_ms} -c timezone=UTC -c random_page_cost=1.1"
        );
        let theirs = address.get_options().unwrap_or_default();
        config.options(format!("{ours} {theirs}"));
        if address.get_application_name().is_none() {
            config.application_name("passerelle");
        }
        if address.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        let tls = tls::connector(config.get_ssl_mode(), options.ca_file.as_deref())?;
        let patience = options.statement_timeout + GRACE;
        Ok(Self { config, tls, readers: options.readers, patience })
    }

    /// A connection whose other half runs by itself.
    pub(crate) async fn connect(&self) -> Result<Client, StoreError> {
        let (client, line) = self.connect_apart().await?;
        tokio::spawn(async move {
            if let Err(error) = line.await {
                tracing::warn!(%error, "a connection to the database ended");
            }
        });
        Ok(client)
    }

    /// A connection whose messages the caller carries.
    pub(super) async fn connect_apart(&self) -> Result<(Client, Line), StoreError> {
        Ok(self.config.connect(self.tls.clone()).await?)
    }

    /// What makes the connections of a pool.
    pub(super) fn manager(&self) -> Manager {
        let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        Manager::from_config(self.config.clone(), self.tls.clone(), config)
    }
}
