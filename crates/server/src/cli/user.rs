//! `passerelle user`: what can be typed.

use clap::{Args, Subcommand};
use passerelle_domain::{ExternalUserId, UserUuid};

use super::{Common, Confirmed};

#[derive(Subcommand)]
pub(crate) enum User {
    /// Lists users, the newest first.
    List(UserList),
    /// Shows a user, with the items they have.
    Show(UserShow),
    /// Deletes a user with everything that is kept of them; webhooks hear of it (`user.deleted`).
    Delete(UserDelete),
}

#[derive(Args)]
pub(crate) struct UserList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Only users of this application.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Only users whom their application knows by this id.
    #[arg(long, value_name = "ID")]
    pub(crate) external_id: Option<ExternalUserId>,
    /// Only users behind this one in the list.
    #[arg(long, value_name = "USER")]
    pub(crate) before: Option<UserUuid>,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct UserShow {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which user: the `uuid` of the API's answer.
    pub(crate) uuid: UserUuid,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct UserDelete {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which user: the `uuid` of the API's answer.
    pub(crate) uuid: UserUuid,
    #[command(flatten)]
    pub(crate) confirmed: Confirmed,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
