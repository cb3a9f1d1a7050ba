//! The commands.

mod app;
mod demo;
mod item;
mod migrate;
mod serve;
mod shutdown;

use passerelle_store::{Options, Store};

use crate::cli::{App, Command, Common, Item};
use crate::config;

pub(crate) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Migrate(common) => migrate::run(&common),
        Command::App(App::Create(arguments)) => app::create(arguments).await,
        Command::App(App::List(arguments)) => app::list(arguments).await,
        Command::App(App::Update(arguments)) => app::update(arguments).await,
        Command::Item(Item::Refresh(arguments)) => item::refresh(arguments).await,
    }
}

/// The database of a command, made and brought up to date if need be.
fn open_store(common: &Common) -> anyhow::Result<Store> {
    let settings = config::read(common.config.as_deref(), &[("database.url", common.database.clone())])?;
    let address = settings.database.address()?;
    Store::migrate(&address)?;
    Ok(Store::open(&address, Options::default())?)
}

/// Prints to standard output, which belongs to the command's answer.
#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn answer(text: impl std::fmt::Display) {
    println!("{text}");
}
