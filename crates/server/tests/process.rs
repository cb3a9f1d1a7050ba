//! Real processes: which parts they run, and what they do when they are asked to end.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use passerelle_domain::{ItemId, ItemKey, UserId};
use passerelle_store::jobs::{self, Task};
use passerelle_store::{Address, Batch, Options, Store};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on a new database and a free port.
struct Server {
    process: Child,
    address: String,
    /// Of metrics, if they are served.
    metrics: Option<String>,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_with(&[], settings)
    }

    fn start_with(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut process = command(&["serve", "--listen", "127.0.0.1:0"], &folder, settings)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let output = process.stdout.take().expect("its standard output");
        let mut lines = BufReader::new(output).lines().map(|line| line.expect("text"));
        let address = address(&lines.next().expect("a line"));
        let has_metrics = settings.iter().any(|(key, _)| *key == "metrics.listen");
        let metrics = has_metrics.then(|| address_of_metrics(&lines.next().expect("a second line")));
        Self { process, address, metrics, folder }
    }

    fn signal(&self, name: &str) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &process]).status().expect("`kill`");
        assert!(sent.success());
    }

    fn wait(&mut self) -> ExitStatus {
        until("the process ends", || self.process.try_wait().expect("a process"))
    }

    /// A connection, if the server takes one.
    fn connect(&self) -> Option<TcpStream> {
        connect_to(&self.address)
    }

    fn get(&self, path: &str) -> String {
        get(&self.address, path)
    }

    fn scrape(&self) -> String {
        get(self.metrics.as_deref().expect("metrics are on"), "/metrics")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `http://HOST:PORT` at a line's end, on this machine.
fn address(line: &str) -> String {
    let port = line.rsplit(':').next().expect("a port").trim_end_matches('/');
    format!("127.0.0.1:{port}")
}

fn address_of_metrics(line: &str) -> String {
    address(line.strip_suffix("/metrics").expect("the address of metrics"))
}

fn connect_to(address: &str) -> Option<TcpStream> {
    match TcpStream::connect(address) {
        Ok(stream) => {
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
            Some(stream)
        }
        // Reset is a listener that closed while it was knocked at.
        Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) => {
            None
        }
        Err(error) => panic!("{error}"),
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = connect_to(address).expect("somebody listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("a request");
    answer(&mut stream)
}

fn command(arguments: &[&str], folder: &tempfile::TempDir, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
    command.args(arguments).env("PASSERELLE_LOG", "warn");
    command.env("PASSERELLE__DATABASE__URL", database(folder));
    for (key, value) in settings {
        let (section, name) = key.split_once('.').expect("section.key");
        command.env(format!("PASSERELLE__{}__{}", section.to_uppercase(), name.to_uppercase()), value);
    }
    command
}

fn database(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("passerelle.db").display())
}

fn answer(stream: &mut TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "{what}: not in {PATIENCE:?}");
        std::thread::yield_now();
    }
}

#[test]
fn readiness_goes_first_and_a_second_signal_ends_at_once() {
    let mut server = Server::start(&[("server.drain_delay_ms", "600000")]);
    assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
    server.signal("TERM");
    let told = until("the server says that it stops", || {
        let told = server.get("/health/ready");
        told.starts_with("HTTP/1.1 503").then_some(told)
    });
    assert!(told.ends_with(r#"{"status":"stopping"}"#), "{told}");
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    assert!(server.get("/v3/aggregation/users").starts_with("HTTP/1.1 400"), "requests are still served");
    server.signal("INT");
    assert_eq!(server.wait().code(), Some(1));
}

#[test]
fn an_open_request_is_answered_after_the_listener_closed() {
    let mut server = Server::start(&[]);
    let mut open = server.connect().expect("the server listens");
    let head = "POST /v3/aggregation/users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 2\r\n\r\n{";
    open.write_all(head.as_bytes()).expect("half a request");
    // Taken, not only queued: the answer to a later request shows that the earlier connection was accepted.
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    server.signal("TERM");
    until("the listener closes", || server.connect().is_none().then_some(()));
    open.write_all(b"}").expect("the other half");
    assert!(answer(&mut open).starts_with("HTTP/1.1 400"), "its version is missing, and it is told so");
    assert!(server.wait().success());
}

#[test]
fn a_request_that_does_not_come_to_its_end_is_not_waited_for_for_ever() {
    let mut server = Server::start(&[("server.drain_ms", "50")]);
    let mut open = server.connect().expect("the server listens");
    open.write_all(b"POST /v3/aggregation/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{")
        .expect("half a request");
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    server.signal("TERM");
    assert!(server.wait().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_left_to_the_worker() {
    let settings = [("jobs.poll_ms", "1")];
    let mut server = Server::start_with(&["--no-workers"], &settings);
    let address: Address = database(&server.folder).parse().expect("an address");
    let store = Store::open(&address, &Options::default()).await.expect("the same database");
    let mut batch = Batch::new();
    let user = UserId::try_from(7).expect("an id, though of nobody");
    let item = ItemKey { user, id: ItemId::try_from(7).expect("an id, though of no item") };
    let task = Task::Refresh { item };
    let due = Timestamp::from_second(1_790_000_000).expect("a time");
    jobs::enqueue(&store, &mut batch, &task, due).await.expect("an id");
    store.write(batch).await.expect("written");
    for _ in 0..20 {
        assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
    }
    assert_eq!(jobs::next_at(&store).await.expect("a read"), Some(due), "nobody took it");
    let worker = command(&["worker"], &server.folder, &settings).stdout(Stdio::null()).spawn();
    let mut worker = worker.expect("the worker starts");
    let start = Instant::now();
    while jobs::next_at(&store).await.expect("a read").is_some() {
        assert!(start.elapsed() < PATIENCE, "the worker does not work");
        tokio::task::yield_now().await;
    }
    let asked = Command::new("kill").arg(worker.id().to_string()).status().expect("`kill`");
    assert!(asked.success() && worker.wait().expect("a process").success());
    server.signal("TERM");
    assert!(server.wait().success());
}

#[test]
fn metrics_name_routes_and_nobody() {
    let settings =
        [("metrics.listen", "127.0.0.1:0"), ("metrics.sample_ms", "1"), ("server.drain_ms", "600000")];
    let mut server = Server::start(&settings);
    server.get("/v3/providers/574");
    server.get("/v3/no-such-path");
    server.get("/session/a-token-that-nobody-has");
    let text = until("the queues are measured", || {
        let text = server.scrape();
        text.contains("passerelle_jobs_waiting{kind=\"refresh\"} 0").then_some(text)
    });
    for expected in [
        "Content-Type: text/plain; version=0.0.4",
        "passerelle_http_requests_total{method=\"GET\",route=\"/v3/providers/{id}\",status=\"400\"} 1",
        "passerelle_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "passerelle_http_requests_total{method=\"GET\",route=\"/session/{token}\",status=\"404\"} 1",
        "passerelle_http_request_duration_seconds_count{method=\"GET\",route=\"/session/{token}\"} 1",
        "passerelle_job_oldest_due_seconds{kind=\"pending\"} 0",
        "passerelle_deliveries_waiting 0",
    ] {
        assert!(text.to_lowercase().contains(&expected.to_lowercase()), "{expected} in {text}");
    }
    assert!(!text.contains("a-token"), "{text}");
    // Health is served there to the last: as long as a request is open.
    let mut open = server.connect().expect("the server listens");
    open.write_all(b"POST /v3/aggregation/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{")
        .expect("half a request");
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    server.signal("TERM");
    until("the listener closes", || server.connect().is_none().then_some(()));
    let metrics = server.metrics.clone().expect("metrics are on");
    assert!(get(&metrics, "/health/ready").ends_with(r#"{"status":"stopping"}"#));
    drop(open);
    assert!(server.wait().success());
}
