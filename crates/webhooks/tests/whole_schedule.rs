//! The whole schedule of a message, on a clock that moves: 36 hours in a moment, against a real receiver.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use passerelle_domain::{Clock, Event};
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::webhooks::Webhook;
use passerelle_store::{Batch, deliveries, events, webhooks};
use passerelle_testkit::World;
use passerelle_webhooks::{Deliverer, Schedule, Settings};
use tokio::net::TcpListener;

/// The times after the event of the configuration's default.
const HOURS: u64 = 3600;
const TIMES: [u64; 10] = [0, 5, 60, 300, 1800, 2 * HOURS, 5 * HOURS, 12 * HOURS, 24 * HOURS, 36 * HOURS];

/// A receiver, and what it answers from now on.
struct Receiver {
    requests: AtomicUsize,
    status: AtomicU16,
}

async fn receiver() -> (Arc<Receiver>, String) {
    let receiver = Arc::new(Receiver { requests: AtomicUsize::new(0), status: AtomicU16::new(503) });
    let shared = Arc::clone(&receiver);
    let answer = move || {
        shared.requests.fetch_add(1, Ordering::Relaxed);
        let status = StatusCode::from_u16(shared.status.load(Ordering::Relaxed)).expect("a status");
        std::future::ready(status)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hooks", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, Router::new().route("/hooks", post(answer))).into_future());
    (receiver, url)
}

/// A world with one message on its way to that receiver.
async fn world_with_message(url: &str) -> (World, Deliverer) {
    // Another test of the process may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let world = World::new().await;
    let user = world.user().await;
    let now = world.clock.now();
    let id = world.store.next_id().await.expect("an id");
    let webhook = Webhook::new(id, world.application.id, url.parse().expect("a URL"), now);
    let mut batch = Batch::new();
    webhooks::insert(&world.store, &mut batch, &webhook, "secret");
    world.store.write(batch).await.expect("written");
    let mut batch = Batch::new();
    let event = Event::user_deleted(world.application.id, user.id, user.uuid);
    events::record(&world.store, &mut batch, &[event], now).await.expect("an id");
    world.store.write(batch).await.expect("written");
    let timeout = Duration::from_secs(5);
    let deliverer = Deliverer {
        store: world.store.clone(),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
        client: Client::new(AddressPolicy { allow_private: true }, &[], timeout).expect("a client"),
        settings: Settings {
            schedule: Schedule::new(TIMES.map(Duration::from_secs).to_vec()),
            timeout,
            poll: Duration::from_secs(1),
            off_after: Duration::from_hours(120),
        },
    };
    (world, deliverer)
}

#[tokio::test]
async fn a_message_that_is_never_taken_is_attempted_by_the_whole_schedule_and_no_more() {
    let (receiver, url) = receiver().await;
    let (world, deliverer) = world_with_message(&url).await;
    let event_at = world.clock.now();
    for (number, planned) in TIMES.into_iter().enumerate() {
        let due = deliveries::next_at(&world.store).await.expect("a read").expect("another attempt");
        let after = due.duration_since(event_at).as_secs();
        let gap = planned - number.checked_sub(1).map_or(0, |before| TIMES[before]);
        let planned = i64::try_from(planned).expect("hours");
        let most = planned + i64::try_from(gap / 10).expect("hours");
        assert!(
            (planned..=most).contains(&after),
            "attempt {number} after {after} s, not {planned} to {most}"
        );
        if number > 0 {
            let wait = Duration::try_from(due.duration_since(world.clock.now())).expect("it lies ahead");
            world.clock.advance(wait.saturating_sub(Duration::from_micros(1)));
            assert_eq!(deliverer.deliver_due().await.expect("a lease"), 0, "attempt {number} is not early");
            world.clock.advance(Duration::from_micros(1));
        }
        assert_eq!(deliverer.deliver_due().await.expect("a lease"), 1);
        assert_eq!(receiver.requests.load(Ordering::Relaxed), number + 1);
    }
    assert_eq!(deliveries::next_at(&world.store).await.expect("a read"), None, "it is given up");
    let attempts = world.database.rows("SELECT status_code FROM delivery_attempts ORDER BY number").await;
    assert_eq!(attempts, vec![vec!["503".to_owned()]; TIMES.len()], "every attempt is on record");
}

#[tokio::test]
async fn a_receiver_that_comes_back_gets_the_message_once() {
    let (receiver, url) = receiver().await;
    let (world, deliverer) = world_with_message(&url).await;
    for number in 1..=7 {
        if number == 7 {
            receiver.status.store(204, Ordering::Relaxed);
        }
        let due = deliveries::next_at(&world.store).await.expect("a read").expect("another attempt");
        let wait = Duration::try_from(due.duration_since(world.clock.now())).expect("it lies ahead");
        world.clock.advance(wait);
        assert_eq!(deliverer.deliver_due().await.expect("a lease"), 1);
    }
    world.clock.advance(Duration::from_hours(100));
    assert_eq!(deliverer.deliver_due().await.expect("a lease"), 0);
    assert_eq!(receiver.requests.load(Ordering::Relaxed), 7);
}
