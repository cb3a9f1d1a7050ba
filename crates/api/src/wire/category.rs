//! Categories (spec/api.md 12), flat.

use passerelle_locales::{Category as Domain, Language};
use serde::Serialize;
use utoipa::ToSchema;

/// What a transaction is for. The list is flat: a group has no `parent_id`, and a category that of its group.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": 273, "name": "Groceries", "parent_id": 168 }))]
pub(crate) struct Category {
    id: i64,
    /// In French if `Accept-Language` asks for it, else in English.
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i64)]
    parent_id: Option<i64>,
}

impl Category {
    pub(crate) fn new(category: Domain, language: Language) -> Self {
        Self { id: category.id, name: category.name(language), parent_id: category.parent_id }
    }
}
