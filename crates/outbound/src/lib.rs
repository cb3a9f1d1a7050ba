//! The only HTTP clients. Whatever address a call goes to, it passes the address policy: literal addresses, resolved
//! ones, and no redirect is followed.

mod names;
mod policy;
mod reach;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hickory_resolver::net::NetError;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect;
use url::Url;

use names::Names;
pub use policy::AddressPolicy;
pub use reqwest::StatusCode;
pub use reqwest::header;

/// How much of an answer's body is kept, for people who look for the cause of a failure.
const EXCERPT_BYTES: usize = 1024;

/// How much of an answer's body is read at most.
const LONGEST_BODY: usize = 10 * 1024;

/// How much is fetched at most.
const LONGEST_FETCHED: usize = 8 * 1024 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status, redirects as they are.
    pub status: StatusCode,
    /// How long the receiver asks to wait, if it says so in seconds.
    pub retry_after: Option<Duration>,
    /// The beginning of the body.
    pub excerpt: String,
}

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The status, redirects as they are.
    pub status: StatusCode,
    /// How long the server asks to wait, if it says so in seconds.
    pub retry_after: Option<Duration>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Why nothing came back. The texts hold nothing secret and may be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The address policy forbids it.
    #[error("the address is not allowed: private, local or not http(s)")]
    RefusedAddress,
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection: the name, the network or TLS.
    #[error("no connection: {0}")]
    Connect(String),
    /// Anything else on the way.
    #[error("the request failed: {0}")]
    Other(String),
}

/// A client for calls to addresses that others chose.
#[derive(Clone)]
pub struct Client {
    inner: reqwest::Client,
    guard: Guard,
    names: Names,
    timeout: Duration,
}

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// TLS.
    #[error("the HTTP client could not be made")]
    Http(#[source] reqwest::Error),
    /// The DNS servers.
    #[error("the resolver of names could not be made")]
    Names(#[source] NetError),
}

impl Client {
    /// A client whose calls take at most `timeout` each. Names are asked of `dns_servers`; without any, of the system's
    /// resolver.
    pub fn new(
        policy: AddressPolicy,
        dns_servers: &[SocketAddr],
        timeout: Duration,
    ) -> Result<Self, ClientError> {
        let guard = Guard { allows: Arc::new(move |address| policy.allows(address)), policy };
        Self::with(guard, dns_servers, timeout)
    }

    fn with(guard: Guard, dns_servers: &[SocketAddr], timeout: Duration) -> Result<Self, ClientError> {
        let names = Names::new(dns_servers).map_err(ClientError::Names)?;
        let resolver = PolicedResolver { guard: guard.clone(), names: names.clone() };
        let inner = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(timeout)
            .connect_timeout(timeout)
            .user_agent(concat!("Passerelle/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(resolver))
            .no_proxy()
            .build()
            .map_err(ClientError::Http)?;
        Ok(Self { inner, guard, names, timeout })
    }

    /// Posts a body.
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<Answer, SendError> {
        self.check(url)?;
        let request = self.inner.post(url.clone()).headers(headers).body(body);
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let (status, retry_after) = (response.status(), retry_after(response.headers()));
        let mut body = Vec::new();
        // A body that breaks off is no reason to call an answer none.
        while body.len() < LONGEST_BODY {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) | Err(_) => break,
            }
        }
        body.truncate(EXCERPT_BYTES);
        Ok(Answer { status, retry_after, excerpt: String::from_utf8_lossy(&body).into_owned() })
    }

    /// Fetches what is there; more than 8 MiB is an error.
    pub async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Fetched, SendError> {
        self.check(url)?;
        let request = self.inner.get(url.clone()).headers(headers);
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let (status, retry_after) = (response.status(), retry_after(response.headers()));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_FETCHED {
                return Err(SendError::Other("the answer is too long".to_owned()));
            }
        }
        Ok(Fetched { status, retry_after, body })
    }

    /// What can be said of an address before its name is resolved.
    fn check(&self, url: &Url) -> Result<(), SendError> {
        let is_allowed = self.guard.policy.allows_url_with(url, &*self.guard.allows);
        if is_allowed { Ok(()) } else { Err(SendError::RefusedAddress) }
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn failed(error: &reqwest::Error) -> SendError {
    let mut causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    if causes.any(<dyn std::error::Error>::is::<Refused>) {
        return SendError::RefusedAddress;
    }
    let root = std::iter::successors(std::error::Error::source(error), |cause| cause.source()).last();
    let root = root.map_or_else(|| "unknown".to_owned(), ToString::to_string);
    if error.is_timeout() {
        SendError::Timeout
    } else if error.is_connect() {
        SendError::Connect(root)
    } else {
        SendError::Other(root)
    }
}

/// The policy; tests let it open one address of this machine, so that they never call another.
#[derive(Clone)]
struct Guard {
    policy: AddressPolicy,
    allows: Arc<dyn Fn(IpAddr) -> bool + Send + Sync>,
}

/// Resolves names and drops the addresses that the policy forbids. The connection goes to what it answered: a name that
/// is asked again, and answers otherwise, is checked again.
struct PolicedResolver {
    guard: Guard,
    names: Names,
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that is allowed")]
struct Refused;

impl Resolve for PolicedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allows = Arc::clone(&self.guard.allows);
        let names = self.names.clone();
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await?;
            let allowed: Vec<SocketAddr> = found.into_iter().filter(|address| allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Refused.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
