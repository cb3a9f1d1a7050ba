use passerelle_locales::{Category, categories};

use crate::auth::{Caller, Reader};
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::wire;

/// Lists the categories. With `limit=200` all of them fit on one page.
#[utoipa::path(
    get, path = "/v3/aggregation/categories", operation_id = "GetCategories", tag = "Categories",
    params(PageRequest<i64>, Reader),
    responses((status = 200, body = Page<wire::category::Category>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    _: Caller,
    Reader(language): Reader,
    query: Query,
) -> Result<Page<wire::category::Category>, ApiError> {
    let request = PageRequest::<i64>::read(&query)?;
    let is_after = |category: &&Category| request.after.is_none_or(|after| category.id > after);
    let rows = usize::try_from(request.rows()).unwrap_or(usize::MAX);
    let found: Vec<Category> = categories().iter().filter(is_after).take(rows).copied().collect();
    let page = request.page(&query, found, |category| category.id);
    Ok(page.map(|category| wire::category::Category::new(category, language)))
}
