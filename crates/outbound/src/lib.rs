//! The only HTTP clients. Whatever address a call goes to, it passes the address policy: literal addresses, resolved
//! ones, and no redirect is followed.

mod policy;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect;
use url::{Host, Url};

pub use policy::AddressPolicy;
pub use reqwest::StatusCode;
pub use reqwest::header;

/// How much of an answer's body is kept, for people who look for the cause of a failure.
const EXCERPT_BYTES: usize = 1024;

/// How much of an answer's body is read at most.
const LONGEST_BODY: usize = 10 * 1024;

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
    policy: AddressPolicy,
}

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be made")]
pub struct ClientError(#[source] reqwest::Error);

impl Client {
    /// A client whose calls take at most `timeout` each.
    pub fn new(policy: AddressPolicy, timeout: Duration) -> Result<Self, ClientError> {
        let inner = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(timeout)
            .connect_timeout(timeout)
            .user_agent(concat!("Passerelle/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(PolicedResolver(policy)))
            .no_proxy()
            .build()
            .map_err(ClientError)?;
        Ok(Self { inner, policy })
    }

    /// Posts a body.
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<Answer, SendError> {
        self.check(url)?;
        let request = self.inner.post(url.clone()).headers(headers).body(body);
        let mut response = request.send().await.map_err(|error| failed(&error))?;
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let status = response.status();
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

    /// What can be said of an address before its name is resolved.
    fn check(&self, url: &Url) -> Result<(), SendError> {
        let is_scheme_allowed = match url.scheme() {
            "https" => true,
            "http" => self.policy.allow_private,
            _ => false,
        };
        let is_host_allowed = match url.host() {
            Some(Host::Ipv4(address)) => self.policy.allows(address.into()),
            Some(Host::Ipv6(address)) => self.policy.allows(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if is_scheme_allowed && is_host_allowed { Ok(()) } else { Err(SendError::RefusedAddress) }
    }
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

/// Resolves names and drops the addresses that the policy forbids.
struct PolicedResolver(AddressPolicy);

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that is allowed")]
struct Refused;

impl Resolve for PolicedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> =
                found.into_iter().filter(|address| policy.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Refused.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::http::HeaderMap as AxumHeaders;
    use axum::response::Redirect;
    use axum::routing::post;

    use super::*;

    async fn receiver() -> Url {
        let router = Router::new()
            .route("/ok", post(async |body: String| body))
            .route("/gone", post(async || StatusCode::GONE))
            .route("/away", post(async || Redirect::temporary("http://192.0.2.1/")))
            .route("/later", post(async || (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "7")])))
            .route("/long", post(async || "a".repeat(1_000_000)))
            .route("/agent", post(async |headers: AxumHeaders| format!("{:?}", headers.get("user-agent"))))
            .route("/slow", post(async || tokio::time::sleep(Duration::from_secs(5)).await));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://localhost:{}", address.port()).parse().expect("a URL")
    }

    fn client(allow_private: bool, timeout: Duration) -> Client {
        // The first test of a process installs it; the others find it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Client::new(AddressPolicy { allow_private }, timeout).expect("a client")
    }

    async fn send(client: &Client, url: &Url) -> Result<Answer, SendError> {
        client.post(url, HeaderMap::new(), Bytes::from_static(b"{}")).await
    }

    #[tokio::test]
    async fn answers_come_back_as_they_are() {
        let base = receiver().await;
        let client = client(true, Duration::from_secs(5));
        let at = |path: &str| base.join(path).expect("a URL");
        assert_eq!(send(&client, &at("/ok")).await.expect("an answer").excerpt, "{}");
        assert_eq!(send(&client, &at("/gone")).await.expect("an answer").status, StatusCode::GONE);
        assert_eq!(send(&client, &at("/away")).await.expect("an answer").status.as_u16(), 307);
        let later = send(&client, &at("/later")).await.expect("an answer");
        assert_eq!(later.retry_after, Some(Duration::from_secs(7)));
        assert_eq!(send(&client, &at("/long")).await.expect("an answer").excerpt.len(), EXCERPT_BYTES);
        assert!(send(&client, &at("/agent")).await.expect("an answer").excerpt.contains("Passerelle/"));
    }

    #[tokio::test]
    async fn who_takes_too_long_is_not_waited_for() {
        let url = receiver().await.join("/slow").expect("a URL");
        let client = client(true, Duration::from_millis(50));
        assert_eq!(send(&client, &url).await, Err(SendError::Timeout));
    }

    #[tokio::test]
    async fn private_addresses_are_refused_by_literal_and_by_name() {
        let client = client(false, Duration::from_secs(5));
        for url in [
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest",
            "https://localhost/",
            "http://93.184.216.34/",
            "ftp://93.184.216.34/",
        ] {
            let url = url.parse().expect("a URL");
            assert_eq!(send(&client, &url).await, Err(SendError::RefusedAddress), "{url}");
        }
    }
}
