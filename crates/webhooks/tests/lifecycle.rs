//! What becomes of webhooks and events over days, on a clock that moves, against real receivers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use passerelle_domain::{Clock, Event, EventKind, OffReason, Subscription};
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::delivery_records::{self, Again, Filter, Status};
use passerelle_store::webhooks::Webhook;
use passerelle_store::{Batch, events, webhooks};
use passerelle_testkit::World;
use passerelle_webhooks::{Deliverer, Retention, Schedule, Settings};
use tokio::net::TcpListener;

const HOUR: Duration = Duration::from_hours(1);

struct Receiver {
    requests: AtomicUsize,
    status: AtomicU16,
    url: String,
}

impl Receiver {
    async fn start(status: u16) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hooks", listener.local_addr().expect("an address"));
        let receiver = Arc::new(Self { requests: AtomicUsize::new(0), status: AtomicU16::new(status), url });
        let shared = Arc::clone(&receiver);
        let answer = move || {
            shared.requests.fetch_add(1, Ordering::Relaxed);
            let status = StatusCode::from_u16(shared.status.load(Ordering::Relaxed)).expect("a status");
            std::future::ready((status, "a".repeat(5000)))
        };
        tokio::spawn(axum::serve(listener, Router::new().route("/hooks", post(answer))).into_future());
        receiver
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

/// Attempts at once and after an hour; five days of failure switch a webhook off.
async fn world() -> (World, Deliverer) {
    // Another test of the process may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let world = World::new().await;
    let timeout = Duration::from_secs(5);
    let deliverer = Deliverer {
        store: world.store.clone(),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
        client: Client::new(AddressPolicy { allow_private: true }, &[], timeout).expect("a client"),
        settings: Settings {
            schedule: Schedule::new(vec![Duration::ZERO, HOUR]),
            timeout,
            poll: Duration::from_secs(1),
            off_after: 5 * 24 * HOUR,
        },
    };
    (world, deliverer)
}

async fn subscribe(world: &World, url: &str, subscription: Subscription) -> Webhook {
    let id = world.store.next_id().await.expect("an id");
    let url = url.parse().expect("a URL");
    let webhook = Webhook { subscription, ..Webhook::new(id, world.application.id, url, world.clock.now()) };
    let mut batch = Batch::new();
    webhooks::insert(&world.store, &mut batch, &webhook, "secret");
    world.store.write(batch).await.expect("written");
    webhook
}

async fn happen(world: &World) {
    let user = world.user().await;
    let mut batch = Batch::new();
    let event = Event::user_deleted(world.application.id, user.id, user.uuid);
    events::record(&world.store, &mut batch, &[event], world.clock.now()).await.expect("an id");
    world.store.write(batch).await.expect("written");
}

async fn now(world: &World, webhook: &Webhook) -> Webhook {
    webhooks::find(&world.store, webhook.id).await.expect("a read").expect("the webhook")
}

async fn with_status(world: &World, webhook: &Webhook, status: Status) -> Vec<delivery_records::Record> {
    let filter = Filter { webhook: Some(webhook.id), status: Some(status), ..Filter::default() };
    delivery_records::page(&world.store, world.application.id, filter, 100).await.expect("a page")
}

#[tokio::test]
async fn days_of_nothing_but_failure_switch_a_webhook_off_and_those_who_asked_hear_of_it() {
    let (failing, well) = (Receiver::start(500).await, Receiver::start(200).await);
    let (world, deliverer) = world().await;
    let webhook = subscribe(&world, &failing.url, Subscription::All).await;
    let listener = Subscription::Only(vec![EventKind::WebhookDisabled]);
    let listener = subscribe(&world, &well.url, listener).await;
    let began = world.clock.now();
    for _ in 0..5 {
        happen(&world).await;
        deliverer.deliver_due().await.expect("delivered");
        assert_eq!(now(&world, &webhook).await.failing_since, Some(began));
        world.clock.advance(23 * HOUR);
    }
    // One success, and the days begin anew.
    failing.status.store(200, Ordering::Relaxed);
    happen(&world).await;
    deliverer.deliver_due().await.expect("delivered");
    assert_eq!(now(&world, &webhook).await.failing_since, None);
    failing.status.store(500, Ordering::Relaxed);
    for _ in 0..6 {
        assert_eq!(now(&world, &webhook).await.off, None);
        assert_eq!(well.requests(), 0);
        happen(&world).await;
        deliverer.deliver_due().await.expect("delivered");
        world.clock.advance(24 * HOUR);
    }
    let off = now(&world, &webhook).await;
    assert_eq!((off.off, well.requests()), (Some(OffReason::Failing), 1));
    let told = &with_status(&world, &listener, Status::Delivered).await[0];
    assert_eq!(told.kind, EventKind::WebhookDisabled);
    let pulled = events::page(&world.store, world.application.id, 0, 100).await.expect("a page");
    let last = pulled.last().expect("events");
    let expected = format!(r#"{{"content":{{"reason":"failing","webhook_id":{}}},"#, webhook.id);
    assert!(last.body.starts_with(&expected), "{}", last.body);
    // On again, it is sent what it missed.
    let before = failing.requests();
    happen(&world).await;
    assert_eq!(deliverer.deliver_due().await.expect("delivered"), 0);
    let mut batch = Batch::new();
    webhooks::enable(&mut batch, webhook.id);
    world.store.write(batch).await.expect("written");
    failing.status.store(200, Ordering::Relaxed);
    let on = now(&world, &webhook).await;
    assert_eq!((on.off, on.failing_since), (None, None));
    let failed = with_status(&world, &webhook, Status::Failed).await;
    assert_eq!(failed.len(), 10, "all but the one that arrived, and the one before it that was due again");
    assert_eq!(failed[0].attempts[0].status_code, Some(500));
    assert_eq!(failed[0].attempts[0].answer.as_ref().map(String::len), Some(1024));
    let again = async |what| {
        let count = delivery_records::replay(&world.store, &on, what, world.clock.now()).await;
        let count = count.expect("replayed");
        deliverer.deliver_due().await.expect("delivered");
        count
    };
    assert_eq!(again(Again::Failed).await, 10);
    assert_eq!(again(Again::Failed).await, 0, "they arrived");
    assert_eq!(failing.requests(), before + 10);
    assert_eq!(again(Again::Between(began, world.clock.now())).await, 12, "before the one that happens now");
    assert_eq!(again(Again::Event(pulled[0].message_id)).await, 1);
}

#[tokio::test]
async fn silence_is_no_failure() {
    let receiver = Receiver::start(500).await;
    let (world, deliverer) = world().await;
    let webhook = subscribe(&world, &receiver.url, Subscription::All).await;
    let fail = async || {
        happen(&world).await;
        deliverer.deliver_due().await.expect("delivered");
    };
    fail().await;
    // The one failure is given up after an hour; then nothing happens for days.
    world.clock.advance(HOUR);
    deliverer.deliver_due().await.expect("delivered");
    world.clock.advance(5 * 24 * HOUR);
    fail().await;
    let began = world.clock.now();
    for _ in 0..4 {
        world.clock.advance(24 * HOUR);
        fail().await;
        let known = now(&world, &webhook).await;
        assert_eq!((known.off, known.failing_since), (None, Some(began)), "the days count from the second");
    }
    world.clock.advance(24 * HOUR);
    fail().await;
    assert_eq!(now(&world, &webhook).await.off, Some(OffReason::Failing));
}

#[tokio::test]
async fn a_replayed_message_that_fails_follows_the_schedule_from_its_replay() {
    let receiver = Receiver::start(200).await;
    let (world, deliverer) = world().await;
    let webhook = subscribe(&world, &receiver.url, Subscription::All).await;
    happen(&world).await;
    deliverer.deliver_due().await.expect("delivered");
    world.clock.advance(72 * HOUR);
    receiver.status.store(500, Ordering::Relaxed);
    let at = world.clock.now();
    let what = Again::Between(at - 100 * HOUR, at);
    assert_eq!(delivery_records::replay(&world.store, &webhook, what, at).await.expect("replayed"), 1);
    assert_eq!(deliverer.deliver_due().await.expect("delivered"), 1, "not again at once");
    let waiting = &with_status(&world, &webhook, Status::Waiting).await[0];
    assert!(waiting.due_at.expect("another attempt") >= at + HOUR);
    assert_eq!(
        delivery_records::replay(&world.store, &webhook, what, at).await.expect("a read"),
        0,
        "on its way"
    );
}

#[tokio::test]
async fn events_are_numbered_as_they_are_committed_and_kept_as_long_as_configured() {
    let (world, deliverer) = world().await;
    let id = world.application.id;
    happen(&world).await;
    let first = events::page(&world.store, id, 0, 10).await.expect("a page");
    // Another node has a block of lower ids, and commits later.
    let other = world.database.open().await;
    world.clock.advance(HOUR);
    let user = world.user().await;
    let event = [Event::user_deleted(id, user.id, user.uuid)];
    let (mut early, mut late) = (Batch::new(), Batch::new());
    events::record(&other, &mut early, &event, world.clock.now()).await.expect("an id");
    events::record(&world.store, &mut late, &event, world.clock.now()).await.expect("an id");
    other.write(early).await.expect("written");
    let second = events::page(&world.store, id, first[0].number, 10).await.expect("a page");
    world.store.write(late).await.expect("written");
    let third = events::page(&other, id, second[0].number, 10).await.expect("a page");
    let numbers =
        [&first, &second, &third].map(|page| page.iter().map(|event| event.number).collect::<Vec<_>>());
    assert_eq!(numbers, [[1], [2], [3]], "nothing is missed, nothing comes twice");
    let receiver = Receiver::start(500).await;
    subscribe(&world, &receiver.url, Subscription::All).await;
    happen(&world).await;
    deliverer.deliver_due().await.expect("delivered");
    let retention = Retention {
        store: world.store.clone(),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
        keep: 48 * HOUR,
        every: HOUR,
    };
    assert_eq!(retention.delete_some().await.expect("deleted"), 0);
    world.clock.advance(47 * HOUR + HOUR / 2);
    assert_eq!(retention.delete_some().await.expect("deleted"), 1, "only the first is old");
    world.clock.advance(HOUR);
    assert_eq!(retention.delete_some().await.expect("deleted"), 2, "the last is still to arrive");
    deliverer.deliver_due().await.expect("delivered");
    assert_eq!(retention.delete_some().await.expect("deleted"), 1, "it was given up");
    for table in ["events", "deliveries", "delivery_attempts"] {
        let count = world.database.rows(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(count, [["0"]], "{table}");
    }
    happen(&world).await;
    let next = events::page(&world.store, id, 0, 10).await.expect("a page");
    assert_eq!(next[0].number, 4, "numbers are never given again, though their events are gone");
}
