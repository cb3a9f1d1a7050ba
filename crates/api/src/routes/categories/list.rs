use passerelle_locales::{Category, categories};

use crate::auth::{Caller, Reader};
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::Query;
use crate::wire;

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
