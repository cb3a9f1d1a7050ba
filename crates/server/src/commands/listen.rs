//! `passerelle listen`: an application's events, pulled from a server and sent to a developer's URL, signed as webhooks are.
//!
//! One event after another, in their order. The next is asked for by the cursor of the last that arrived or was given up: a
//! server that restarts, or is away for a day, costs none, and none is sent twice but after a failure of its receiver.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use jiff::Timestamp;
use passerelle_domain::{Clock as _, EventKind, MessageId, Subscription, SystemClock};
use passerelle_outbound::header::{HeaderMap, HeaderName, HeaderValue};
use passerelle_outbound::{AddressPolicy, Answer, Client, Fetched, SendError, StatusCode};
use passerelle_webhooks::signature;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::cli::{Begin, Listen, Remote};
use crate::output::answer;
use crate::shutdown::{Shutdown, Signals};

/// How many events are pulled at once.
const AT_ONCE: usize = 100;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What `after` says to begin with what happens from now on.
const LATEST: &str = "latest";

pub(super) async fn run(arguments: Listen) -> anyhow::Result<()> {
    let shutdown = Signals::listen()?.lead(Duration::ZERO);
    let secret = arguments
        .secret
        .clone()
        .unwrap_or_else(|| signature::derived(&arguments.remote.client_secret, "passerelle listen"));
    // The developer's own machine and servers: no address is refused.
    let policy = AddressPolicy { allow_private: true };
    let mut listener = Listener {
        server: Server::new(&arguments.remote, Client::new(policy, &[], PATIENCE)?)?,
        receiver: Client::new(policy, &[], Duration::from_millis(arguments.timeout_ms))?,
        after: match &arguments.from {
            Begin::Now => Some(LATEST.to_owned()),
            Begin::Start | Begin::Since(_) => None,
            Begin::Behind(cursor) => Some(cursor.clone()),
        },
        since: match arguments.from {
            Begin::Since(at) => at,
            Begin::Now | Begin::Start | Begin::Behind(_) => Timestamp::MIN,
        },
        subscription: Subscription::of(arguments.events.clone()),
        poll: Duration::from_millis(arguments.poll_ms),
        secret,
        arguments,
        shutdown,
        trouble: None,
        forwarded: 0,
        given_up: 0,
    };
    listener.welcome()?;
    let ended = listener.run().await;
    listener.farewell();
    ended
}

struct Listener {
    arguments: Listen,
    server: Server,
    receiver: Client,
    secret: String,
    subscription: Subscription,
    /// Events before this are none of ours.
    since: Timestamp,
    /// Behind which event the next one is; none before the first.
    after: Option<String>,
    poll: Duration,
    shutdown: Shutdown,
    /// What keeps events from coming, as it was last said.
    trouble: Option<String>,
    forwarded: usize,
    given_up: usize,
}

/// What became of an event.
enum Outcome {
    Arrived,
    GivenUp,
    /// Asked to stop before either.
    Stopped,
}

impl Listener {
    /// Forwards until it is asked to stop.
    async fn run(&mut self) -> anyhow::Result<()> {
        loop {
            let pulled = tokio::select! {
                () = self.shutdown.closing.cancelled() => return Ok(()),
                pulled = self.server.pull(self.after.as_deref()) => pulled?,
            };
            let page = match pulled {
                Pulled::Page(page) => page,
                Pulled::Later(reason, wait) => {
                    self.say_trouble(format!("{} can't be asked for events: {reason}", self.server.url));
                    if self.stops_within(wait.unwrap_or(self.poll)).await {
                        return Ok(());
                    }
                    continue;
                }
            };
            self.say_no_trouble();
            if self.after.as_deref() == Some(LATEST) {
                self.after = Some(page.cursor()?);
                continue;
            }
            let is_last = page.resources.len() < AT_ONCE;
            for event in page.resources {
                if self.is_wanted(&event) {
                    match self.forward(&event).await? {
                        Outcome::Arrived => self.forwarded += 1,
                        Outcome::GivenUp => self.given_up += 1,
                        Outcome::Stopped => return Ok(()),
                    }
                }
                self.after = Some(event.cursor);
                if self.shutdown.closing.is_cancelled() {
                    return Ok(());
                }
            }
            if is_last && self.stops_within(self.poll).await {
                return Ok(());
            }
        }
    }

    fn is_wanted(&self, event: &Event) -> bool {
        let is_subscribed = match EventKind::from_name(&event.r#type) {
            Some(kind) => self.subscription.includes(kind),
            // Of a newer server.
            None => self.subscription == Subscription::All,
        };
        is_subscribed && event.created_at >= self.since
    }

    /// Sends an event until it arrives or is given up. Who is not there at all is waited for: nothing was lost yet.
    async fn forward(&mut self, event: &Event) -> anyhow::Result<Outcome> {
        let mut failures = 0;
        loop {
            let begun = Instant::now();
            let sent = tokio::select! {
                () = self.shutdown.now.cancelled() => return Ok(Outcome::Stopped),
                sent = self.send(event) => sent,
            };
            if let Err(SendError::Connect(reason)) = &sent {
                self.say_trouble(format!("{} can't be reached: {reason}", self.arguments.forward_to));
                if self.stops_within(self.poll).await {
                    return Ok(Outcome::Stopped);
                }
                continue;
            }
            self.say_no_trouble();
            let has_arrived = sent.as_ref().is_ok_and(|answer| answer.status.is_success());
            let again = if has_arrived { None } else { self.arguments.retry_ms.get(failures).copied() };
            self.say_attempt(event, failures + 1, &sent, begun.elapsed(), again)?;
            if has_arrived {
                return Ok(Outcome::Arrived);
            }
            let Some(wait) = again else { return Ok(Outcome::GivenUp) };
            failures += 1;
            if self.stops_within(Duration::from_millis(wait)).await {
                return Ok(Outcome::Stopped);
            }
        }
    }

    async fn send(&self, event: &Event) -> Result<Answer, SendError> {
        let body = event.body.as_bytes();
        let headers = signature::headers(&[&self.secret], event.id, SystemClock.now(), body);
        self.receiver.post(&self.arguments.forward_to, headers, Bytes::copy_from_slice(body)).await
    }

    /// Whether it is asked to stop before that much time has passed.
    async fn stops_within(&self, wait: Duration) -> bool {
        tokio::time::timeout(wait, self.shutdown.closing.cancelled()).await.is_ok()
    }

    fn welcome(&self) -> anyhow::Result<()> {
        let (forward_to, whsec) = (&self.arguments.forward_to, signature::whsec(&self.secret));
        if self.arguments.json {
            #[derive(Serialize)]
            struct Welcome<'a> {
                forward_to: &'a Url,
                webhook_secret: &'a str,
                webhook_secret_whsec: &'a str,
            }
            let (webhook_secret, webhook_secret_whsec) = (self.secret.as_str(), whsec.as_str());
            return Ok(answer(serde_json::to_string(&Welcome {
                forward_to,
                webhook_secret,
                webhook_secret_whsec,
            })?)?);
        }
        answer(format_args!("Events of {} go to {forward_to}", self.server.url))?;
        answer(format_args!("webhook_secret  {}", self.secret))?;
        answer(format_args!("                {whsec}  (for libraries of Standard Webhooks)"))?;
        Ok(answer("Stop with Ctrl+C.")?)
    }

    fn farewell(&self) {
        eprintln!("Arrived: {}, given up: {}.", self.forwarded, self.given_up);
        if let Some(cursor) = self.after.as_deref().filter(|after| *after != LATEST) {
            eprintln!("--from {cursor} goes on here.");
        }
    }

    fn say_attempt(
        &self,
        event: &Event,
        attempt: usize,
        sent: &Result<Answer, SendError>,
        took: Duration,
        again_ms: Option<u64>,
    ) -> anyhow::Result<()> {
        let status_code = sent.as_ref().ok().map(|answer| answer.status.as_u16());
        let error = sent.as_ref().err().map(ToString::to_string);
        let duration_ms = took.as_millis();
        if self.arguments.json {
            #[derive(Serialize)]
            struct Line<'a> {
                id: MessageId,
                r#type: &'a str,
                created_at: String,
                cursor: &'a str,
                attempt: usize,
                duration_ms: u128,
                #[serde(skip_serializing_if = "Option::is_none")]
                status_code: Option<u16>,
                #[serde(skip_serializing_if = "Option::is_none")]
                error: Option<String>,
                #[serde(skip_serializing_if = "Option::is_none")]
                again_ms: Option<u64>,
            }
            return Ok(answer(serde_json::to_string(&Line {
                id: event.id,
                r#type: &event.r#type,
                created_at: event.created_at.to_string(),
                cursor: &event.cursor,
                attempt,
                duration_ms,
                status_code,
                error,
                again_ms,
            })?)?);
        }
        let came = status_code.map(|code| code.to_string()).or(error).unwrap_or_default();
        let next = match (sent, again_ms) {
            (Ok(answer), _) if answer.status.is_success() => String::new(),
            (_, Some(wait)) => format!(", again in {wait} ms"),
            (_, None) => match &self.after {
                Some(cursor) => format!(", given up: --from {cursor} sends it again"),
                None => ", given up: --from start sends it again".to_owned(),
            },
        };
        Ok(answer(format_args!(
            "{}  {}  {}  {came} in {duration_ms} ms{next}",
            event.created_at, event.r#type, event.id
        ))?)
    }

    /// Said once, until it is something else.
    fn say_trouble(&mut self, trouble: String) {
        if self.trouble.as_ref() != Some(&trouble) {
            eprintln!("{trouble}. Trying again.");
            self.trouble = Some(trouble);
        }
    }

    fn say_no_trouble(&mut self) {
        if self.trouble.take().is_some() {
            eprintln!("Going on.");
        }
    }
}

/// The server that is asked for events.
struct Server {
    client: Client,
    url: Url,
    headers: HeaderMap,
}

/// What the server answered.
enum Pulled {
    Page(Page),
    /// It could not now, why, and when it wants to be asked again.
    Later(String, Option<Duration>),
}

#[derive(Deserialize)]
struct Page {
    resources: Vec<Event>,
    pagination: Pagination,
}

#[derive(Deserialize)]
struct Pagination {
    next_uri: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    id: MessageId,
    r#type: String,
    created_at: Timestamp,
    body: String,
    cursor: String,
}

impl Page {
    /// Where the list goes on.
    fn cursor(&self) -> anyhow::Result<String> {
        let query =
            self.pagination.next_uri.as_deref().and_then(|uri| uri.split_once('?')).unwrap_or_default().1;
        let after = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "after");
        after.map(|(_, value)| value.into_owned()).context(
            "the server does not say where its events end: it is older than this command; `--from start` works",
        )
    }
}

impl Server {
    fn new(remote: &Remote, client: Client) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        for (name, value, flag) in [
            ("bridge-version", "2025-01-15", ""),
            ("client-id", remote.client_id.as_str(), "--client-id"),
            ("client-secret", remote.client_secret.as_str(), "--client-secret"),
        ] {
            let mut value = HeaderValue::try_from(value)
                .with_context(|| format!("{flag}: expected letters and digits"))?;
            value.set_sensitive(true);
            headers.insert(HeaderName::from_static(name), value);
        }
        Ok(Self { client, url: remote.server.clone(), headers })
    }

    /// The events behind a cursor. An error is one that another try would not mend.
    async fn pull(&self, after: Option<&str>) -> anyhow::Result<Pulled> {
        let mut url = self.url.join("/passerelle/v1/events").context("--server")?;
        url.query_pairs_mut().append_pair("limit", &AT_ONCE.to_string());
        if let Some(after) = after {
            url.query_pairs_mut().append_pair("after", after);
        }
        let Fetched { status, retry_after, body } = match self.client.get(&url, self.headers.clone()).await {
            Ok(fetched) => fetched,
            Err(error) => return Ok(Pulled::Later(error.to_string(), None)),
        };
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            return Ok(Pulled::Later(format!("it answered {}", status.as_u16()), retry_after));
        }
        if !status.is_success() {
            bail!("{} refuses to tell events ({}): {}", self.url, status.as_u16(), message(&body));
        }
        let page = serde_json::from_slice(&body);
        page.map(Pulled::Page).with_context(|| format!("{} answers, but not as Passerelle does", self.url))
    }
}

/// What the API's answer says is wrong.
fn message(body: &[u8]) -> String {
    let said = serde_json::from_slice::<serde_json::Value>(body).ok();
    let said = said.as_ref().and_then(|body| body["message"].as_str());
    said.unwrap_or("--server must be the URL of a Passerelle server").to_owned()
}
