use axum::extract::State;
use passerelle_domain::{ExternalUserId, UserId};
use passerelle_store::users;

use crate::auth::Caller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::{Shared, wire};

/// Lists the users of the application, by age.
#[utoipa::path(
    get, path = "/v3/aggregation/users", operation_id = "ListUsers", tag = "Users",
    params(PageRequest<UserId>, ("external_user_id" = Option<String>, Query, description = "The user with exactly this one")),
    responses((status = 200, body = Page<wire::user::User>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    Caller(application): Caller,
    query: Query,
) -> Result<Page<wire::user::User>, ApiError> {
    let request = PageRequest::<UserId>::read(&query)?;
    let users = match query.value("external_user_id") {
        // Not documented, but clients look users up by it.
        Some(external_id) => match external_id.parse::<ExternalUserId>() {
            Ok(id) => users::by_external_id(&api.store, application.id, &id).await?.into_iter().collect(),
            Err(_) => Vec::new(),
        },
        None => users::page(&api.store, application.id, request.after, request.rows()).await?,
    };
    Ok(request.page(&query, users, |user| user.id).map(Into::into))
}
