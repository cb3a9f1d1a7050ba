//! `[database]`

use anyhow::Context as _;
use passerelle_store::Address;
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Database {
    /// `sqlite:PATH`.
    pub(crate) url: Option<String>,
}

impl Database {
    /// The address, which has no default: data that nobody placed is data that nobody finds again.
    pub(crate) fn address(&self) -> anyhow::Result<Address> {
        let url = self.url.as_deref();
        let url = url.context(
            "database.url is not set: give --database sqlite:PATH, or set it in the configuration",
        )?;
        url.parse().context("database.url")
    }
}
