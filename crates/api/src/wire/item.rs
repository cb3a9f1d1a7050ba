//! Items (spec/api.md 8.1).

use passerelle_domain::{AccountTypes, ItemId, ItemStatus, ProviderId, StatusCodeInfo};
use passerelle_locales::{Language, status_description};
use serde::Serialize;

use super::time::Time;

#[derive(Serialize)]
pub(crate) struct Item {
    id: ItemId,
    status: ItemStatus,
    status_code_info: StatusCodeInfo,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code_description: Option<String>,
    provider_id: ProviderId,
    account_types: AccountTypes,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_expires_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_successful_refresh: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
