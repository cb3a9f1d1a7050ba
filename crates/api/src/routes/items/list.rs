use axum::extract::State;
use passerelle_domain::ItemId;
use passerelle_store::items;

use crate::auth::{Reader, UserCaller};
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::{Shared, wire};

/// Lists the items of a user, by age.
#[utoipa::path(
    get, path = "/v3/aggregation/items", operation_id = "GetItems", tag = "Items",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(PageRequest<ItemId>, Reader),
    responses((status = 200, body = Page<wire::item::Item>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    Reader(language): Reader,
    query: Query,
) -> Result<Page<wire::item::Item>, ApiError> {
    let request = PageRequest::<ItemId>::read(&query)?;
    let items = items::page(&api.store, user.id, request.after, request.rows()).await?;
    let page = request.page(&query, items, |item| item.id);
    Ok(page.map(|item| wire::item::Item::new(item, language)))
}
