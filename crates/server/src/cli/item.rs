//! `passerelle item`: what can be typed.

use clap::{Args, Subcommand};
use passerelle_domain::{ItemId, ItemStatus, ProviderId, UserUuid};

use super::{Common, Confirmed, provider_id};

#[derive(Subcommand)]
pub(crate) enum Item {
    /// Lists items, the newest first.
    List(ItemList),
    /// Shows an item, with its accounts.
    Show(ItemOne),
    /// Refreshes an item now: the running server does it within its poll interval.
    Refresh(ItemOne),
    /// Deletes an item with its accounts, transactions and stocks; webhooks hear of it (`item.deleted`).
    Delete(ItemDelete),
}

#[derive(Args)]
pub(crate) struct ItemList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Only items of this application's users.
    #[arg(long, visible_alias = "app", value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// Only items of this user.
    #[arg(long, value_name = "UUID")]
    pub(crate) user: Option<UserUuid>,
    /// Only items of this bank.
    #[arg(long, value_name = "ID", value_parser = provider_id)]
    pub(crate) provider: Option<ProviderId>,
    /// Only items with this status, such as 0 or 1010.
    #[arg(long, value_name = "CODE", allow_negative_numbers = true, value_parser = item_status)]
    pub(crate) status: Option<ItemStatus>,
    /// Only items behind this one in the list.
    #[arg(long, value_name = "ITEM")]
    pub(crate) before: Option<ItemId>,
    /// How many at most.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct ItemOne {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which item.
    pub(crate) id: ItemId,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct ItemDelete {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which item.
    pub(crate) id: ItemId,
    #[command(flatten)]
    pub(crate) confirmed: Confirmed,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn item_status(typed: &str) -> Result<ItemStatus, String> {
    let known = || {
        let codes: Vec<String> = ItemStatus::ALL.iter().map(|status| status.code().to_string()).collect();
        format!("expected one of {}", codes.join(", "))
    };
    typed.parse().ok().and_then(|code: i32| code.try_into().ok()).ok_or_else(known)
}
