mod dns;

use axum::Router;
use axum::http::HeaderMap as AxumHeaders;
use axum::response::Redirect;
use axum::routing::post;

use super::*;
use dns::Dns;

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
    Client::new(AddressPolicy { allow_private }, &[], timeout).expect("a client")
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

/// A client that takes 127.0.0.2 for a public address, and nothing else of this machine.
fn client_of(dns: &Dns) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let closed = AddressPolicy { allow_private: false };
    let public: IpAddr = "127.0.0.2".parse().expect("an address");
    let allows = Arc::new(move |address| address == public || closed.allows(address));
    // Plain `http`, since nobody here has a certificate.
    let guard = Guard { policy: AddressPolicy { allow_private: true }, allows };
    Client::with(guard, &[dns.address], Duration::from_secs(5)).expect("a client")
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
    let dns = Dns::start(&[&["127.0.0.2"], &["127.0.0.1"]]).await;
    let client = client_of(&dns);
    let answer = send(&client, &url).await.expect("the public address answers");
    assert_eq!(answer.status.as_u16(), 307, "redirects to private addresses are not followed");
    assert_eq!(
        (counts(&seen), dns.asked()),
        ((0, 1), 1),
        "what was judged is called, and not asked for again"
    );
    assert_eq!(send(&client, &url).await, Err(SendError::RefusedAddress));
    assert_eq!((counts(&seen), dns.asked()), ((0, 1), 2), "the next call asks again");
}

#[tokio::test]
async fn of_several_addresses_only_those_that_are_allowed_are_called() {
    let (port, seen) = two_listeners().await;
    let url = format!("http://mixed.test:{port}/").parse().expect("a URL");
    let mixed = Dns::start(&[&["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "127.0.0.2"]]).await;
    assert_eq!(send(&client_of(&mixed), &url).await.expect("the open one of several").status.as_u16(), 307);
    assert_eq!(counts(&seen), (0, 1));
    for closed in [&["::ffff:127.0.0.1"][..], &["127.0.0.1", "::1"], &["::127.0.0.1"], &["64:ff9b::7f00:1"]] {
        let dns = Dns::start(&[closed]).await;
        assert_eq!(send(&client_of(&dns), &url).await, Err(SendError::RefusedAddress), "{closed:?}");
    }
    assert_eq!(counts(&seen), (0, 1));
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_no_connection() {
    let dns = Dns::start(&[&[]]).await;
    let url = "http://nobody.test/".parse().expect("a URL");
    let failed = send(&client_of(&dns), &url).await;
    assert!(matches!(failed, Err(SendError::Connect(_))), "{failed:?}");
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
                    let dns = Dns::start(&[&[address]]).await;
                    let named = Client::with(guard, &[dns.address], Duration::from_secs(5));
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

#[tokio::test]
async fn whoever_is_there_can_be_reached_and_is_asked_nothing() {
    let (port, seen) = two_listeners().await;
    let url = |host: &str| format!("http://{host}:{port}/").parse::<Url>().expect("a URL");
    let dns = Dns::start(&[&["10.0.0.1", "127.0.0.2"][..], &["127.0.0.1"]]).await;
    let client = client_of(&dns);
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
