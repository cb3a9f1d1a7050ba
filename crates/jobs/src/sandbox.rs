//! Items without a user at a page, for sandboxes: what the flow would have made, and nobody heard of.

use passerelle_connector::{
    Attendance, BeginRequest, Connector, FetchEnd, FetchRequest, Purpose, ReturnAddress, Turn,
};
use passerelle_domain::{AccountTypes, DataAccess, Item, ItemStatus, ProviderId};
use passerelle_store::users::User;
use passerelle_store::{Batch, Store, accounts, items, random};
use url::Url;

use crate::JobError;
use crate::authenticate::{AccountList, named};
use crate::sync::listing;

/// Connects an item of a user by credentials that the bank asks nothing beside, all its accounts shared. The batch adds it
/// with its accounts, as if it had been announced; its transactions come with its next refresh.
pub async fn connect_item(
    store: &Store,
    batch: &mut Batch,
    connector: &dyn Connector,
    user: &User,
    provider: ProviderId,
    credentials: &[u8],
) -> Result<Item, JobError> {
    // Never used: the bank has no site of its own.
    let url = Url::parse("http://localhost/return").expect("a URL");
    let request = BeginRequest {
        provider,
        credentials: named(credentials)?,
        purpose: Purpose::Connect,
        consent: None,
        return_to: ReturnAddress { url, state: random::token() },
    };
    let Turn::Authenticated { consent, expires_at } = connector.begin(request).await? else {
        return Err(JobError::NotAuthenticated);
    };
    let request = FetchRequest {
        provider,
        consent,
        account_types: AccountTypes::All,
        attendance: Attendance::Attended,
        history: None,
    };
    let mut listed = AccountList::default();
    let FetchEnd::Complete { consent } = connector.fetch(request, &mut listed).await? else {
        return Err(JobError::NotAuthenticated);
    };
    let item = Item {
        id: store.next_id().await?,
        user_id: user.id,
        application_id: user.application_id,
        provider_id: provider,
        account_types: AccountTypes::All,
        status: ItemStatus::Ok,
        status_code_info: ItemStatus::Ok.default_info(),
        authentication_expires_at: Some(expires_at),
        last_successful_refresh: None,
        last_try_refresh: None,
        pro_attested_at: None,
        created_at: user.last_change,
        version: 1,
    };
    items::insert(store, batch, &item, credentials);
    items::update(batch, &item, None);
    items::set_consent(store, batch, item.key(), &consent.0);
    for mut account in listing::merge(store, &item, Vec::new(), &listed.0).await? {
        account.data_access = DataAccess::Enabled;
        account.is_announced = true;
        accounts::save(batch, &account);
    }
    Ok(item)
}
