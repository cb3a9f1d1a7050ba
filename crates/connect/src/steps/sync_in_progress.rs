//! Waiting for the bank.

use axum::response::Response;
use passerelle_domain::DataAccess;
use passerelle_domain::connect_session::State;
use passerelle_store::accounts;
use passerelle_web::pages::{SyncInProgress, WaitPhase};

use super::at_bank::AT_ONCE;
use crate::problem::Trouble;
use crate::visit::Visit;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    if visit.session.state == State::AtBank {
        return Ok(visit.see(AT_ONCE));
    }
    visit.must_be_at("sync_in_progress")?;
    let phase = match visit.session.state {
        State::Synchronising => {
            WaitPhase::Reading { accounts: shared(&visit).await?, done: visit.session.progress.done }
        }
        _ => WaitPhase::Connecting,
    };
    visit.show(&SyncInProgress { provider: visit.bank(), phase, refresh_seconds: visit.refresh_seconds() })
}

/// The names of the accounts that are read, in the order in which they are.
async fn shared(visit: &Visit) -> Result<Vec<String>, Trouble> {
    let Some(item) = &visit.item else { return Ok(Vec::new()) };
    let accounts = accounts::of_item(&visit.context.connect.store, item.key()).await?;
    let shared = accounts.into_iter().filter(|account| account.data_access == DataAccess::Enabled);
    Ok(shared.map(|account| account.name).collect())
}
