//! Leases deliveries, signs and sends them, records what came of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use metrics::{counter, histogram};
use passerelle_domain::clock::after;
use passerelle_domain::{Clock, Event, Failing, OffReason, Trace, WebhookId};
use passerelle_outbound::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use passerelle_outbound::{Answer, Client, SendError, StatusCode};
use passerelle_store::deliveries::{self, Attempt, Delivery, Next};
use passerelle_store::{Batch, Notice, Store, StoreError, events, random, webhooks};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{Schedule, signature};

/// How many deliveries are leased at once.
const LEASED: u32 = 128;

/// How many attempts run at once, and to one webhook: a slow receiver does not hold the others back.
const AT_ONCE: usize = 512;
const AT_ONCE_TO_ONE: usize = 16;

/// So many failures in a row leave a webhook one attempt at once: 512 places are for many receivers, and a network that
/// drops what it gets costs each attempt its whole time.
const FAILURES: u32 = 3;

/// How long a free place waits for others, so that a lease is for many messages.
const GATHER: Duration = Duration::from_millis(2);

/// What is due but has to wait for a busy receiver is not asked for more often.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);

/// When deliveries are attempted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// At which times after the event.
    pub schedule: Schedule,
    /// How long a receiver may take.
    pub timeout: Duration,
    /// How often the queue is looked at when nobody says that something is new.
    pub poll: Duration,
    /// After how long of nothing but failure a webhook is switched off.
    pub off_after: Duration,
}

/// Sends messages to webhooks.
pub struct Deliverer {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way out.
    pub client: Client,
    /// When.
    pub settings: Settings,
}

/// What this process knows of a webhook that it has to do with.
#[derive(Debug, Default)]
struct Standing {
    /// How many attempts are under way.
    under_way: usize,
    /// How many failed in a row.
    failures: u32,
}

impl Standing {
    /// A receiver that fails again and again holds one place, until it takes something.
    fn has_room(&self) -> bool {
        let places = if self.failures < FAILURES { AT_ONCE_TO_ONE } else { 1 };
        self.under_way < places
    }
}

type Standings = Mutex<HashMap<WebhookId, Standing>>;

impl Deliverer {
    /// Delivers until the token is cancelled; then waits for attempts under way, at most for `drain`.
    pub async fn run(self, shutdown: CancellationToken, drain: Duration) {
        let deliverer = Arc::new(self);
        let standings = Arc::new(Standings::default());
        let mut notices = deliverer.store.notices();
        let mut attempts = JoinSet::new();
        while !shutdown.is_cancelled() {
            while attempts.try_join_next().is_some() {}
            let leased = if attempts.len() < AT_ONCE {
                deliverer.lease(&standings).await.unwrap_or_else(|error| {
                    tracing::error!(%error, "deliveries can't be leased");
                    Vec::new()
                })
            } else {
                Vec::new()
            };
            let is_more_likely = !leased.is_empty();
            let mut too_many = Vec::new();
            for delivery in leased {
                if !begin(&standings, delivery.webhook_id) {
                    too_many.push(delivery);
                    continue;
                }
                let (deliverer, standings) = (Arc::clone(&deliverer), Arc::clone(&standings));
                attempts.spawn(async move {
                    let next = deliverer.attempt(&delivery).await;
                    end(&standings, delivery.webhook_id, next == Next::Delivered);
                });
            }
            deliverer.give_back(&too_many).await;
            if is_more_likely {
                continue;
            }
            let pause = deliverer.pause().await;
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
                () = new_deliveries(&mut notices) => {}
                Some(_) = attempts.join_next(), if !attempts.is_empty() => {
                    // What ends at about the same time makes room for one lease, not for one each.
                    tokio::time::sleep(GATHER).await;
                }
            }
        }
        let ended = async { while attempts.join_next().await.is_some() {} };
        if tokio::time::timeout(drain, ended).await.is_err() {
            tracing::warn!("some receivers did not answer; their messages are sent again later");
        }
    }

    /// Attempts what is due by the clock, one message after another, and says how many: for tests that move the clock.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let leased = self.lease(&Standings::default()).await?;
            if leased.is_empty() {
                return Ok(count);
            }
            for delivery in &leased {
                self.attempt(delivery).await;
            }
            count += leased.len();
        }
    }

    /// Deliveries whose time has come, but for those to webhooks that have enough to do.
    async fn lease(&self, standings: &Standings) -> Result<Vec<Delivery>, StoreError> {
        let busy: Vec<WebhookId> = {
            let standings = standings.lock().expect("no holder of this lock panics");
            standings.iter().filter(|(_, standing)| !standing.has_room()).map(|(id, _)| *id).collect()
        };
        let now = self.clock.now();
        // A receiver that takes all its time still answers within the lease.
        let until = after(now, self.settings.timeout.saturating_mul(2));
        deliveries::lease(&self.store, now, until, random::uuid(), &busy, LEASED).await
    }

    /// One lease may take more for a webhook than it may have at once: the rest is anybody's again, at once.
    async fn give_back(&self, too_many: &[Delivery]) {
        let mut batch = Batch::new();
        for delivery in too_many {
            deliveries::give_back(&mut batch, delivery, self.clock.now());
        }
        if let Err(error) = self.store.write(batch).await {
            tracing::error!(%error, "deliveries can't be given back; they are anybody's when their lease is over");
        }
    }

    /// How long nothing is due, at most the poll interval: another process may add deliveries unheard.
    async fn pause(&self) -> Duration {
        let next = deliveries::next_at(&self.store).await.ok().flatten();
        let until =
            next.map(|at| Duration::try_from(at.duration_since(self.clock.now())).unwrap_or_default());
        until.unwrap_or(self.settings.poll).min(self.settings.poll).max(SHORTEST_PAUSE)
    }

    async fn attempt(&self, delivery: &Delivery) -> Next {
        let at = self.clock.now();
        let begun = Instant::now();
        let sent = self.send(delivery).await;
        let attempt = Attempt {
            at,
            duration: begun.elapsed(),
            status_code: sent.as_ref().ok().map(|answer| answer.status.as_u16()),
            error: sent.as_ref().err().map(ToString::to_string),
            answer: sent.as_ref().ok().map(|answer| answer.excerpt.clone()),
        };
        let is_delivered = sent.as_ref().is_ok_and(|answer| answer.status.is_success());
        let failing = (!is_delivered).then(|| Failing::again(delivery.failing, at, self.settings.off_after));
        let next = self.next(delivery, &sent, failing);
        if next != Next::Delivered {
            tracing::info!(
                delivery = %delivery.id, webhook = %delivery.webhook_id, attempt = delivery.attempts + 1,
                status = attempt.status_code, error = attempt.error,
                trace = delivery.trace.as_ref().map(Trace::id), "a message was not delivered"
            );
        }
        let mut batch = Batch::new();
        deliveries::record(&mut batch, delivery, &attempt, next, failing);
        match self.store.write(batch).await {
            Ok(()) => self.count(delivery, next),
            Err(StoreError::Conflict) => {
                tracing::warn!(delivery = %delivery.id, "another server delivers it");
            }
            Err(error) => tracing::error!(delivery = %delivery.id, %error, "an attempt can't be recorded"),
        }
        if let Next::Off(reason) = next {
            self.switch_off(delivery, reason).await;
        }
        next
    }

    /// Switches a webhook off, and tells of it.
    async fn switch_off(&self, delivery: &Delivery, reason: OffReason) {
        let (webhook, application) = (delivery.webhook_id, delivery.application_id);
        let mut batch = Batch::new();
        webhooks::disable(&mut batch, webhook, reason);
        let event = Event::webhook_disabled(application, webhook, reason);
        let recorded = events::record(&self.store, &mut batch, &[event], self.clock.now()).await;
        let written = match recorded {
            Ok(()) => self.store.write(batch).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => tracing::warn!(
                %webhook, reason = reason.name(), failing_since = delivery.failing.map(|failing| tracing::field::display(failing.since)),
                "a webhook is switched off"
            ),
            // Another attempt did it.
            Err(StoreError::Conflict) => {}
            Err(error) => tracing::error!(%webhook, %error, "a webhook can't be switched off"),
        }
    }

    fn count(&self, delivery: &Delivery, next: Next) {
        let outcome = match next {
            Next::Delivered => "delivered",
            Next::Again(_) => "failed",
            Next::GivenUp => "given_up",
            Next::Off(OffReason::Gone) => "gone",
            Next::Off(OffReason::Failing | OffReason::Operator) => "failing",
        };
        counter!("passerelle_delivery_attempts_total", "outcome" => outcome).increment(1);
        if next == Next::Delivered {
            let delay = self.clock.now().duration_since(delivery.created_at);
            histogram!("passerelle_delivery_delay_seconds").record(delay.as_secs_f64());
        }
    }

    async fn send(&self, delivery: &Delivery) -> Result<Answer, SendError> {
        let body = delivery.body.as_bytes();
        let at = self.clock.now();
        let mut headers = HeaderMap::new();
        let mut set = |name: &'static str, value: String| {
            let value = HeaderValue::try_from(value).expect("ids, numbers and signatures are header values");
            headers.insert(HeaderName::from_static(name), value);
        };
        let signatures = |sign: &dyn Fn(&str) -> String, between: &str| {
            let each: Vec<String> = delivery.secrets.iter().map(|secret| sign(secret)).collect();
            each.join(between)
        };
        set("bridgeapi-signature", signatures(&|secret| signature::bridge(secret, body), ","));
        set("webhook-id", delivery.message_id.to_string());
        set("webhook-timestamp", at.as_second().to_string());
        let standard = |secret: &str| signature::standard(secret, delivery.message_id, at, body);
        set("webhook-signature", signatures(&standard, " "));
        if let Some(trace) = &delivery.trace {
            set("traceparent", trace.child(u64::from_ne_bytes(random::bytes())));
            if let Some(state) = trace.state() {
                set("tracestate", state.to_owned());
            }
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.client.post(&delivery.url, headers, Bytes::copy_from_slice(body)).await
    }

    fn next(&self, delivery: &Delivery, sent: &Result<Answer, SendError>, failing: Option<Failing>) -> Next {
        let retry_after = match sent {
            Ok(answer) if answer.status.is_success() => return Next::Delivered,
            Ok(answer) if answer.status == StatusCode::GONE => return Next::Off(OffReason::Gone),
            Ok(answer) => answer.retry_after,
            Err(_) => None,
        };
        let now = self.clock.now();
        if failing.is_some_and(Failing::is_for_too_long) {
            return Next::Off(OffReason::Failing);
        }
        let made = usize::try_from(delivery.attempts + 1).unwrap_or(usize::MAX);
        let next =
            self.settings.schedule.next(delivery.created_at, made, now, retry_after, random::fraction());
        next.map_or(Next::GivenUp, Next::Again)
    }
}

/// Counts an attempt, unless the webhook has as many as it may have.
fn begin(standings: &Standings, id: WebhookId) -> bool {
    let mut standings = standings.lock().expect("no holder of this lock panics");
    let standing = standings.entry(id).or_default();
    let has_room = standing.has_room();
    if has_room {
        standing.under_way += 1;
    }
    has_room
}

fn end(standings: &Standings, id: WebhookId, is_delivered: bool) {
    let mut standings = standings.lock().expect("no holder of this lock panics");
    if let Some(standing) = standings.get_mut(&id) {
        standing.under_way -= 1;
        standing.failures = if is_delivered { 0 } else { standing.failures.saturating_add(1) };
        if standing.under_way == 0 && standing.failures == 0 {
            standings.remove(&id);
        }
    }
}

async fn new_deliveries(notices: &mut broadcast::Receiver<Notice>) {
    loop {
        match notices.recv().await {
            Ok(Notice::Deliveries) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_again_and_again_holds_one_place_until_it_takes_something() {
        let standings = Standings::default();
        let id = WebhookId::try_from(1).expect("an id");
        let begun = || (0..100).take_while(|_| begin(&standings, id)).count();
        assert_eq!(begun(), AT_ONCE_TO_ONE);
        for _ in 0..AT_ONCE_TO_ONE {
            end(&standings, id, false);
        }
        assert_eq!(begun(), 1);
        end(&standings, id, true);
        assert!(standings.lock().expect("a lock").is_empty(), "who is well is not remembered");
        assert_eq!(begun(), AT_ONCE_TO_ONE);
    }
}
