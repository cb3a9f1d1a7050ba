//! Users (spec/api.md 6.1).

use passerelle_domain::{ExternalUserId, UserUuid};
use passerelle_store::users;
use serde::Serialize;
use utoipa::ToSchema;

/// A user of the application.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "uuid": "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11", "external_user_id": "crm-4711" }))]
pub(crate) struct User {
    #[schema(value_type = uuid::Uuid)]
    uuid: UserUuid,
    /// The application's own id of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, pattern = "^[a-zA-Z0-9_-]{1,128}$")]
    external_user_id: Option<ExternalUserId>,
}

impl From<users::User> for User {
    fn from(user: users::User) -> Self {
        Self { uuid: user.uuid, external_user_id: user.external_user_id }
    }
}
