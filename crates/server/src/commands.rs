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
mod shell;
mod trigger;
mod user;
mod webhook;
mod worker;

use std::collections::HashMap;
use std::fmt::Display;
use std::io::{self, IsTerminal as _};

use anyhow::{Context as _, bail};
use passerelle_domain::{Application, ApplicationId, UserId, UserUuid};
use passerelle_store::users::{self, User};
use passerelle_store::{Address, Store, applications};

use crate::cli::{Command, Common, Confirmed, Event, Keys};
use crate::config::{self, Database};
use crate::failure::{Reason, fail};
use crate::output::answer;
use crate::wiring::Server;

pub(crate) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Worker(arguments) => worker::run(arguments).await,
        Command::Migrate(common) => migrate::run(&common).await,
        Command::App(command) => app::run(command).await,
        Command::User(command) => user::run(command).await,
        Command::Item(command) => item::run(command).await,
        Command::Keys(Keys::List(arguments)) => keys::list(arguments).await,
        Command::Keys(Keys::Rotate(arguments)) => keys::rotate(arguments).await,
        Command::Session(command) => session::run(command).await,
        Command::Webhook(command) => webhook::run(command).await,
        Command::Event(Event::List(arguments)) => event::list(arguments).await,
        Command::Event(Event::Tail(arguments)) => event::tail(arguments).await,
        Command::Completions(arguments) => shell::completions(&arguments),
        Command::Man(arguments) => shell::man(&arguments),
        Command::Listen(arguments) => listen::run(arguments).await,
        Command::Trigger(arguments) => trigger::run(arguments).await,
        Command::Doctor(arguments) => doctor::run(arguments).await,
    }
}

/// The database of a command, brought up to date if need be. There must be one: an address that was mistyped makes none.
async fn open_store(common: &Common) -> anyhow::Result<Store> {
    let database = config::read(common.config.as_deref(), &common.flags())?.database;
    match database.address()? {
        Address::Sqlite(path) if !path.exists() => {
            fail!(NotFound, "there is no database {}: `passerelle migrate` makes one", path.display())
        }
        Address::Sqlite(_) | Address::Postgres(_) => open_database(&database).await,
    }
}

/// Opens a database, made and brought up to date if need be.
async fn open_database(database: &Database) -> anyhow::Result<Store> {
    migrate_database(database).await?;
    let address = database.address()?;
    Store::open(&address, &database.options(None)).await.with_context(|| format!("the database {address}"))
}

async fn application(store: &Store, client_id: &str) -> anyhow::Result<Application> {
    match applications::by_client_id(store, client_id).await? {
        Some((application, _)) => Ok(application),
        None => fail!(NotFound, "there is no application {client_id}: `passerelle app list` lists them"),
    }
}

/// The application that a list is of, if it is of one.
async fn application_id(store: &Store, client_id: Option<&str>) -> anyhow::Result<Option<ApplicationId>> {
    match client_id {
        Some(client_id) => Ok(Some(application(store, client_id).await?.id)),
        None => Ok(None),
    }
}

/// A user who must exist.
async fn user(store: &Store, uuid: UserUuid) -> anyhow::Result<User> {
    users::find(store, uuid).await?.ok_or_else(|| no_user(uuid))
}

fn no_user(uuid: UserUuid) -> anyhow::Error {
    Reason::NotFound.says(format_args!("there is no user {uuid}"))
}

/// The user that a list is of, if it is of one.
async fn user_id(store: &Store, uuid: Option<UserUuid>) -> anyhow::Result<Option<UserId>> {
    match uuid {
        Some(uuid) => Ok(Some(user(store, uuid).await?.id)),
        None => Ok(None),
    }
}

/// The client ids of all applications: people and programs know applications by them.
struct ClientIds(HashMap<ApplicationId, String>);

impl ClientIds {
    async fn read(store: &Store) -> anyhow::Result<Self> {
        let all = applications::all(store).await?;
        Ok(Self(all.into_iter().map(|application| (application.id, application.client_id)).collect()))
    }

    fn of(&self, id: ApplicationId) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }
}

/// Asks whoever sits at the terminal before something is done for good. Where nobody sits, `--yes` has to say it.
fn confirm(confirmed: &Confirmed, question: impl Display) -> anyhow::Result<()> {
    if confirmed.yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        fail!(Usage, "nobody can be asked here: --yes does it without asking");
    }
    eprint!("{question} [y/N] ");
    let mut typed = String::new();
    io::stdin().read_line(&mut typed)?;
    match typed.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => bail!("nothing was deleted"),
    }
}

/// Says to people how a list goes on that may have been cut.
fn say_more(is_json: bool, count: usize, limit: u32, last: Option<impl Display>) {
    let is_cut = usize::try_from(limit).is_ok_and(|limit| count >= limit);
    if let (true, false, Some(last)) = (is_cut, is_json, last) {
        eprintln!("There may be more: --before {last}");
    }
}

/// Brings a database up to date, making it if need be.
async fn migrate_database(database: &Database) -> anyhow::Result<()> {
    let address = database.address()?;
    Store::migrate(&address, &database.options(None)).await.with_context(|| format!("the database {address}"))
}

/// Says where metrics are, if they are anywhere.
fn say_metrics(server: &Server) -> anyhow::Result<()> {
    if let Some(address) = server.metrics_address()? {
        answer(format_args!("Metrics and health are at http://{address}/metrics"))?;
    }
    Ok(())
}
