//! Users (spec/api.md 6).

mod create;
mod delete;
mod get;
mod list;

pub(super) use create::create;
pub(super) use delete::delete;
pub(super) use get::get;
pub(super) use list::list;

use passerelle_domain::Application;
use passerelle_store::users::{self, User};

use crate::Shared;
use crate::error::ApiError;

/// An application's user; a text that is no UUID names none.
async fn find(api: &Shared, application: &Application, uuid: &str) -> Result<User, ApiError> {
    let user = match uuid.parse() {
        Ok(uuid) => users::by_uuid(&api.store, application.id, uuid).await?,
        Err(_) => None,
    };
    user.ok_or_else(|| ApiError::no_such("users.not_found"))
}
