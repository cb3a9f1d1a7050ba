//! `[database]`

use std::path::PathBuf;

use anyhow::Context as _;
use passerelle_store::{Address, Options};
use serde::Deserialize;

use super::Milliseconds;
use crate::failure::Reason;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    pub(crate) url: Option<String>,
    /// A file that holds the URL: it may have a password in it.
    pub(crate) url_file: Option<PathBuf>,
    /// The key ring's file, made on first use; on SQLite `PATH.key` if none is named.
    pub(crate) key_file: Option<PathBuf>,
    /// How many queries run at once.
    pub(crate) readers: usize,
    /// How long a statement may take (PostgreSQL).
    pub(crate) statement_timeout_ms: Milliseconds,
    /// Who may sign the server's certificate (PostgreSQL, PEM); without it the system's authorities.
    pub(crate) ca_file: Option<PathBuf>,
}

impl Default for Database {
    fn default() -> Self {
        let options = Options::default();
        Self {
            url: None,
            url_file: None,
            key_file: None,
            readers: options.readers,
            statement_timeout_ms: Milliseconds::from(options.statement_timeout),
            ca_file: None,
        }
    }
}

impl Database {
    /// The address, which has no default: data that nobody placed is data that nobody finds again.
    pub(crate) fn address(&self) -> anyhow::Result<Address> {
        self.configured().map_err(|error| Reason::Usage.because(error))
    }

    fn configured(&self) -> anyhow::Result<Address> {
        let from_file = match (&self.url, &self.url_file) {
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("database.url_file: {}", path.display()))?;
                Some(text.trim().to_owned())
            }
            _ => None,
        };
        let url = self.url.as_deref().or(from_file.as_deref());
        let url = url.context(
            "database.url is not set: give --database sqlite:PATH or --database postgres://USER@HOST/DATABASE, \
             or set it in the configuration",
        )?;
        let address: Address = url.parse().context("database.url")?;
        if matches!(address, Address::Postgres(_)) && self.key_file.is_none() {
            anyhow::bail!(
                "database.key_file is not set: a PostgreSQL database has no place for a key ring beside it; give \
                 --key-file PATH, the same file on every node"
            );
        }
        Ok(address)
    }

    /// How the database is opened.
    pub(crate) fn options(&self, abort_after_commits: Option<u64>) -> Options {
        Options {
            key_file: self.key_file.clone(),
            readers: self.readers,
            statement_timeout: self.statement_timeout_ms.get(),
            ca_file: self.ca_file.clone(),
            abort_after_commits,
            ..Options::default()
        }
    }
}
