use axum::extract::State;
use passerelle_domain::ItemId;
use passerelle_store::items;

use crate::auth::{Reader, UserCaller};
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::{Shared, wire};

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
