//! `[server]`

use std::net::{Ipv4Addr, SocketAddr};

use passerelle_domain::Network;
use serde::Deserialize;
use url::Url;

use super::Milliseconds;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Address to listen on.
    pub(crate) listen: SocketAddr,
    /// Where people reach this server; without it `http://localhost` with the port.
    pub(crate) public_url: Option<Url>,
    /// Who runs it, as the pages' footer says.
    pub(crate) operator_name: Option<String>,
    /// Proxies whose `X-Forwarded-For` and `Forwarded` are believed.
    pub(crate) trusted_proxies: Vec<Network>,
    /// At the end: how long it still takes requests after it began to say that it is not ready.
    pub(crate) drain_delay_ms: Milliseconds,
    /// After that: how long open requests, jobs and deliveries may still take.
    pub(crate) drain_ms: Milliseconds,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 8080).into(),
            public_url: None,
            operator_name: None,
            trusted_proxies: Vec::new(),
            drain_delay_ms: Milliseconds::new(0),
            drain_ms: Milliseconds::new(10_000),
        }
    }
}
