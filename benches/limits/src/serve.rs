//! Serving a limit's route as Passerelle serves its own, until standard input ends.

use std::net::Ipv4Addr;

use anyhow::Result;
use axum::Router;
use tokio::net::TcpListener;

/// Says where it listens and serves until whoever started it closes its standard input.
pub(crate) async fn serve(router: Router) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, router).with_graceful_shutdown(end_of_input()).await?;
    Ok(())
}

/// Waits until standard input ends.
pub(crate) async fn end_of_input() {
    let (ended, end) = tokio::sync::oneshot::channel::<()>();
    std::thread::spawn(move || {
        // An input that can't be read has ended.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        drop(ended);
    });
    // The sender is only dropped.
    let _ = end.await;
}
