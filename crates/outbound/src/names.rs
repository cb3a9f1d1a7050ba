//! Who knows the addresses of names.

use std::net::SocketAddr;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig,
};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;

/// Who is asked.
#[derive(Clone)]
pub(crate) enum Names {
    /// The system's resolver: its files, its servers.
    System,
    /// Servers that the operator chose, and nobody else.
    Servers(Box<TokioResolver>),
}

impl Names {
    /// Those servers; the system's resolver without one.
    pub(crate) fn new(servers: &[SocketAddr]) -> Result<Self, NetError> {
        if servers.is_empty() {
            return Ok(Self::System);
        }
        let servers = servers.iter().map(|server| {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                connection.port = server.port();
                connection
            });
            NameServerConfig::new(server.ip(), true, connections.into())
        });
        let config = ResolverConfig::from_name_servers(servers.collect());
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        builder.options_mut().use_hosts_file = ResolveHosts::Never;
        builder.options_mut().ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
        builder.build().map(Box::new).map(Self::Servers)
    }

    /// All addresses of a name.
    pub(crate) async fn addresses(
        &self,
        name: &str,
    ) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((name, 0)).await?.collect()),
            Self::Servers(resolver) => {
                let found = resolver.lookup_ip(name).await?;
                Ok(found.iter().map(|address| SocketAddr::new(address, 0)).collect())
            }
        }
    }
}
