//! The banks that this server knows, and their connectors.

use std::sync::Arc;

use passerelle_connector::{Connector, Connectors};
use passerelle_connector_demo::{CONNECTOR, DemoBank, DemoSettings, catalogue};
use passerelle_connector_demo_site::{LOGIN, PATH};
use passerelle_domain::Clock;
use passerelle_store::{Batch, Store, StoreError, providers};
use url::Url;

/// All connectors by name.
pub(crate) fn connectors(clock: &Arc<dyn Clock>, demo: DemoSettings, public_url: &Url) -> Connectors {
    let site = below(public_url, &format!("{PATH}{LOGIN}"));
    let demo: Arc<dyn Connector> = Arc::new(DemoBank::new(Arc::clone(clock), demo, site));
    Connectors::new([(CONNECTOR.to_owned(), demo)])
}

/// Where banks with a site of their own send users back to.
pub(crate) fn return_url(public_url: &Url) -> Url {
    below(public_url, "/return")
}

fn below(public_url: &Url, path: &str) -> Url {
    let mut url = public_url.clone();
    url.set_path(path);
    url
}

/// Brings the stored list of banks up to date.
pub(crate) async fn store(store: &Store) -> Result<(), StoreError> {
    let mut batch = Batch::new();
    for provider in catalogue() {
        providers::upsert(&mut batch, &provider);
    }
    store.write(batch).await
}
