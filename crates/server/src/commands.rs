//! The commands.

mod app;
mod demo;
mod doctor;
mod event;
mod item;
mod keys;
mod listen;
mod migrate;
mod serve;
mod session;
mod trigger;
mod webhook;
mod worker;

use anyhow::{Context as _, anyhow};
use passerelle_domain::Application;
use passerelle_store::{Store, applications};

use crate::cli::{App, Command, Common, Event, Item, Keys, Session};
use crate::config::{self, Database};
use crate::wiring::Server;

pub(crate) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Worker(arguments) => worker::run(arguments).await,
        Command::Migrate(common) => migrate::run(&common).await,
        Command::App(App::Create(arguments)) => app::create(arguments).await,
        Command::App(App::List(arguments)) => app::list(arguments).await,
        Command::App(App::Update(arguments)) => app::update(arguments).await,
        Command::Item(Item::Refresh(arguments)) => item::refresh(arguments).await,
        Command::Keys(Keys::List(arguments)) => keys::list(arguments).await,
        Command::Keys(Keys::Rotate(arguments)) => keys::rotate(arguments).await,
        Command::Session(Session::EmailCode(arguments)) => session::email_code(arguments).await,
        Command::Webhook(command) => webhook::run(command).await,
        Command::Event(Event::List(arguments)) => event::list(arguments).await,
        Command::Event(Event::Tail(arguments)) => event::tail(arguments).await,
        Command::Listen(arguments) => listen::run(arguments).await,
        Command::Trigger(arguments) => trigger::run(arguments).await,
        Command::Doctor(arguments) => doctor::run(arguments).await,
    }
}

/// The database of a command, made and brought up to date if need be.
async fn open_store(common: &Common) -> anyhow::Result<Store> {
    let database = config::read(common.config.as_deref(), &common.flags())?.database;
    migrate_database(&database).await?;
    let address = database.address()?;
    Store::open(&address, &database.options(None)).await.with_context(|| format!("the database {address}"))
}

async fn application(store: &Store, client_id: &str) -> anyhow::Result<Application> {
    let found = applications::by_client_id(store, client_id).await?;
    found.map(|(application, _)| application).ok_or_else(|| anyhow!("there is no application {client_id}"))
}

/// Brings a database up to date, making it if need be.
async fn migrate_database(database: &Database) -> anyhow::Result<()> {
    let address = database.address()?;
    Store::migrate(&address, &database.options(None)).await.with_context(|| format!("the database {address}"))
}

/// Says where metrics are, if they are anywhere.
fn say_metrics(server: &Server) -> anyhow::Result<()> {
    if let Some(address) = server.metrics_address()? {
        answer(format_args!("Metrics and health are at http://{address}/metrics"));
    }
    Ok(())
}

/// Prints to standard output, which belongs to the command's answer.
#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn answer(text: impl std::fmt::Display) {
    println!("{text}");
}
