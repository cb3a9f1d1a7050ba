//! All went well.

use axum::response::Response;
use passerelle_domain::DataAccess;
use passerelle_domain::clock::date_of;
use passerelle_store::accounts;
use passerelle_web::pages::SyncSuccess;

use crate::problem::Trouble;
use crate::visit::Visit;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("sync_success")?;
    let Some(item) = &visit.item else { return Err(Trouble::Internal("a success has an item".into())) };
    let accounts = accounts::of_item(&visit.context.connect.store, item.key()).await?;
    let is_shared = |account: &&passerelle_domain::Account| {
        account.data_access == DataAccess::Enabled && !account.is_deleted
    };
    let shared = accounts.iter().filter(is_shared).count();
    visit.show(&SyncSuccess {
        provider: visit.bank(),
        shared_accounts: u32::try_from(shared).unwrap_or(u32::MAX),
        access_until: item.authentication_expires_at.map(date_of),
        finish: visit.finish(),
    })
}
