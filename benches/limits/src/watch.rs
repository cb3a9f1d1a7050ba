//! Browsers that wait: event streams that stay open until standard input ends.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::client::Request;
use crate::serve::end_of_input;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Whom to ask.
    #[arg(long)]
    address: String,
    /// One request a line, as JSON: each is one stream.
    #[arg(long)]
    requests: PathBuf,
}

/// How many connections are opened at once: the server's queue is short.
const AT_ONCE: usize = 64;

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let text = std::fs::read_to_string(&arguments.requests).context("the requests")?;
    let slots = std::sync::Arc::new(Semaphore::new(AT_ONCE));
    let mut opening = JoinSet::new();
    for line in text.lines() {
        let request = serde_json::from_str::<Request>(line)?.bytes();
        let (address, slots) = (arguments.address.clone(), std::sync::Arc::clone(&slots));
        opening.spawn(async move {
            let _slot = slots.acquire().await?;
            open(&address, &request).await
        });
    }
    let mut count = 0_usize;
    while let Some(stream) = opening.join_next().await {
        let mut stream = stream??;
        count += 1;
        // Read on, or the server would see a client that does not listen.
        tokio::spawn(async move {
            let mut buffer = [0; 512];
            while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
        });
    }
    println!("{count} streams listen to {}", arguments.address);
    end_of_input().await;
    Ok(())
}

/// Opens a stream and waits for its first event.
async fn open(address: &str, request: &[u8]) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut seen = Vec::with_capacity(1024);
    while !seen.windows(6).any(|part| part == b"event:") {
        if stream.read_buf(&mut seen).await? == 0 {
            bail!("the stream ended: {}", String::from_utf8_lossy(&seen));
        }
        ensure!(seen.len() < 16 * 1024, "no event: {}", String::from_utf8_lossy(&seen));
    }
    Ok(stream)
}
