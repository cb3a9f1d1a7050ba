//! Items (spec/api.md 8).

pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;

use passerelle_domain::{Item, ItemKey};
use passerelle_store::items;
use passerelle_store::users::User;

use crate::Shared;
use crate::code::Code;
use crate::error::ApiError;

/// A user's item; a text that is no id names none.
async fn find(api: &Shared, user: &User, id: &str) -> Result<Item, ApiError> {
    let item = match id.parse() {
        Ok(id) => items::by_key(&api.store, ItemKey { user: user.id, id }).await?,
        Err(_) => None,
    };
    item.ok_or_else(|| ApiError::no_such(Code::ItemsNotFound))
}
