//! Where the data is, and how it is opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::StoreError;

/// Where the data is: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// The embedded engine's file.
    Sqlite(PathBuf),
    /// A PostgreSQL server, its database, and the options of its URL.
    Postgres(Box<tokio_postgres::Config>),
}

impl Address {
    /// The file of the key ring: the one that was named; on SQLite otherwise `PATH.key`.
    pub(crate) fn key_file(&self, named: Option<&Path>) -> Result<PathBuf, StoreError> {
        match (self, named) {
            (_, Some(named)) => Ok(named.to_owned()),
            (Self::Sqlite(path), None) => {
                let mut path = path.clone().into_os_string();
                path.push(".key");
                Ok(path.into())
            }
            (Self::Postgres(_), None) => Err(StoreError::NoKeyFile),
        }
    }
}

/// For people: the file, or server and database without a password.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use tokio_postgres::config::Host;
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(config) => {
                for (number, host) in config.get_hosts().iter().enumerate() {
                    let comma = if number == 0 { "" } else { "," };
                    match host {
                        Host::Tcp(name) => write!(f, "{comma}{name}")?,
                        Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
                    }
                }
                write!(f, "/{}", config.get_dbname().unwrap_or_default())
            }
        }
    }
}

impl std::str::FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let config = text.parse().map_err(|error: tokio_postgres::Error| {
                // Its source names the part that is wrong, and never the password.
                StoreError::Address(Some(error.into()))
            })?;
            return Ok(Self::Postgres(Box::new(config)));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            _ => Err(StoreError::Address(None)),
        }
    }
}

/// How to open a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The key ring, made on first use. SQLite has it beside its file if none is named; PostgreSQL needs a name.
    pub key_file: Option<PathBuf>,
    /// How many queries run at once: threads on SQLite, connections on PostgreSQL (which has two more).
    pub readers: usize,
    /// How long a statement may take on PostgreSQL; a row that another node holds is waited for half as long.
    pub statement_timeout: Duration,
    /// Who may sign the certificate of the PostgreSQL server (PEM); none for the system's authorities.
    pub ca_file: Option<PathBuf>,
    /// Fault injection for tests: the process dies right after that many commits.
    pub abort_after_commits: Option<u64>,
    /// For tests of what queries cost: their texts are kept.
    pub keep_queries: bool,
    /// For tests of upgrades: no migration behind that number is run.
    pub last_migration: Option<i32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            key_file: None,
            readers: 4,
            statement_timeout: Duration::from_secs(10),
            ca_file: None,
            abort_after_commits: None,
            keep_queries: false,
            last_migration: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_an_engine_and_never_show_a_password() {
        let shown = |text: &str| text.parse::<Address>().map(|address| address.to_string());
        assert_eq!(shown("sqlite:some/file.db").expect("a file"), "some/file.db");
        let url = "postgres://me:secret@db.example:5433/bank?sslmode=require";
        assert_eq!(shown(url).expect("a server"), "db.example/bank");
        assert!(!format!("{:?}", url.parse::<Address>()).contains("secret"));
        for bad in ["", "file.db", "sqlite:", "mysql://x", "postgres://me:secret@host:port/db"] {
            let error = shown(bad).expect_err(bad);
            assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
        }
    }
}
