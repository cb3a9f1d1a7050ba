//! `passerelle session`: what can be typed.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use passerelle_domain::{ConnectSessionUuid, ItemId, UserUuid};
use passerelle_store::connect_sessions::Status;

use super::Common;

#[derive(Subcommand)]
pub(crate) enum Session {
    /// Lists Connect sessions, the newest first.
    List(SessionList),
    /// Shows a session, with the numbered record of what happened in it.
    Show(SessionOne),
    /// Says the code that a session of a sandbox application wants, where production sends it by e-mail.
    EmailCode(SessionOne),
}

#[derive(Args)]
pub(crate) struct SessionList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Only sessions of this application's users.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Only sessions of this user.
    #[arg(long, value_name = "UUID")]
    pub(crate) user: Option<UserUuid>,
    /// Only sessions that added or manage this item.
    #[arg(long, value_name = "ID")]
    pub(crate) item: Option<ItemId>,
    /// Only sessions that are under way, or ended like this.
    #[arg(long, value_name = "STATUS", value_parser = status_parser())]
    pub(crate) status: Option<Status>,
    /// Only sessions behind this one in the list.
    #[arg(long, value_name = "SESSION")]
    pub(crate) before: Option<ConnectSessionUuid>,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct SessionOne {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which session: the `id` of the API's answer.
    pub(crate) id: ConnectSessionUuid,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn status_parser() -> impl clap::builder::TypedValueParser<Value = Status> {
    let names = PossibleValuesParser::new(Status::ALL.map(Status::name));
    names.try_map(|name| Status::from_name(&name).ok_or("not a status"))
}
