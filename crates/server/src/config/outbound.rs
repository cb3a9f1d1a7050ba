//! `[outbound]`

use std::net::SocketAddr;

use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Outbound {
    /// Whether webhooks may go to private addresses and by plain `http`; without it only while the public URL is of this
    /// machine.
    pub(crate) allow_private: Option<bool>,
    /// Who knows the addresses of webhooks' names, instead of the system's resolver.
    pub(crate) dns_servers: Vec<SocketAddr>,
}
