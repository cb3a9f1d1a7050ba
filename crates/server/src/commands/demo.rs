//! `passerelle demo`: everything for a first look.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context as _;
use passerelle_domain::{EmailValidation, Environment};
use passerelle_sample::Settings as SampleSettings;
use passerelle_store::Store;
use tokio::net::TcpListener;
use url::Url;

use super::app::{Created, Wanted, create_in};
use super::migrate_database;
use crate::cli::Demo;
use crate::config;
use crate::output::answer;
use crate::shutdown::Signals;
use crate::wiring::{Role, Server};

pub(super) async fn run(arguments: Demo) -> anyhow::Result<()> {
    // Removed at the end, unless a folder was given.
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or_else(|| temporary.path());
    std::fs::create_dir_all(folder).with_context(|| format!("--data {}", folder.display()))?;
    let database = format!("sqlite:{}", folder.join("passerelle.db").display());
    let flags = [("database.url", Some(database)), ("server.listen", Some(arguments.listen.to_string()))];
    let settings = config::read(None, &flags)?;
    migrate_database(&settings.database).await?;
    let shutdown = Signals::listen()?.lead(settings.server.drain_delay_ms.get());
    let server = Server::open(settings, Role::All).await?;
    let listener = TcpListener::bind(arguments.sample_listen).await.with_context(|| {
        format!("can't listen on {}; --sample-listen takes another address", arguments.sample_listen)
    })?;
    let own_url = url_of(listener.local_addr()?)?;
    let created = application(&server.store, &own_url).await?;
    let sample = passerelle_sample::router(SampleSettings {
        api_url: server.public_url.clone(),
        client_id: created.client_id.clone(),
        client_secret: created.client_secret.clone(),
        webhook_secret: created.webhook_secret.clone().context("the sample's webhook has a secret")?,
        own_url: own_url.clone(),
    });
    let stop = shutdown.closing.clone().cancelled_owned();
    let sample = tokio::spawn(axum::serve(listener, sample).with_graceful_shutdown(stop).into_future());
    welcome(&own_url, &server.public_url, &created, arguments.data.as_deref())?;
    server.run(shutdown).await?;
    sample.abort();
    Ok(())
}

/// The sample's application: a new one for each run, since nobody can show the secrets of an old one. Those of earlier
/// runs in a kept folder keep their data.
async fn application(store: &Store, own_url: &Url) -> anyhow::Result<Created> {
    let wanted = Wanted {
        name: "Sample application".to_owned(),
        environment: Environment::Sandbox,
        redirect_domains: vec!["localhost".parse()?],
        webhook_url: Some(own_url.join("/webhooks")?),
        email_validation: EmailValidation::Off,
        features: Vec::new(),
        logo: None,
        accent_colour: None,
        highlights: Vec::new(),
    };
    create_in(store, wanted).await
}

fn url_of(address: SocketAddr) -> anyhow::Result<Url> {
    Ok(format!("http://localhost:{}", address.port()).parse()?)
}

fn welcome(sample: &Url, api: &Url, created: &Created, data: Option<&Path>) -> io::Result<()> {
    answer(format_args!(
        "\nOpen {sample} and connect a bank: the Demo Bank takes any login and password.\n"
    ))?;
    answer(format_args!("  API            {api}  (Bridge-Version: 2025-01-15)"))?;
    answer(format_args!("  Client-Id      {}", created.client_id))?;
    answer(format_args!("  Client-Secret  {}", created.client_secret))?;
    match data {
        Some(folder) => answer(format_args!("  Data           {}", folder.display())),
        None => answer("  Data           in a temporary folder, gone at the end (--data FOLDER keeps it)"),
    }?;
    answer("\nStop with Ctrl+C.")
}
