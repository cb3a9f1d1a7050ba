//! Sessions in which a user manages all of their items (spec/api.md 7.2): no application has them yet.

use crate::auth::UserCaller;
use crate::error::ApiError;

pub(crate) async fn create(_: UserCaller) -> ApiError {
    ApiError::feature_not_enabled("User management sessions are not switched on for this application")
}
