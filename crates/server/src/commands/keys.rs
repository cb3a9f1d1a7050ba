//! `passerelle keys`

use std::time::Duration;

use passerelle_store::{Store, rewrap};
use serde::Serialize;

use super::open_store;
use crate::cli::{KeysList, KeysRotate};
use crate::output::{Column, print, print_list};

/// Longer than running servers take to look at the key file again: what they sealed meanwhile is sealed anew too.
const SETTLE: Duration = Duration::from_millis(1500);

pub(super) async fn list(arguments: KeysList) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Listed {
        id: u32,
        values: u64,
        is_newest: bool,
    }
    let store = open_store(&arguments.common).await?;
    let mut counts = rewrap::counts(&store).await?;
    let newest = store.keys().newest();
    counts.entry(newest).or_default();
    let listed = counts.into_iter().map(|(id, values)| Listed { id, values, is_newest: id == newest });
    let columns: [Column<'_, Listed>; 3] = [
        ("KEY", &|key| key.id.to_string()),
        ("VALUES", &|key| key.values.to_string()),
        ("", &|key| if key.is_newest { "the newest" } else { "" }.to_owned()),
    ];
    print_list(arguments.json, &listed.collect::<Vec<_>>(), &columns, "")
}

pub(super) async fn rotate(arguments: KeysRotate) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Rotated {
        newest: u32,
        sealed: usize,
    }
    let store = open_store(&arguments.common).await?;
    if older_values(&store).await? > 0 {
        eprintln!("Going on with key {}, which does not seal everything yet.", store.keys().newest());
    } else if !arguments.no_new_key {
        eprintln!("Key {} is in the key file.", store.keys().add()?);
    }
    let mut sealed = 0;
    loop {
        rewrap::rewrap(&store, |count| sealed += count).await?;
        tokio::time::sleep(SETTLE).await;
        if older_values(&store).await? == 0 {
            break;
        }
    }
    let rotated = Rotated { newest: store.keys().newest(), sealed };
    print(arguments.json, &rotated, |Rotated { newest, sealed }| {
        format!("{sealed} values are sealed anew; key {newest} seals everything.")
    })
}

/// How many values are not sealed with the newest key.
async fn older_values(store: &Store) -> anyhow::Result<u64> {
    let newest = store.keys().newest();
    Ok(rewrap::counts(store).await?.into_iter().filter(|(id, _)| *id != newest).map(|(_, count)| count).sum())
}
