//! One durable insert a request. Whatever waits while a commit runs is the next commit.

use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::NoTls;

use crate::bare::created;
use crate::serve::serve;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `sqlite:PATH` or `postgres://...`; its table is made.
    #[arg(long)]
    database: String,
}

struct Insert {
    body: Bytes,
    answer: oneshot::Sender<()>,
}

type Inserts = mpsc::UnboundedSender<Insert>;

/// The most rows of one commit.
const GROUP: usize = 256;

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let (sender, receiver) = mpsc::unbounded_channel();
    if let Some(path) = arguments.database.strip_prefix("sqlite:") {
        let connection = rusqlite::Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
        std::thread::spawn(move || sqlite(&connection, receiver).expect("the database takes rows"));
    } else if arguments.database.starts_with("postgres:") {
        let (client, connection) = tokio_postgres::connect(&arguments.database, NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute("CREATE TABLE rows (id bigint PRIMARY KEY, body text NOT NULL)").await?;
        tokio::spawn(async move { postgres(&client, receiver).await.expect("the database takes rows") });
    } else {
        bail!("--database: expected sqlite:PATH or postgres://...");
    }
    serve(Router::new().fallback(post(insert)).with_state(sender)).await
}

async fn insert(State(inserts): State<Inserts>, body: Bytes) -> Response {
    let (answer, answered) = oneshot::channel();
    let is_written = inserts.send(Insert { body, answer }).is_ok() && answered.await.is_ok();
    if is_written { created().into_response() } else { StatusCode::INTERNAL_SERVER_ERROR.into_response() }
}

fn sqlite(connection: &rusqlite::Connection, mut inserts: mpsc::UnboundedReceiver<Insert>) -> Result<()> {
    let mut group = Vec::with_capacity(GROUP);
    let mut begin = connection.prepare("BEGIN IMMEDIATE")?;
    let mut insert = connection.prepare("INSERT INTO rows (body) VALUES (?1)")?;
    let mut commit = connection.prepare("COMMIT")?;
    while inserts.blocking_recv_many(&mut group, GROUP) > 0 {
        begin.execute([])?;
        for row in &group {
            insert.execute([std::str::from_utf8(&row.body)?])?;
        }
        commit.execute([])?;
        for row in group.drain(..) {
            // Whoever went away needs no answer.
            let _ = row.answer.send(());
        }
    }
    Ok(())
}

async fn postgres(
    client: &tokio_postgres::Client,
    mut inserts: mpsc::UnboundedReceiver<Insert>,
) -> Result<()> {
    let sql = "INSERT INTO rows (id, body) SELECT * FROM UNNEST($1::bigint[], $2::text[])";
    let insert = client.prepare(sql).await?;
    let mut next = 1_i64;
    let mut group = Vec::with_capacity(GROUP);
    while inserts.recv_many(&mut group, GROUP).await > 0 {
        let count = i64::try_from(group.len()).context("a group is small")?;
        let ids: Vec<i64> = (next..next + count).collect();
        next += count;
        let bodies: Vec<&str> =
            group.iter().map(|row| std::str::from_utf8(&row.body)).collect::<Result<_, _>>()?;
        client.execute(&insert, &[&ids, &bodies]).await?;
        for row in group.drain(..) {
            // Whoever went away needs no answer.
            let _ = row.answer.send(());
        }
    }
    Ok(())
}
