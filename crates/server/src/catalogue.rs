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

#[cfg(test)]
mod tests {
    use passerelle_domain::SystemClock;
    use passerelle_locales::{Language, keys};

    use super::*;

    #[test]
    fn every_field_of_every_bank_has_a_label() {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let url = "https://connect.example".parse().expect("a URL");
        let connectors = connectors(&clock, DemoSettings::default(), &url);
        let mut described = 0;
        for provider in catalogue() {
            let connector =
                connectors.get(&provider.connector).expect("banks name a connector that there is");
            // A bank that accounts can't be read at is asked nothing.
            let Some(description) = connector.describe(provider.id) else { continue };
            described += 1;
            for field in description.fields {
                // The label of this field alone, or of those that most banks ask for.
                let labels = [format!("field-{}", field.key), format!("creds-field-{}", field.key)];
                assert!(
                    keys(Language::En).any(|key| labels.iter().any(|label| label == key)),
                    "{}",
                    field.key
                );
            }
        }
        assert!(described > 0);
    }
}
