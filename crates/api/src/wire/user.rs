//! Users (spec/api.md 6.1).

use passerelle_domain::{ExternalUserId, UserUuid};
use passerelle_store::users;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct User {
    uuid: UserUuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user_id: Option<ExternalUserId>,
}

impl From<users::User> for User {
    fn from(user: users::User) -> Self {
        Self { uuid: user.uuid, external_user_id: user.external_user_id }
    }
}
