//! `passerelle doctor receiver`: how an integrator's receiver takes good messages, forged ones, old ones, doubles and disorder.

use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use passerelle_domain::{
    AccountTypes, Clock as _, Event, Item, ItemStatus, MessageId, RefreshTrigger, SystemClock, UserUuid,
};
use passerelle_outbound::header::HeaderMap;
use passerelle_outbound::{AddressPolicy, Client, SendError};
use passerelle_store::random;
use passerelle_webhooks::signature::{self, BRIDGE, WEBHOOK_SIGNATURE};
use url::Url;

use super::Report;
use crate::cli::DoctorReceiver;
use crate::commands::app::check_webhook_url;

/// From when on an answer is slow: the server waits longer, but holds a place for it.
const SLOW: Duration = Duration::from_secs(5);

/// How old a message is that is to be refused; libraries of Standard Webhooks accept five minutes.
const OLD: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn run(arguments: DoctorReceiver) -> anyhow::Result<()> {
    // The integrator's own machine and servers: no address is refused.
    let policy = AddressPolicy { allow_private: true };
    let client = Client::new(policy, &[], Duration::from_millis(arguments.timeout_ms))?;
    let receiver = Receiver { client, url: arguments.url, secret: arguments.secret };
    let mut report = Report::default();
    receiver.look(&mut report).await;
    report.end(arguments.json)
}

struct Receiver {
    client: Client,
    url: Url,
    secret: String,
}

/// A message as it is sent.
struct Message {
    headers: HeaderMap,
    body: String,
}

/// What came of one.
struct Seen {
    status: Result<u16, SendError>,
    took: Duration,
}

impl Seen {
    fn is_good(&self) -> bool {
        self.status.as_ref().is_ok_and(|status| (200..300).contains(status))
    }

    fn text(&self) -> String {
        let came = match &self.status {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        format!("{came} in {} ms", self.took.as_millis())
    }
}

impl Receiver {
    async fn look(&self, report: &mut Report) {
        if let Err(error) = check_webhook_url(&self.url) {
            report.failure(
                "URL",
                error.to_string(),
                "servers send webhooks by https only; http is for one machine",
            );
        }
        if !self.good(report).await {
            return;
        }
        self.forged(report).await;
        self.old(report).await;
        self.twice(report).await;
        self.disorder(report).await;
    }

    /// What is signed well is taken, and in time. Without that, nothing else says anything.
    async fn good(&self, report: &mut Report) -> bool {
        let seen = self.send(self.message(&test_event(), now())).await;
        let advice = match &seen.status {
            Ok(200..=299) if seen.took > SLOW => {
                report.warning(
                    "good signature",
                    seen.text(),
                    "answer first, work afterwards: 15 s is the end",
                );
                return true;
            }
            Ok(200..=299) => {
                report.ok("good signature", seen.text());
                return true;
            }
            Ok(300..=399) => "redirects are not followed: give the webhook the URL that answers itself",
            Ok(400..=499) => {
                "is it the right secret? Sign the raw body, before anything parses it: BridgeApi-Signature is v1= and \
                 the HMAC-SHA256 in upper-case hexadecimal"
            }
            Ok(_) => {
                "look into the receiver's log: it must answer 2xx, also for items and users that it does not know"
            }
            Err(SendError::Timeout) => "answer first, work afterwards",
            Err(_) => "see that it runs, its name, its certificate",
        };
        report.failure("good signature", seen.text(), advice);
        false
    }

    /// What is not signed well is refused.
    async fn forged(&self, report: &mut Report) {
        let good = self.message(&test_event(), now());
        let other = signature::headers(&["another secret"], message_id(), now(), good.body.as_bytes());
        let mut unsigned = good.headers.clone();
        unsigned.remove(BRIDGE);
        unsigned.remove(WEBHOOK_SIGNATURE);
        let changed = good.body.replace("1234567890", "1234567891");
        for (name, headers, body, advice) in [
            (
                "bad signature",
                other,
                good.body.clone(),
                "compare BridgeApi-Signature (or webhook-signature) with your own, and answer 401 if none of its values is it",
            ),
            (
                "changed body",
                good.headers.clone(),
                changed,
                "sign the raw body that came, not a part of it and not what was parsed",
            ),
            ("no signature", unsigned, good.body.clone(), "answer 401 to whoever sends no signature at all"),
        ] {
            let seen = self.send(Message { headers, body }).await;
            match &seen.status {
                Ok(200..=299) => {
                    report.failure(name, format!("{}: anybody can send it events", seen.text()), advice);
                }
                Ok(300..=499) => report.ok(name, format!("refused: {}", seen.text())),
                Ok(_) | Err(_) => {
                    let advice = "refuse it by a 401: who sends it should not look like a fault of yours";
                    report.warning(name, format!("fails: {}", seen.text()), advice);
                }
            }
        }
    }

    /// What was recorded an hour ago and is sent again is refused. Bridge's signature has no time, so a receiver that looks
    /// at nothing else can't.
    async fn old(&self, report: &mut Report) {
        let then = now().saturating_sub(OLD).unwrap_or_default();
        let seen = self.send(self.message(&test_event(), then)).await;
        if !seen.is_good() {
            return report.ok("old message", format!("refused: {}", seen.text()));
        }
        let taken = format!("{} for one that was sent an hour ago", seen.text());
        let is_time_looked_at = !self.send(self.standard_only(then)).await.is_good();
        if is_time_looked_at {
            report.warning(
                "old message",
                format!("{taken}: BridgeApi-Signature alone is enough, and has no time in it"),
                "check webhook-signature and webhook-timestamp (Standard Webhooks) too, or remember each webhook-id",
            );
        } else {
            let advice = "refuse a webhook-timestamp that is more than five minutes from now";
            report.failure("old message", taken, advice);
        }
    }

    /// Deliveries come twice when an answer was lost on its way.
    async fn twice(&self, report: &mut Report) {
        let (body, id, at) = (test_event().body(now()), message_id(), now());
        let mut seen = Vec::new();
        for _ in 0..2 {
            let headers = signature::headers(&[&self.secret], id, at, body.as_bytes());
            seen.push(self.send(Message { headers, body: body.clone() }).await);
        }
        let advice =
            "answer 2xx to a webhook-id that you know, and do nothing: another answer has it sent again";
        both(report, "twice", &seen, advice);
    }

    /// Events may come in another order than they happened, and of items that are gone.
    async fn disorder(&self, report: &mut Report) {
        let item = made_up_item();
        let refreshed = Event::item_refreshed(&item, made_up_user(), RefreshTrigger::Connect, false);
        let created = Event::item_created(&item, made_up_user());
        let before = now().saturating_sub(SignedDuration::from_secs(2)).unwrap_or_default();
        let mut seen = Vec::new();
        for (event, happened_at) in [(refreshed, now()), (created, before)] {
            let body = event.body(happened_at);
            let headers = signature::headers(&[&self.secret], message_id(), now(), body.as_bytes());
            seen.push(self.send(Message { headers, body }).await);
        }
        let advice = "answer 2xx to item.refreshed before item.created, and of an item that you do not know: order by the \
                      body's timestamp, and read the item over the API";
        both(report, "other order", &seen, advice);
    }

    fn message(&self, event: &Event, sent_at: Timestamp) -> Message {
        let body = event.body(now());
        let headers = signature::headers(&[&self.secret], message_id(), sent_at, body.as_bytes());
        Message { headers, body }
    }

    fn standard_only(&self, sent_at: Timestamp) -> Message {
        let mut message = self.message(&test_event(), sent_at);
        message.headers.remove(BRIDGE);
        message
    }

    async fn send(&self, message: Message) -> Seen {
        let begun = Instant::now();
        let sent = self.client.post(&self.url, message.headers, Bytes::from(message.body)).await;
        Seen { status: sent.map(|answer| answer.status.as_u16()), took: begun.elapsed() }
    }
}

fn both(report: &mut Report, name: &str, seen: &[Seen], advice: &str) {
    let text: Vec<String> = seen.iter().map(Seen::text).collect();
    if seen.iter().all(Seen::is_good) {
        report.ok(name, text.join(", then "));
    } else {
        report.failure(name, text.join(", then "), advice);
    }
}

fn now() -> Timestamp {
    SystemClock.now()
}

fn message_id() -> MessageId {
    random::uuid().into()
}

fn test_event() -> Event {
    Event::test(1.try_into().expect("an id"))
}

/// As in the documented test event.
fn made_up_user() -> UserUuid {
    "9a95b38f-f98b-417a-988b-9d0d584893e7".parse().expect("a UUID")
}

fn made_up_item() -> Item {
    Item {
        id: 1_234_567_890.try_into().expect("an id"),
        user_id: 1.try_into().expect("an id"),
        application_id: 1.try_into().expect("an id"),
        provider_id: 574.try_into().expect("an id"),
        account_types: AccountTypes::Payment,
        status: ItemStatus::Ok,
        status_code_info: ItemStatus::Ok.default_info(),
        authentication_expires_at: None,
        last_successful_refresh: None,
        last_try_refresh: None,
        pro_attested_at: None,
        created_at: now(),
        version: 1,
    }
}
