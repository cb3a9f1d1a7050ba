//! Whether somebody can be reached: a connection as a call makes it, with TLS where the URL says so, and nothing more.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use url::{Host, Url};

use crate::{Client, SendError};

impl Client {
    /// Opens a connection and closes it; nothing is asked. Says which address it led to.
    pub async fn reach(&self, url: &Url) -> Result<SocketAddr, SendError> {
        self.check(url)?;
        tokio::time::timeout(self.timeout, self.connect(url)).await.map_err(|_| SendError::Timeout)?
    }

    async fn connect(&self, url: &Url) -> Result<SocketAddr, SendError> {
        let (host, port) = url.host().zip(url.port_or_known_default()).ok_or(SendError::RefusedAddress)?;
        let addresses: Vec<IpAddr> = match host {
            Host::Ipv4(address) => vec![address.into()],
            Host::Ipv6(address) => vec![address.into()],
            Host::Domain(name) => self.addresses(name).await?,
        };
        let addresses: Vec<SocketAddr> = addresses.into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
        let stream = TcpStream::connect(addresses.as_slice()).await.map_err(connect)?;
        let address = stream.peer_addr().map_err(connect)?;
        if url.scheme() == "https" {
            let name = match host {
                Host::Ipv4(address) => ServerName::from(IpAddr::from(address)),
                Host::Ipv6(address) => ServerName::from(IpAddr::from(address)),
                Host::Domain(name) => ServerName::try_from(name.to_owned()).map_err(connect)?,
            };
            // As the calls do: the system's authorities.
            let config = ClientConfig::with_platform_verifier().map_err(connect)?;
            TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(connect)?;
        }
        Ok(address)
    }

    /// The addresses of a name that the policy allows.
    async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, SendError> {
        let found = self.names.addresses(name).await;
        let found = found.map_err(|error| SendError::Connect(error.to_string()))?;
        let found = found.into_iter().map(|address| address.ip());
        let allowed: Vec<IpAddr> = found.filter(|address| (self.guard.allows)(*address)).collect();
        if allowed.is_empty() { Err(SendError::RefusedAddress) } else { Ok(allowed) }
    }
}

fn connect(error: impl std::error::Error) -> SendError {
    SendError::Connect(error.to_string())
}
