//! What can be typed.

mod webhook;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{CallbackMode, Colour, EmailValidation, Feature, Network, ProviderId};
use url::Url;

pub(crate) use webhook::*;

/// Lets an application's users connect their bank accounts.
#[derive(Parser)]
#[command(name = "passerelle", version, propagate_version = true)]
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

#[derive(Subcommand)]
pub(crate) enum App {
    /// Creates an application; its secrets are shown once.
    Create(AppCreate),
    /// Lists the applications.
    List(AppList),
    /// Changes an application's settings.
    Update(AppUpdate),
}

#[derive(Args)]
pub(crate) struct AppCreate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Name that users see.
    #[arg(long)]
    pub(crate) name: String,
    /// Domain that callback URLs may have, such as `acme.com` or `*.acme.com`.
    #[arg(long = "redirect-domain", value_name = "DOMAIN")]
    pub(crate) redirect_domains: Vec<RedirectDomain>,
    /// URL that hears of all events.
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_url: Option<Url>,
    /// What to switch on: `account-check`, `insights`.
    #[arg(long = "feature", value_name = "NAME", value_parser = feature)]
    pub(crate) features: Vec<Feature>,
    /// Logo that users see: PNG or WebP.
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// Colour of the brand, such as `#0a7c66`: of buttons as it is, elsewhere as light or dark as its background needs.
    #[arg(long, value_name = "COLOUR")]
    pub(crate) accent_colour: Option<Colour>,
    /// Bank that users see first, by its id; several in their order.
    #[arg(long = "highlight", value_name = "PROVIDER", value_parser = provider_id)]
    pub(crate) highlights: Vec<ProviderId>,
    /// Whether users validate their e-mail address first; in production that needs `[mail]`.
    #[arg(long, value_enum, value_name = "WHETHER", default_value = "off")]
    pub(crate) email_validation: EmailValidationArg,
    /// For tests: demo banks, and callbacks to this machine.
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// Print the application as JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppUpdate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which application.
    pub(crate) client_id: String,
    /// Name that users see.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What the way back carries.
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) callback_mode: Option<CallbackModeArg>,
    /// Whether users validate their e-mail address first; in production that needs `[mail]`.
    #[arg(long, value_enum, value_name = "WHETHER")]
    pub(crate) email_validation: Option<EmailValidationArg>,
    /// Domain that callback URLs may have from now on.
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) add_redirect_domain: Vec<RedirectDomain>,
    /// Domain that callback URLs may not have any more.
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) remove_redirect_domain: Vec<RedirectDomain>,
    /// Logo that users see: PNG or WebP.
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// Colour of the brand, such as `#0a7c66`.
    #[arg(long, value_name = "COLOUR")]
    pub(crate) accent_colour: Option<Colour>,
    /// The pages have their own colour again.
    #[arg(long, conflicts_with = "accent_colour")]
    pub(crate) no_accent_colour: bool,
    /// Bank that users see first, by its id; several in their order, in place of those before.
    #[arg(long = "highlight", value_name = "PROVIDER", value_parser = provider_id)]
    pub(crate) highlights: Vec<ProviderId>,
    /// The list of banks begins as the catalogue has it again.
    #[arg(long, conflicts_with = "highlights")]
    pub(crate) no_highlights: bool,
    /// What to switch on: `account-check`, `insights`.
    #[arg(long, value_name = "NAME", value_parser = feature)]
    pub(crate) feature: Vec<Feature>,
    /// What to switch off.
    #[arg(long, value_name = "NAME", value_parser = feature)]
    pub(crate) no_feature: Vec<Feature>,
    /// Network that calls may come from (`192.0.2.0/24`, or an address); without any they may come from anywhere.
    #[arg(long, value_name = "CIDR")]
    pub(crate) allow_ip: Vec<Network>,
    /// Network that was allowed.
    #[arg(long, value_name = "CIDR")]
    pub(crate) remove_ip: Vec<Network>,
    /// What a token call for an unknown user answers.
    #[arg(long, value_name = "STATUS", value_parser = ["401", "404"])]
    pub(crate) unknown_user_status: Option<String>,
}

/// The id of a bank, as it is typed.
fn provider_id(typed: &str) -> Result<ProviderId, String> {
    typed.parse().map_err(|_| "expected the id of a bank, such as 574".to_owned())
}

/// Parses a feature's name.
fn feature(name: &str) -> Result<Feature, &'static str> {
    Feature::from_name(name).ok_or("expected account-check or insights")
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CallbackModeArg {
    /// As documented: `step` only without success, `item_id` only with success or pending.
    Documented,
    /// As seen of the running service: `step` always, `item_id` whenever there is one.
    Live,
}

impl From<CallbackModeArg> for CallbackMode {
    fn from(mode: CallbackModeArg) -> Self {
        match mode {
            CallbackModeArg::Documented => Self::Documented,
            CallbackModeArg::Live => Self::Live,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EmailValidationArg {
    /// Never.
    Off,
    /// Once for each address, by a code that goes to it.
    Required,
}

impl From<EmailValidationArg> for EmailValidation {
    fn from(validation: EmailValidationArg) -> Self {
        match validation {
            EmailValidationArg::Off => Self::Off,
            EmailValidationArg::Required => Self::Required,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Session {
    /// Says the code that a session of a sandbox application wants, where production sends it by e-mail.
    EmailCode(SessionEmailCode),
}

#[derive(Args)]
pub(crate) struct SessionEmailCode {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which session: the `id` of the API's answer.
    pub(crate) id: String,
}

#[derive(Subcommand)]
pub(crate) enum Item {
    /// Refreshes an item now: the running server does it within its poll interval.
    Refresh(ItemRefresh),
}

#[derive(Args)]
pub(crate) struct ItemRefresh {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which item.
    pub(crate) id: String,
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
}
