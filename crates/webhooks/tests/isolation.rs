//! Receivers that are dead, slow or liars, among twenty: what they cost the others.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::post;
use passerelle_domain::{Clock, Event, SystemClock};
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::webhooks::Webhook;
use passerelle_store::{Batch, events, webhooks};
use passerelle_testkit::World;
use passerelle_webhooks::{Deliverer, Schedule, Settings};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How long a receiver may take, and how long the slow one takes: as 14 s of 15.
const TIMEOUT: Duration = Duration::from_secs(5);
const SLOW: Duration = Duration::from_millis(4600);

/// Two gigabytes.
const MUCH: usize = 2 * 1024 * 1024 * 1024;

const WELL: usize = 15;
const EVENTS: usize = 40;

/// How long the first attempts of those that are well may take, all together: less than one timeout.
const BOUND: Duration = Duration::from_secs(4);

async fn hang(listener: TcpListener) {
    let mut held = Vec::new();
    while let Ok((stream, _)) = listener.accept().await {
        held.push(stream);
    }
}

async fn hang_up(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        drop(stream);
    }
}

fn address(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().expect("an address"))
}

/// The URLs of those that are bad, and of those that are well; and what tells of each message to the latter.
async fn receivers() -> (Vec<String>, Vec<String>, mpsc::UnboundedReceiver<()>) {
    let bind = async || TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (dead, liar, listener) = (bind().await, bind().await, bind().await);
    let (tell, told) = mpsc::unbounded_channel();
    let base = address(&listener);
    let mut bad = vec![address(&dead), address(&liar)];
    bad.extend(["slow", "away", "much"].map(|path| format!("{base}/{path}")));
    tokio::spawn(hang(dead));
    tokio::spawn(hang_up(liar));
    let slow = async || tokio::time::sleep(SLOW).await;
    let away = async || Redirect::temporary("http://127.0.0.1:1/");
    let much = async || {
        let chunk = Bytes::from(vec![b'x'; 64 * 1024]);
        let chunks = std::iter::repeat_n(Ok::<_, std::convert::Infallible>(chunk), MUCH / (64 * 1024));
        Body::from_stream(futures::stream::iter(chunks)).into_response()
    };
    let well = move || {
        let tell = tell.clone();
        async move {
            let _ = tell.send(());
        }
    };
    let router = Router::new()
        .route("/slow", post(slow))
        .route("/away", post(away))
        .route("/much", post(much))
        .route("/well/{number}", post(well));
    tokio::spawn(axum::serve(listener, router).into_future());
    let well = (0..WELL).map(|number| format!("{base}/well/{number}")).collect();
    (bad, well, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_receivers_cost_the_others_nothing() {
    // Another test of the process may have installed it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let world = World::new().await;
    let clock = Arc::new(SystemClock);
    let (bad, well, mut told) = receivers().await;
    let mut batch = Batch::new();
    // Those that are bad come first.
    for url in bad.iter().chain(&well) {
        let id = world.store.next_id().await.expect("an id");
        let webhook = Webhook::new(id, world.application.id, url.parse().expect("a URL"), clock.now());
        webhooks::insert(&world.store, &mut batch, &webhook, "secret");
    }
    world.store.write(batch).await.expect("written");
    let mut batch = Batch::new();
    for _ in 0..EVENTS {
        let user = world.user().await;
        let event = Event::user_deleted(world.application.id, user.id, user.uuid);
        events::record(&world.store, &mut batch, &[event], clock.now()).await.expect("an id");
    }
    world.store.write(batch).await.expect("written");
    let deliverer = Deliverer {
        store: world.store.clone(),
        clock,
        client: Client::new(AddressPolicy { allow_private: true }, &[], TIMEOUT).expect("a client"),
        settings: Settings {
            schedule: Schedule::new([0, 200, 400, 600].map(Duration::from_millis).to_vec()),
            timeout: TIMEOUT,
            poll: Duration::from_millis(100),
            off_after: Duration::from_hours(120),
        },
    };
    let stop = CancellationToken::new();
    let began = Instant::now();
    let running = tokio::spawn(deliverer.run(stop.clone(), Duration::from_millis(100)));
    for count in 0..WELL * EVENTS {
        let next = tokio::time::timeout(BOUND.saturating_sub(began.elapsed()), told.recv()).await;
        assert!(next.is_ok(), "{count} of {} after {:?}", WELL * EVENTS, began.elapsed());
    }
    stop.cancel();
    running.await.expect("it ends");
}
