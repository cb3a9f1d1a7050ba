//! Users (spec/api.md 6).

pub(super) mod create;
pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;

use passerelle_domain::Application;
use passerelle_store::users::{self, User};

use crate::Shared;
use crate::code::Code;
use crate::error::ApiError;

/// An application's user; a text that is no UUID names none.
async fn find(api: &Shared, application: &Application, uuid: &str) -> Result<User, ApiError> {
    let user = match uuid.parse() {
        Ok(uuid) => users::by_uuid(&api.store, application.id, uuid).await?,
        Err(_) => None,
    };
    user.ok_or_else(|| ApiError::no_such(Code::UsersNotFound))
}
