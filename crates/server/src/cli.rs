//! What can be typed.

mod app;
mod developer;
mod doctor;
mod item;
mod session;
mod shell;
mod user;
mod webhook;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use passerelle_domain::ProviderId;
use url::Url;

pub(crate) use app::*;
pub(crate) use developer::*;
pub(crate) use doctor::*;
pub(crate) use item::*;
pub(crate) use session::*;
pub(crate) use shell::*;
pub(crate) use user::*;
pub(crate) use webhook::*;

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 what was typed or configured can't be meant, 3 what was \
    named does not exist, 4 it exists, but as it is now this can't be done with it, 5 the database is not available.";

/// Lets an application's users connect their bank accounts.
#[derive(Parser)]
#[command(name = "passerelle", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// What is logged, such as `info` or `passerelle_jobs=debug,warn`.
    #[arg(long, global = true, env = "PASSERELLE_LOG", default_value = "info", value_name = "FILTER")]
    pub(crate) log: String,
    /// How it is logged.
    #[arg(long, global = true, env = "PASSERELLE_LOG_FORMAT", default_value = "auto", value_name = "FORMAT")]
    pub(crate) log_format: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Text in a terminal, JSON elsewhere.
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Everything for a first look: a sandbox, and a sample application that walks the whole circle.
    Demo(Demo),
    /// Runs the API, the Connect flow and the workers.
    Serve(Serve),
    /// Runs the workers only: jobs and the delivery of webhooks.
    Worker(Worker),
    /// Brings the database up to date.
    Migrate(Common),
    /// Applications: what integrators own.
    #[command(subcommand)]
    App(App),
    /// Users: whom applications connect with their banks.
    #[command(subcommand)]
    User(User),
    /// Items: users' connections to banks.
    #[command(subcommand)]
    Item(Item),
    /// The key ring, with which bank credentials and secrets are sealed.
    #[command(subcommand)]
    Keys(Keys),
    /// Connect sessions.
    #[command(subcommand)]
    Session(Session),
    /// Webhooks: where an application hears of its events.
    #[command(subcommand)]
    Webhook(Webhook),
    /// Events: what an application hears of, or could have.
    #[command(subcommand)]
    Event(Event),
    /// Prints a script by which a shell completes what is typed.
    Completions(Completions),
    /// Prints the manual page, or writes a page of every command.
    Man(Man),
    /// Sends an application's events to a URL of yours, such as on your laptop, signed as webhooks are.
    Listen(Listen),
    /// Makes an event of a sandbox application, as if it had happened.
    Trigger(Trigger),
    /// Looks at everything that a server needs, and says what to do; or at an integrator's receiver of webhooks.
    Doctor(Doctor),
}

/// Where settings come from: flags go over the environment (`PASSERELLE__SECTION__KEY`), that over the file.
#[derive(Args, Clone, Default)]
pub(crate) struct Common {
    /// Configuration file (TOML).
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The database: `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) database: Option<String>,
    /// The key ring, made on first use: for SQLite `PATH.key` without this, for PostgreSQL the same file on every node.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
}

impl Common {
    /// The settings that were typed.
    pub(crate) fn flags(&self) -> Vec<(&'static str, Option<String>)> {
        let key_file = self.key_file.as_ref().map(|path| path.to_string_lossy().into_owned());
        vec![("database.url", self.database.clone()), ("database.key_file", key_file)]
    }
}

/// What is done for good asks first.
#[derive(Args)]
pub(crate) struct Confirmed {
    /// Do it without asking.
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// Where people reach this server.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<Url>,
    /// Leave the database as it is.
    #[arg(long)]
    pub(crate) no_migrate: bool,
    /// Leave jobs and webhooks to `passerelle worker`.
    #[arg(long)]
    pub(crate) no_workers: bool,
}

#[derive(Args)]
pub(crate) struct Worker {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Where people reach the servers that this one works for.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<Url>,
    /// Leave the database as it is.
    #[arg(long)]
    pub(crate) no_migrate: bool,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Folder for the data, kept; without it the data is gone at the end.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Address of Passerelle.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// Address of the sample application.
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDRESS")]
    pub(crate) sample_listen: SocketAddr,
}

/// The id of a bank, as it is typed.
fn provider_id(typed: &str) -> Result<ProviderId, String> {
    typed.parse().map_err(|_| "expected the id of a bank, such as 574".to_owned())
}

#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Lists the keys, with how many values each seals.
    List(KeysList),
    /// Adds a key and seals everything anew with it, while servers run; one that was interrupted goes on.
    Rotate(KeysRotate),
}

#[derive(Args)]
pub(crate) struct KeysList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct KeysRotate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Add no key: seal anew with the newest there is, once every node has the key file.
    #[arg(long)]
    pub(crate) no_new_key: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
