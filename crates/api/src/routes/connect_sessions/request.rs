//! The body of a new session: every bad field is named at once, and nothing has changed.

use passerelle_domain::callback::{CallbackRefused, Context};
use passerelle_domain::connect_session::{SessionKind, SessionRequest};
use passerelle_domain::{
    AccountTypes, Application, CallbackUrl, Capability, Country, EmailAddress, EmailValidation, Item, ItemId,
    ItemKey, ProviderId,
};
use passerelle_store::users::User;
use passerelle_store::{items, providers};

use crate::Shared;
use crate::body::{Fields, Id};
use crate::error::{ApiError, Problem};

/// What was asked for, and the item of a session that manages one.
pub(super) async fn read(
    api: &Shared,
    application: &Application,
    user: &User,
    mut fields: Fields,
) -> Result<(SessionRequest, Option<Item>), ApiError> {
    let item_id: Option<Id<ItemId>> = fields.id("item_id");
    let provider_id: Option<Id<ProviderId>> = fields.id("provider_id");
    let is_manage = fields.has("item_id");
    let user_email =
        fields.text("user_email", "must be an e-mail address", |text| text.parse::<EmailAddress>().ok());
    // An application that has addresses validated may leave the address to the user.
    let is_asked = application.email_validation == EmailValidation::Required;
    if !is_manage && !is_asked && !fields.has("user_email") {
        fields.refuse("user_email", "is required unless an item is managed");
    }
    let country =
        fields.text("country_code", "must be a country code such as FR", |text| text.parse::<Country>().ok());
    let capabilities =
        fields.texts("capabilities", "must be an array of names of capabilities", Capability::from_name);
    let account_types = fields.text("account_types", "must be payment or all", AccountTypes::from_name);
    let allow_account_selection = fields.boolean("allow_account_selection");
    let max_selectable_accounts = fields.count("max_selectable_accounts");
    let context = fields.text(
        "context",
        "must have at most 100 characters, letters, digits and hyphens only",
        |text| text.parse::<Context>().ok(),
    );
    let force_reauthentication = fields.boolean("force_reauthentication");
    fields.text("parent_url", "must be a text", |_| Some(()));
    let callback_url = callback_url(&mut fields, application);
    fields.finish()?;

    let item = match item_id {
        Some(id) => Some(find_item(api, user, id).await?),
        None => None,
    };
    let kind = match (&item, provider_id) {
        (Some(item), _) => SessionKind::Manage {
            item: item.id,
            force_reauthentication: force_reauthentication.unwrap_or(false),
        },
        (None, Some(id)) => SessionKind::Preselected { provider: find_provider(api, application, id).await? },
        (None, None) => SessionKind::New,
    };
    let request = SessionRequest {
        kind,
        user_email,
        country,
        capabilities: capabilities.unwrap_or_default(),
        account_types: account_types.unwrap_or_default(),
        allow_account_selection: allow_account_selection.unwrap_or(true),
        max_selectable_accounts,
        callback_url,
        context,
    };
    Ok((request, item))
}

fn callback_url(fields: &mut Fields, application: &Application) -> Option<CallbackUrl> {
    let text = fields.text("callback_url", "must be a text", |text| Some(text.to_owned()))?;
    match CallbackUrl::parse(&text, application.environment, &application.redirect_domains) {
        Ok(url) => Some(url),
        Err(refused @ CallbackRefused::Invalid) => {
            fields.refuse("callback_url", refused.to_string());
            None
        }
        Err(refused @ CallbackRefused::NotWhitelisted) => {
            let code = "connect_session.callback_url_not_whitelisted";
            fields.note(Problem::coded(code, "callback_url", refused.to_string()));
            None
        }
    }
}

async fn find_item(api: &Shared, user: &User, id: Id<ItemId>) -> Result<Item, ApiError> {
    let item = match id {
        Id::Some(id) => items::by_key(&api.store, ItemKey { user: user.id, id }).await?,
        Id::OutOfRange => None,
    };
    item.ok_or_else(|| ApiError::no_such("items.not_found"))
}

async fn find_provider(
    api: &Shared,
    application: &Application,
    id: Id<ProviderId>,
) -> Result<ProviderId, ApiError> {
    let provider = match id {
        Id::Some(id) => providers::by_id(&api.store, id).await?,
        Id::OutOfRange => None,
    };
    let provider = provider.filter(|provider| provider.is_visible_in(application.environment));
    let provider = provider.ok_or_else(|| ApiError::no_such("providers.not_found"))?;
    if provider.can(Capability::Aggregation) {
        Ok(provider.id)
    } else {
        Err(ApiError::invalid("provider_id", "must be a provider with the aggregation capability"))
    }
}
