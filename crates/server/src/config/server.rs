//! `[server]`

use std::net::{Ipv4Addr, SocketAddr};

use serde::Deserialize;
use url::Url;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Address to listen on.
    pub(crate) listen: SocketAddr,
    /// Where people reach this server; without it `http://localhost` with the port.
    pub(crate) public_url: Option<Url>,
    /// Who runs it, as the pages' footer says.
    pub(crate) operator_name: Option<String>,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: (Ipv4Addr::LOCALHOST, 8080).into(), public_url: None, operator_name: None }
    }
}
