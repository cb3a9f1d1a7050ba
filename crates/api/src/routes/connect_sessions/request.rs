//! The body of a new session: every bad field is named at once, and nothing has changed.

use passerelle_domain::callback::{CallbackRefused, Context};
use passerelle_domain::connect_session::{SessionKind, SessionRequest};
use passerelle_domain::{
    AccountTypes, Application, CallbackUrl, Capability, Country, EmailAddress, EmailValidation, Item, ItemId,
    ItemKey, ProviderId,
};
use passerelle_store::users::User;
use passerelle_store::{items, providers};
use serde_json::json;
use utoipa::openapi::schema::{AllOfBuilder, AnyOfBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::Shared;
use crate::body::{Fields, Id};
use crate::code::Code;
use crate::error::{ApiError, Problem};
use crate::wire::names;

/// What a session may be asked for with.
#[derive(ToSchema)]
#[schema(as = ConnectSessionFields)]
#[expect(dead_code, reason = "describes what is read field by field")]
struct SessionFields {
    /// Required unless an item is managed (or the application has its users' addresses validated).
    #[schema(format = "email")]
    user_email: Option<String>,
    /// Which country's banks are shown first.
    #[schema(value_type = Option<names::Country>)]
    country_code: Option<String>,
    /// Banks that can do all of these are shown.
    #[schema(value_type = Option<Vec<names::Capability>>)]
    capabilities: Option<Vec<String>>,
    /// Which kinds of account are wanted at least; `payment` unless told.
    #[schema(value_type = Option<names::AccountTypes>)]
    account_types: Option<String>,
    /// Whether the user chooses among the accounts; true unless told.
    allow_account_selection: Option<bool>,
    /// How many accounts may be chosen at most.
    #[schema(minimum = 1)]
    max_selectable_accounts: Option<u32>,
    /// Where the user's browser goes at the end. The domain must be registered for the application.
    #[schema(format = "uri")]
    callback_url: Option<String>,
    /// Comes back with the callback.
    #[schema(pattern = "^[A-Za-z0-9-]{0,100}$")]
    context: Option<String>,
    /// The bank, chosen beforehand.
    #[schema(value_type = Option<LenientId>)]
    provider_id: Option<String>,
    /// The item to manage.
    #[schema(value_type = Option<LenientId>)]
    item_id: Option<String>,
    /// With `item_id`: the user authenticates again, even if the bank does not ask for it.
    force_reauthentication: Option<bool>,
    /// Where the page stands that frames the flow. Taken, and without effect.
    parent_url: Option<String>,
}

/// The fields of a session, and which of them there must be.
pub(super) struct NewSession;

impl PartialSchema for NewSession {
    fn schema() -> RefOr<Schema> {
        let with =
            |name: &str, value: RefOr<Schema>| ObjectBuilder::new().property(name, value).required(name);
        let either = AnyOfBuilder::new()
            .item(with("user_email", String::schema()))
            .item(with("item_id", Ref::from_schema_name(LenientId::name()).into()));
        let example = json!({
            "user_email": "camille@mail.example", "callback_url": "https://app.example/back?from=bank",
            "account_types": "all", "country_code": "FR", "context": "order-4711"
        });
        let fields = Ref::from_schema_name(SessionFields::name());
        AllOfBuilder::new().item(fields).item(either).examples([example]).into()
    }
}

impl ToSchema for NewSession {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((SessionFields::name().into(), SessionFields::schema()));
        SessionFields::schemas(schemas);
    }
}

/// An integer, or its digits as a text.
struct LenientId;

impl PartialSchema for LenientId {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer);
        let digits = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^-?[0-9]+$"));
        OneOfBuilder::new()
            .item(number)
            .item(digits)
            .description(Some("An integer, or its digits as a text"))
            .into()
    }
}

impl ToSchema for LenientId {}

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
            let code = Code::CallbackUrlNotWhitelisted;
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
    item.ok_or_else(|| ApiError::no_such(Code::ItemsNotFound))
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
    let provider = provider.ok_or_else(|| ApiError::no_such(Code::ProvidersNotFound))?;
    if provider.can(Capability::Aggregation) {
        Ok(provider.id)
    } else {
        Err(ApiError::invalid("provider_id", "must be a provider with the aggregation capability"))
    }
}
