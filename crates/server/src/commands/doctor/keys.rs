//! The key ring: there, private, and with every key that something is sealed with.

use std::io::ErrorKind;

use anyhow::Error;
use passerelle_store::keys::KeyError;
use passerelle_store::{Address, KeyRing, Options, Store, StoreError, rewrap};

use super::Report;

pub(super) async fn check(report: &mut Report, address: &Address, options: &Options, store: Option<&Store>) {
    // Of a database that can't be read it is not known.
    let sealed = match store {
        Some(store) => rewrap::counts(store).await.ok().map(|counts| counts.values().sum::<u64>()),
        None => None,
    };
    let keys = match KeyRing::read(address, options) {
        Ok(keys) => keys,
        Err(error) => return unread(report, &error, sealed),
    };
    let held = format!("{} holds {}", keys.path().display(), named(&keys.ids()));
    let (Some(store), Some(sealed)) = (store, sealed) else { return report.ok("key ring", held) };
    match rewrap::unopened(store, &keys).await {
        Ok(unopened) if unopened.is_empty() => {
            report.ok("key ring", format!("{held}; {sealed} values are sealed"));
        }
        Ok(unopened) => {
            let each = unopened.iter().map(|(id, count)| {
                let why = if keys.ids().contains(id) { "another key of that number" } else { "no such key" };
                format!("key {id} seals {count} values, and {} holds {why}", keys.path().display())
            });
            report.failure(
                "key ring",
                each.collect::<Vec<_>>().join("; "),
                "put the key file that belongs to this database back (keys can be joined: a line each); what no key opens is lost",
            );
        }
        Err(error) => {
            report.failure("key ring", format!("{:#}", Error::from(error)), "see the database's check");
        }
    }
}

fn unread(report: &mut Report, error: &StoreError, sealed: Option<u64>) {
    let seen = match sealed {
        Some(count) => format!("{error}; {count} values are sealed"),
        None => error.to_string(),
    };
    let advice = match error {
        StoreError::Keys(KeyError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
            if sealed.unwrap_or(0) == 0 {
                let advice =
                    "of a new database, the first `serve` makes it; of any other, put its copy back first";
                return report.warning("key ring", seen, advice);
            }
            "put its copy back, before a server starts and makes another: without it, what is sealed is lost"
        }
        StoreError::Keys(KeyError::Exposed(_)) => {
            "chmod 600, and `passerelle keys rotate` if others may have read it"
        }
        _ => "put its copy back, readable by the user that runs the server",
    };
    report.failure("key ring", seen, advice);
}

fn named(ids: &[u32]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    format!("key {}", ids.join(", "))
}
