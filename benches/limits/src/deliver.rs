//! Deliveries of committed events: Passerelle's deliverer, and the limit, signed posts of the rows of an outbox.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use passerelle_domain::event::{Content, EventKind};
use passerelle_domain::{Event, MessageId, OffReason};
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::{Batch, deliveries, events, webhooks};
use passerelle_webhooks::{Deliverer, Schedule, Settings, signature};
use serde_json::json;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use crate::client::Connection;
use crate::engine::{self, Engine};
use crate::ours::{DRAIN, Ours, Place, add_user};
use crate::receiver::Receiver;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// How many messages.
    #[arg(long, default_value_t = 3200)]
    messages: usize,
    /// Webhooks of the application: each event goes to all of them.
    #[arg(long, default_value_t = 8)]
    webhooks: usize,
}

/// How many posts the limit has under way.
const IN_FLIGHT: usize = 64;

impl Ours {
    /// The deliverer of a server with default settings.
    fn deliverer(&self) -> Result<Deliverer> {
        let timeout = Duration::from_secs(15);
        Ok(Deliverer {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            client: Client::new(AddressPolicy { allow_private: true }, &[], timeout)?,
            settings: Settings {
                schedule: Schedule::new([0, 5, 60, 300].map(Duration::from_secs).to_vec()),
                timeout,
                poll: Duration::from_secs(1),
                off_after: Duration::from_hours(120),
            },
        })
    }

    /// Adds webhooks that go to the receiver, and a user whose events they hear; other webhooks hear no more.
    async fn subscribe(&self, receiver: &Receiver, count: usize) -> Result<Event> {
        let mut batch = Batch::new();
        for webhook in webhooks::of_application(&self.store, self.application.id).await? {
            if webhook.off.is_none() {
                webhooks::disable(&mut batch, webhook.id, OffReason::Operator);
            }
        }
        for number in 0..count {
            let url = format!("http://127.0.0.1:{}/hook/{number}", receiver.port).parse()?;
            let id = self.store.next_id().await?;
            let webhook = webhooks::Webhook::new(id, self.application.id, url, self.now());
            webhooks::insert(&self.store, &mut batch, &webhook, "644b2ac3-0797-4ec6-9537-cb5c0af9caf9");
        }
        let user = self.user(self.store.next_id().await?);
        add_user(&mut batch, &user, self.now());
        self.store.write(batch).await?;
        Ok(Event {
            application_id: self.application.id,
            user_id: Some(user.id),
            kind: EventKind::ItemCreated,
            content: Content::Item { item_id: 10_000_001.try_into()?, user_uuid: user.uuid },
        })
    }
}

/// Passerelle: events that are committed before the deliverer starts.
pub(crate) async fn ours(arguments: Arguments) -> Result<()> {
    rustls();
    let ours = Ours::open(&arguments.place).await?;
    let mut receiver = Receiver::start().await?;
    let event = ours.subscribe(&receiver, arguments.webhooks).await?;
    let mut batch = Batch::new();
    // Messages of one user come in order, one after the other: these are of as many users.
    let all: Vec<Event> = (1..)
        .take(arguments.messages / arguments.webhooks)
        .map(|user| Ok(Event { user_id: Some(user.try_into()?), ..event.clone() }))
        .collect::<Result<_>>()?;
    events::record(&ours.store, &mut batch, &all, ours.now()).await?;
    ours.store.write(batch).await?;
    let before = ours.store.count();
    let stop = CancellationToken::new();
    let begun = Instant::now();
    let running = tokio::spawn(ours.deliverer()?.run(stop.clone(), DRAIN));
    receiver.wait_for(all.len() * arguments.webhooks).await;
    // A message counts when its delivery is recorded.
    while deliveries::next_at(&ours.store).await?.is_some() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    stop.cancel();
    running.await?;
    let commits = ours.store.count().commits - before.commits;
    let messages = all.len() * arguments.webhooks;
    println!("{}", json!({ "messages": messages, "seconds": seconds, "commits": commits }));
    Ok(())
}

/// One event at a time on an idle server: from the answer to its commit to its arrival.
pub(crate) async fn latency(arguments: Arguments) -> Result<()> {
    rustls();
    let ours = Ours::open(&arguments.place).await?;
    let mut receiver = Receiver::start().await?;
    let event = ours.subscribe(&receiver, 1).await?;
    let stop = CancellationToken::new();
    let running = tokio::spawn(ours.deliverer()?.run(stop.clone(), DRAIN));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut micros = Vec::new();
    for _ in 0..arguments.messages {
        let mut batch = Batch::new();
        events::record(&ours.store, &mut batch, std::slice::from_ref(&event), ours.now()).await?;
        ours.store.write(batch).await?;
        let committed = Instant::now();
        let arrived = receiver.next().await;
        micros.push(arrived.saturating_duration_since(committed).as_micros());
        // Idle again: the deliverer has recorded it and sleeps.
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    stop.cancel();
    running.await?;
    micros.sort_unstable();
    let at = |part: usize| {
        micros.get(micros.len() * part / 100).map(|micros| u64::try_from(*micros).unwrap_or(u64::MAX))
    };
    println!("{}", json!({ "requests": micros.len(), "p50_us": at(50), "p99_us": at(99) }));
    Ok(())
}

fn rustls() {
    // Another call of this process installed it already.
    let _ = ::rustls::crypto::ring::default_provider().install_default();
}

/// A row of the limit's outbox.
struct Row {
    id: i64,
    body: String,
}

/// The limit: rows are read in pages, posted with both signatures by so many connections, and marked as sent in groups.
pub(crate) async fn limit(arguments: Arguments) -> Result<()> {
    let address = arguments.place.database();
    let mut receiver = Receiver::start().await?;
    fill(&engine::open(address).await?, arguments.messages).await?;
    let begun = Instant::now();
    let (rows, waiting) = mpsc::channel::<Row>(IN_FLIGHT * 4);
    let (sent, marks) = mpsc::unbounded_channel::<i64>();
    let waiting = Arc::new(Mutex::new(waiting));
    for number in 0..IN_FLIGHT {
        let (waiting, sent) = (Arc::clone(&waiting), sent.clone());
        let connection = Connection::open(&format!("127.0.0.1:{}", receiver.port)).await?;
        tokio::spawn(post(connection, number, waiting, sent));
    }
    drop(sent);
    let reading = read(engine::open(address).await?, rows);
    let marking = mark(engine::open(address).await?, marks);
    let receiving = receiver.wait_for(arguments.messages);
    let (read, marked, _) = tokio::join!(reading, marking, receiving);
    read?;
    marked?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("{}", json!({ "messages": arguments.messages, "seconds": seconds }));
    Ok(())
}

async fn post(
    mut connection: Connection,
    number: usize,
    waiting: Arc<Mutex<mpsc::Receiver<Row>>>,
    sent: mpsc::UnboundedSender<i64>,
) -> Result<()> {
    let at = passerelle_domain::Clock::now(&passerelle_domain::SystemClock);
    loop {
        let row = waiting.lock().await.recv().await;
        let Some(row) = row else { return Ok(()) };
        let secret = "644b2ac3-0797-4ec6-9537-cb5c0af9caf9";
        let id = MessageId::from(uuid::Uuid::from_u128(u128::from(row.id.unsigned_abs())));
        let (bridge, standard) = (
            signature::bridge(secret, row.body.as_bytes()),
            signature::standard(secret, id, at, row.body.as_bytes()),
        );
        let request = format!(
            "POST /hook/{number} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             bridgeapi-signature: {bridge}\r\nwebhook-id: {id}\r\nwebhook-timestamp: {}\r\n\
             webhook-signature: {standard}\r\ncontent-length: {}\r\n\r\n{}",
            at.as_second(),
            row.body.len(),
            row.body
        );
        if connection.call(request.as_bytes()).await? == 204 {
            sent.send(row.id).context("nobody marks")?;
        }
    }
}

const PAGE: i64 = 256;

const BODY: &str = r#"{"content":{"item_id":10000001,"user_uuid":"00005eed-0000-4000-8000-000000000001"},"timestamp":1611681789000,"type":"item.created"}"#;

async fn fill(database: &Engine, messages: usize) -> Result<()> {
    let table = "DROP TABLE IF EXISTS outbox; \
         CREATE TABLE outbox (id bigint PRIMARY KEY, body text NOT NULL, sent_at bigint)";
    let messages = i64::try_from(messages)?;
    match database {
        Engine::Sqlite(connection) => {
            connection.execute_batch(table)?;
            connection.execute_batch("BEGIN")?;
            for id in 0..messages {
                let mut insert = connection.prepare_cached("INSERT INTO outbox VALUES (?1, ?2, NULL)")?;
                insert.execute(rusqlite::params![id, BODY])?;
            }
            connection.execute_batch("COMMIT")?;
        }
        Engine::Postgres(client) => {
            client.batch_execute(table).await?;
            let fill = "INSERT INTO outbox SELECT n, $2, NULL FROM generate_series(0, $1::bigint - 1) n";
            client.execute(fill, &[&messages, &BODY]).await?;
        }
    }
    Ok(())
}

async fn read(database: Engine, rows: mpsc::Sender<Row>) -> Result<()> {
    let mut after = -1_i64;
    loop {
        let page: Vec<Row> = match &database {
            Engine::Sqlite(connection) => {
                let sql =
                    "SELECT id, body FROM outbox WHERE id > ?1 AND sent_at IS NULL ORDER BY id LIMIT ?2";
                let mut select = connection.prepare_cached(sql)?;
                let read = |row: &rusqlite::Row<'_>| Ok(Row { id: row.get(0)?, body: row.get(1)? });
                select.query_map([after, PAGE], read)?.collect::<Result<_, _>>()?
            }
            Engine::Postgres(client) => {
                let sql =
                    "SELECT id, body FROM outbox WHERE id > $1 AND sent_at IS NULL ORDER BY id LIMIT $2";
                let found = client.query(sql, &[&after, &PAGE]).await?;
                found.iter().map(|row| Row { id: row.get(0), body: row.get(1) }).collect()
            }
        };
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for row in page {
            rows.send(row).await.context("nobody posts")?;
        }
    }
}

async fn mark(database: Engine, mut sent: mpsc::UnboundedReceiver<i64>) -> Result<()> {
    let mut group = Vec::new();
    while sent.recv_many(&mut group, 256).await > 0 {
        match &database {
            Engine::Sqlite(connection) => tokio::task::block_in_place(|| {
                connection.execute_batch("BEGIN IMMEDIATE")?;
                for id in &group {
                    connection
                        .prepare_cached("UPDATE outbox SET sent_at = 1 WHERE id = ?1")?
                        .execute([id])?;
                }
                connection.execute_batch("COMMIT")
            })?,
            Engine::Postgres(client) => {
                client.execute("UPDATE outbox SET sent_at = 1 WHERE id = ANY($1)", &[&group]).await?;
            }
        }
        group.clear();
    }
    Ok(())
}
