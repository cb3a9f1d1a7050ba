//! `passerelle item`

use anyhow::anyhow;
use passerelle_domain::{Clock as _, ItemId, SystemClock};
use passerelle_store::jobs::{self, Task};
use passerelle_store::{Batch, items};

use super::{answer, open_store};
use crate::cli::ItemRefresh;

pub(super) async fn refresh(arguments: ItemRefresh) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let unknown = || anyhow!("there is no item {}", arguments.id);
    let id: ItemId = arguments.id.parse().map_err(|_| unknown())?;
    let item = items::find(&store, id).await?.ok_or_else(unknown)?;
    let mut batch = Batch::new();
    jobs::enqueue(&store, &mut batch, &Task::Refresh { item: item.key() }, SystemClock.now()).await?;
    store.write(batch).await?;
    answer(format_args!("Item {id} is refreshed as soon as the server sees it."));
    Ok(())
}
