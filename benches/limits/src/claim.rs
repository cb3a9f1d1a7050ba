//! Jobs claimed and finished: Passerelle's runner with jobs that find nothing to do, and the limit, batches of rows that
//! are marked and deleted.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use passerelle_domain::Owned;
use passerelle_store::Batch;
use passerelle_store::jobs::{Task, enqueue};
use passerelle_testkit::ScriptedBank;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::engine::{self, Engine};
use crate::ours::{DRAIN, Ours, Place};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// How many jobs.
    #[arg(long, default_value_t = 2000)]
    jobs: usize,
    /// How many the limit claims at once.
    #[arg(long, default_value_t = 50)]
    at_once: i64,
}

pub(crate) async fn ours(arguments: Arguments) -> Result<()> {
    let ours = Ours::open(&arguments.place).await?;
    let jobs = ours.jobs(&Arc::new(ScriptedBank::default())).await?;
    let mut batch = Batch::new();
    // Nobody has this item: the job ends as soon as it has looked.
    let item = Owned { user: i64::from(i32::MAX).try_into()?, id: i64::from(i32::MAX).try_into()? };
    let task = Task::Refresh { item };
    for _ in 0..arguments.jobs {
        enqueue(&ours.store, &mut batch, &task, ours.now()).await?;
    }
    ours.store.write(batch).await?;
    let before = ours.store.count();
    let stop = CancellationToken::new();
    let begun = Instant::now();
    let running = tokio::spawn(jobs.run(stop.clone(), DRAIN));
    ours.jobs_are_done().await?;
    let seconds = begun.elapsed().as_secs_f64();
    stop.cancel();
    running.await?;
    let commits = ours.store.count().commits - before.commits;
    println!("{}", json!({ "jobs": arguments.jobs, "seconds": seconds, "commits": commits }));
    Ok(())
}

/// The limit: a batch is leased in one durable statement, and deleted in another.
pub(crate) async fn limit(arguments: Arguments) -> Result<()> {
    let database = engine::open(arguments.place.database()).await?;
    let (jobs, at_once) = (i64::try_from(arguments.jobs)?, arguments.at_once);
    let seconds = match &database {
        Engine::Sqlite(connection) => sqlite(connection, jobs, at_once)?,
        Engine::Postgres(client) => postgres(client, jobs, at_once).await?,
    };
    println!("{}", json!({ "jobs": jobs, "seconds": seconds }));
    Ok(())
}

const TABLE: &str = "DROP TABLE IF EXISTS limit_jobs; \
     CREATE TABLE limit_jobs (id bigint PRIMARY KEY, run_at bigint NOT NULL, task text NOT NULL, lease bigint); \
     CREATE INDEX limit_jobs_due ON limit_jobs (run_at, id) WHERE lease IS NULL";

fn sqlite(connection: &rusqlite::Connection, jobs: i64, at_once: i64) -> Result<f64> {
    connection.execute_batch(TABLE)?;
    connection.execute_batch("BEGIN")?;
    for id in 0..jobs {
        connection
            .prepare_cached("INSERT INTO limit_jobs VALUES (?1, 1, '{\"name\":\"refresh\"}', NULL)")?
            .execute([id])?;
    }
    connection.execute_batch("COMMIT")?;
    let begun = Instant::now();
    let mut claim = connection.prepare(
        "UPDATE limit_jobs SET lease = 1 WHERE id IN (SELECT id FROM limit_jobs WHERE lease IS NULL AND run_at <= 2 \
         ORDER BY run_at, id LIMIT ?1) RETURNING id, task",
    )?;
    let mut finish = connection.prepare("DELETE FROM limit_jobs WHERE id = ?1 AND lease = 1")?;
    loop {
        let claimed: Vec<i64> = claim.query_map([at_once], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if claimed.is_empty() {
            return Ok(begun.elapsed().as_secs_f64());
        }
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for id in claimed {
            finish.execute([id])?;
        }
        connection.execute_batch("COMMIT")?;
    }
}

async fn postgres(client: &tokio_postgres::Client, jobs: i64, at_once: i64) -> Result<f64> {
    client.batch_execute(TABLE).await?;
    let fill = "INSERT INTO limit_jobs SELECT n, 1, '{\"name\":\"refresh\"}', NULL FROM generate_series(1, $1::bigint) n";
    client.execute(fill, &[&jobs]).await?;
    let begun = Instant::now();
    let claim = client
        .prepare(
            "UPDATE limit_jobs SET lease = 1 WHERE id IN (SELECT id FROM limit_jobs WHERE lease IS NULL AND \
             run_at <= 2 ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id, task",
        )
        .await?;
    let finish = client.prepare("DELETE FROM limit_jobs WHERE id = ANY($1) AND lease = 1").await?;
    loop {
        let claimed = client.query(&claim, &[&at_once]).await?;
        if claimed.is_empty() {
            return Ok(begun.elapsed().as_secs_f64());
        }
        let ids: Vec<i64> = claimed.iter().map(|row| row.get(0)).collect();
        client.execute(&finish, &[&ids]).await?;
    }
}
