//! Items (spec/api.md 8.1).

use passerelle_domain::{AccountTypes, ItemId, ItemStatus, ProviderId, StatusCodeInfo};
use passerelle_locales::{Language, status_description};
use serde::Serialize;
use utoipa::ToSchema;

use super::names;
use super::time::Time;

/// A user's connection to a bank.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 10_248_839, "status": 0, "status_code_info": "ok", "provider_id": 574, "account_types": "payment",
    "authentication_expires_at": "2026-07-09T09:28:11.000Z", "last_successful_refresh": "2026-01-12T09:29:40.118Z",
    "last_try_refresh": "2026-01-12T09:29:12.004Z", "created_at": "2026-01-10T09:28:11.402Z"
}))]
pub(crate) struct Item {
    #[schema(value_type = i64)]
    id: ItemId,
    #[schema(value_type = names::ItemStatus)]
    status: ItemStatus,
    /// The finer reason, such as `ok`, `invalid_creds` or `otp_required`. More may come.
    #[schema(value_type = String)]
    status_code_info: StatusCodeInfo,
    /// A sentence for the user, in the language of `Accept-Language`; left out when there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    status_code_description: Option<String>,
    #[schema(value_type = i64)]
    provider_id: ProviderId,
    #[schema(value_type = names::AccountTypes)]
    account_types: AccountTypes,
    /// When the bank wants to see the user again; 180 days after the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Time)]
    authentication_expires_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Time)]
    last_successful_refresh: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Time)]
    last_try_refresh: Option<Time>,
    created_at: Time,
}

impl Item {
    pub(crate) fn new(item: passerelle_domain::Item, language: Language) -> Self {
        Self {
            id: item.id,
            status: item.status,
            status_code_description: status_description(
                language,
                item.status.code(),
                item.status_code_info.as_str(),
            ),
            status_code_info: item.status_code_info,
            provider_id: item.provider_id,
            account_types: item.account_types,
            authentication_expires_at: item.authentication_expires_at.map(Time),
            last_successful_refresh: item.last_successful_refresh.map(Time),
            last_try_refresh: item.last_try_refresh.map(Time),
            created_at: Time(item.created_at),
        }
    }
}
