//! Categories (spec/api.md 12), flat.

use passerelle_locales::{Category as Domain, Language};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Category {
    id: i64,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<i64>,
}

impl Category {
    pub(crate) fn new(category: Domain, language: Language) -> Self {
        Self { id: category.id, name: category.name(language), parent_id: category.parent_id }
    }
}
