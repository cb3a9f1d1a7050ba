//! The banks that this server knows, and their connectors.

use std::sync::Arc;

use passerelle_connector::{Connector, Connectors};
use passerelle_connector_demo::{CONNECTOR, DemoBank, DemoSettings, catalogue};
use passerelle_domain::Clock;
use passerelle_store::{Batch, Store, StoreError, providers};

/// All connectors by name.
pub(crate) fn connectors(clock: &Arc<dyn Clock>, demo: DemoSettings) -> Connectors {
    let demo: Arc<dyn Connector> = Arc::new(DemoBank::new(Arc::clone(clock), demo));
    Connectors::new([(CONNECTOR.to_owned(), demo)])
}

/// Brings the stored list of banks up to date.
pub(crate) async fn store(store: &Store) -> Result<(), StoreError> {
    let mut batch = Batch::new();
    for provider in catalogue() {
        providers::upsert(&mut batch, &provider);
    }
    store.write(batch).await
}
