//! Sessions in which a user manages all of their items (spec/api.md 7.2): no application has them yet.

use crate::auth::UserCaller;
use crate::error::ApiError;

/// Creates a session in which the user manages all items.
///
/// No application has these sessions yet: the answer is 403.
#[utoipa::path(
    post, path = "/v3/aggregation/user-management-sessions", operation_id = "CreateUserManagementSession", tag = "Connect",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    responses((status = 403, description = "feature_not_enabled")),
)]
pub(crate) async fn create(_: UserCaller) -> ApiError {
    ApiError::feature_not_enabled("User management sessions are not switched on for this application")
}
