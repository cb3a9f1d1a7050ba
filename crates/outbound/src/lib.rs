//! The only HTTP clients. Whatever address a call goes to, it passes the address policy: literal addresses, resolved
//! ones, and no redirect is followed.

mod policy;
mod reach;

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
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
    names: Arc<dyn Names>,
    timeout: Duration,
}

/// The client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be made")]
pub struct ClientError(#[source] reqwest::Error);

impl Client {
    /// A client whose calls take at most `timeout` each.
    pub fn new(policy: AddressPolicy, timeout: Duration) -> Result<Self, ClientError> {
        let guard = Guard { allows: Arc::new(move |address| policy.allows(address)), policy };
        Self::with(guard, Arc::new(SystemNames), timeout)
    }

    fn with(guard: Guard, names: Arc<dyn Names>, timeout: Duration) -> Result<Self, ClientError> {
        let resolver = PolicedResolver { guard: guard.clone(), names: Arc::clone(&names) };
        let inner = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(timeout)
            .connect_timeout(timeout)
            .user_agent(concat!("Passerelle/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(resolver))
            .no_proxy()
            .build()
            .map_err(ClientError)?;
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
        let is_scheme_allowed = match url.scheme() {
            "https" => true,
            "http" => self.guard.policy.allow_private,
            _ => false,
        };
        let is_host_allowed = match url.host() {
            Some(Host::Ipv4(address)) => (self.guard.allows)(address.into()),
            Some(Host::Ipv6(address)) => (self.guard.allows)(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if is_scheme_allowed && is_host_allowed { Ok(()) } else { Err(SendError::RefusedAddress) }
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

/// Who knows the addresses of names.
trait Names: Send + Sync {
    fn addresses(&self, name: String) -> BoxFuture<std::io::Result<Vec<SocketAddr>>>;
}

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The system's resolver.
struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, name: String) -> BoxFuture<std::io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
    }
}

/// Resolves names and drops the addresses that the policy forbids. The connection goes to what it answered: a name that
/// is asked again, and answers otherwise, is checked again.
struct PolicedResolver {
    guard: Guard,
    names: Arc<dyn Names>,
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that is allowed")]
struct Refused;

impl Resolve for PolicedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allows = Arc::clone(&self.guard.allows);
        let found = self.names.addresses(name.as_str().to_owned());
        Box::pin(async move {
            let allowed: Vec<SocketAddr> =
                found.await?.into_iter().filter(|address| allows(address.ip())).collect();
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

    /// Answers the lists in turn, then the last again and again.
    struct Scripted(std::sync::Mutex<std::collections::VecDeque<Vec<IpAddr>>>);

    impl Scripted {
        fn new(answers: &[&[&str]]) -> Arc<Self> {
            let parse = |list: &&[&str]| list.iter().map(|text| text.parse().expect("an address")).collect();
            Arc::new(Self(std::sync::Mutex::new(answers.iter().map(parse).collect())))
        }
    }

    impl Names for Scripted {
        fn addresses(&self, _: String) -> BoxFuture<std::io::Result<Vec<SocketAddr>>> {
            let mut answers = self.0.lock().expect("no holder panics");
            let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
            let answer = answer.unwrap_or_default().into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
            Box::pin(async move { Ok(answer) })
        }
    }

    /// A client that takes 127.0.0.2 for a public address, and nothing else of this machine.
    fn client_of(names: Arc<dyn Names>) -> Client {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let closed = AddressPolicy { allow_private: false };
        let public: IpAddr = "127.0.0.2".parse().expect("an address");
        let allows = Arc::new(move |address| address == public || closed.allows(address));
        // Plain `http`, since nobody here has a certificate.
        let guard = Guard { policy: AddressPolicy { allow_private: true }, allows };
        Client::with(guard, names, Duration::from_secs(5)).expect("a client")
    }

    /// Listeners on one port of 127.0.0.1 and 127.0.0.2, and how many connections each saw. Each answers a redirect to
    /// the first, and closes.
    async fn two_listeners() -> (u16, Arc<[std::sync::atomic::AtomicUsize; 2]>) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let private = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = private.local_addr().expect("an address").port();
        let public = tokio::net::TcpListener::bind(("127.0.0.2", port)).await.expect("the same port");
        let seen = Arc::new([const { std::sync::atomic::AtomicUsize::new(0) }; 2]);
        for (number, listener) in [private, public].into_iter().enumerate() {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    seen[number].fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let _ = stream.read(&mut [0; 4096]).await;
                    let answer = format!(
                        "HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:{port}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
        }
        (port, seen)
    }

    fn counts(seen: &[std::sync::atomic::AtomicUsize; 2]) -> (usize, usize) {
        let [private, public] = seen;
        let load = |count: &std::sync::atomic::AtomicUsize| count.load(std::sync::atomic::Ordering::Relaxed);
        (load(private), load(public))
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_leads_nowhere_else() {
        let (port, seen) = two_listeners().await;
        let url = format!("http://rebinding.test:{port}/").parse().expect("a URL");
        let client = client_of(Scripted::new(&[&["127.0.0.2"], &["127.0.0.1"]]));
        let answer = send(&client, &url).await.expect("the public address answers");
        assert_eq!(answer.status.as_u16(), 307, "redirects to private addresses are not followed");
        assert_eq!(send(&client, &url).await, Err(SendError::RefusedAddress));
        assert_eq!(counts(&seen), (0, 1));
        let mixed = client_of(Scripted::new(&[&["127.0.0.1", "::1", "10.0.0.1", "127.0.0.2"]]));
        assert_eq!(send(&mixed, &url).await.expect("the open one of several").status.as_u16(), 307);
        assert_eq!(counts(&seen), (0, 2));
    }

    #[tokio::test]
    async fn the_corpus_of_addresses_is_judged_as_it_says() {
        let (port, seen) = two_listeners().await;
        let client = client(false, Duration::from_secs(5));
        let (mut lines, mut wrong) = (0, Vec::new());
        for line in include_str!("../tests/addresses.tsv").lines().filter(|line| !line.starts_with('#')) {
            let [verdict, text, why] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            lines += 1;
            let judged = match text.parse::<Url>() {
                Err(_) => "invalid",
                Ok(url) => match (client.check(&url), url.domain()) {
                    (Err(_), _) => "closed",
                    (Ok(()), Some(name)) => {
                        let address = match name.trim_end_matches('.') {
                            "mapped.test" => "::ffff:127.0.0.1",
                            "metadata.test" => "169.254.169.254",
                            _ => "127.0.0.1",
                        };
                        let mut url = url.clone();
                        url.set_port(Some(port)).expect("a port");
                        let guard = client.guard.clone();
                        let named = Client::with(guard, Scripted::new(&[&[address]]), Duration::from_secs(5));
                        match send(&named.expect("a client"), &url).await {
                            Err(SendError::RefusedAddress) => "name-closed",
                            _ => "open",
                        }
                    }
                    (Ok(()), None) => "open",
                },
            };
            if judged == "closed" {
                let url = text.parse().expect("it was parsed");
                assert_eq!(send(&client, &url).await, Err(SendError::RefusedAddress), "{text}");
            }
            if judged != verdict {
                wrong.push(format!("{text} is {judged}, not {verdict}: {why}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(lines >= 300, "{lines} addresses");
        assert_eq!(counts(&seen), (0, 0), "nobody was called");
    }

    #[tokio::test]
    async fn whoever_is_there_can_be_reached_and_is_asked_nothing() {
        let (port, seen) = two_listeners().await;
        let url = |host: &str| format!("http://{host}:{port}/").parse::<Url>().expect("a URL");
        let client = client_of(Scripted::new(&[&["10.0.0.1", "127.0.0.2"], &["127.0.0.1"]]));
        let reached = client.reach(&url("receiver.test")).await.expect("the open one of several");
        assert_eq!(reached.to_string(), format!("127.0.0.2:{port}"));
        for closed in [url("receiver.test"), url("127.0.0.1"), "ftp://127.0.0.2/".parse().expect("a URL")] {
            assert_eq!(client.reach(&closed).await, Err(SendError::RefusedAddress), "{closed}");
        }
        let tls = client.reach(&format!("https://127.0.0.2:{port}/").parse().expect("a URL")).await;
        assert!(matches!(tls, Err(SendError::Connect(_))), "{tls:?}");
        assert_eq!(counts(&seen).0, 0);
        // Nobody listens at the port of discarded packets.
        let closed = client.reach(&"http://127.0.0.2:9/".parse().expect("a URL")).await;
        assert!(matches!(closed, Err(SendError::Connect(_))), "{closed:?}");
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
