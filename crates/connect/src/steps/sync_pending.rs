//! It takes long; the user may leave.

use axum::response::Response;
use passerelle_web::pages::SyncPending;

use crate::problem::Trouble;
use crate::visit::Visit;

pub(super) async fn get(visit: Visit) -> Result<Response, Trouble> {
    visit.must_be_at("sync_pending")?;
    let finish = visit.finish();
    visit.show(&SyncPending { provider: visit.bank(), finish, refresh_seconds: visit.refresh_seconds() })
}
