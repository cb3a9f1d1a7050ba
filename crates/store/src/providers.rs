//! The catalogue of providers.

use passerelle_domain::{Provider, ProviderId};

use crate::{Batch, Rows, Store, StoreError, Value, params};

/// Adds a provider or replaces what is known of it.
pub fn upsert(batch: &mut Batch, provider: &Provider) {
    batch.push(
        "INSERT INTO providers (id, content) VALUES ($1, $2) \
         ON CONFLICT (id) DO UPDATE SET content = excluded.content WHERE providers.content <> excluded.content",
        params![provider.id, Value::json(provider)],
        Rows::Any,
    );
}

/// All providers, by id. A few thousand at most: filters are the caller's.
pub async fn all(store: &Store) -> Result<Vec<Provider>, StoreError> {
    store.rows("SELECT content FROM providers ORDER BY id", params![], |row| row.json(0)).await
}

/// A provider by its id.
pub async fn by_id(store: &Store, id: ProviderId) -> Result<Option<Provider>, StoreError> {
    store.row("SELECT content FROM providers WHERE id = $1", params![id], |row| row.json(0)).await
}
