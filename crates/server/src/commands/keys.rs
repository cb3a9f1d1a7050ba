//! `passerelle keys`

use std::time::Duration;

use passerelle_store::{Store, rewrap};
use serde::Serialize;

use super::{answer, open_store};
use crate::cli::{KeysList, KeysRotate};

/// Longer than running servers take to look at the key file again: what they sealed meanwhile is sealed anew too.
const SETTLE: Duration = Duration::from_millis(1500);

pub(super) async fn list(arguments: KeysList) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Listed {
        id: u32,
        values: u64,
    }
    let store = open_store(&arguments.common).await?;
    let mut counts = rewrap::counts(&store).await?;
    counts.entry(store.keys().newest()).or_default();
    let listed: Vec<Listed> = counts.into_iter().map(|(id, values)| Listed { id, values }).collect();
    if arguments.json {
        answer(serde_json::to_string(&listed)?);
        return Ok(());
    }
    for Listed { id, values } in listed {
        let newest = if id == store.keys().newest() { ", the newest" } else { "" };
        answer(format_args!("key {id}: seals {values} values{newest}"));
    }
    Ok(())
}

pub(super) async fn rotate(arguments: KeysRotate) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    if older_values(&store).await? > 0 {
        answer(format_args!(
            "Going on with key {}, which does not seal everything yet.",
            store.keys().newest()
        ));
    } else if !arguments.no_new_key {
        answer(format_args!("Key {} is in the key file.", store.keys().add()?));
    }
    let mut sealed = 0;
    loop {
        rewrap::rewrap(&store, |count| sealed += count).await?;
        tokio::time::sleep(SETTLE).await;
        if older_values(&store).await? == 0 {
            break;
        }
    }
    answer(format_args!("{sealed} values are sealed anew; key {} seals everything.", store.keys().newest()));
    Ok(())
}

/// How many values are not sealed with the newest key.
async fn older_values(store: &Store) -> anyhow::Result<u64> {
    let newest = store.keys().newest();
    Ok(rewrap::counts(store).await?.into_iter().filter(|(id, _)| *id != newest).map(|(_, count)| count).sum())
}
