//! `passerelle trigger`: an event of a sandbox application, built as the real ones are. Nothing else happens: a user of whom
//! `user.deleted` told is still there.

use std::sync::Arc;

use anyhow::Context as _;
use passerelle_connector_demo::{CONNECTOR, DemoSettings};
use passerelle_domain::event::{TransactionCounts, next_change};
use passerelle_domain::{
    Account, AccountId, Application, Clock, DataAccess, Environment, Event, EventKind, Item, ItemId,
    RefreshTrigger, Subscription, SystemClock, UserUuid,
};
use passerelle_jobs::sandbox;
use passerelle_store::users::{self, User};
use passerelle_store::{Batch, Store, accounts, events, items, random, webhooks};
use serde::Serialize;

use super::{application, open_store};
use crate::catalogue;
use crate::cli::Trigger;
use crate::failure::{Reason, fail};
use crate::output::{answer, print};

/// What can be triggered.
const KINDS: [(EventKind, &str); 8] = [
    (EventKind::UserDeleted, "a user is deleted"),
    (EventKind::ItemCreated, "the user submitted credentials: the very start of an item"),
    (EventKind::ItemRefreshed, "a refresh ended, well or badly"),
    (EventKind::ItemDeleted, "an item is deleted"),
    (EventKind::AccountCreated, "a new account was found"),
    (EventKind::AccountUpdated, "transactions or the balance changed"),
    (EventKind::AccountDeleted, "the bank no longer lists the account"),
    (EventKind::Test, "somebody tries a webhook"),
];

/// The user that events are about when nobody is named, and the bank of its item.
const USER: &str = "passerelle-trigger";
const PROVIDER: i64 = 574;
const CREDENTIALS: &[u8] = br#"{"login":"trigger","password":"trigger"}"#;

/// How many transactions `item.account.updated` tells of.
const COUNTS: TransactionCounts = TransactionCounts { created: 2, updated: 1, deleted: 0 };

pub(super) async fn run(arguments: Trigger) -> anyhow::Result<()> {
    let (Some(kind), Some(client_id)) = (arguments.event, &arguments.client_id) else {
        for (kind, meaning) in KINDS {
            answer(format_args!("{:22} {meaning}", kind.name()))?;
        }
        return Ok(());
    };
    let store = open_store(&arguments.common).await?;
    let application = application(&store, client_id).await?;
    if application.environment != Environment::Sandbox {
        fail!(
            Refused,
            "{client_id} is a production application, whose users are real: events are made up for sandbox \
             applications only (`passerelle app create --sandbox` makes one)"
        );
    }
    let (event, triggered) = make(&store, &application, kind, &arguments).await?;
    let mut batch = Batch::new();
    events::record(&store, &mut batch, &[event], SystemClock.now()).await?;
    store.write(batch).await?;
    print(arguments.json, &triggered, Triggered::in_words)
}

/// What was triggered.
#[derive(Default, Serialize)]
struct Triggered {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_uuid: Option<UserUuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<AccountId>,
    /// How many hear it.
    webhooks: usize,
}

impl Triggered {
    fn in_words(&self) -> String {
        let user = self.user_uuid.map(|uuid| format!(", user {uuid}")).unwrap_or_default();
        let item = self.item_id.map(|id| format!(", item {id}")).unwrap_or_default();
        let account = self.account_id.map(|id| format!(", account {id}")).unwrap_or_default();
        let heard = match self.webhooks {
            0 => "No webhook of the application hears it; `passerelle listen` does.".to_owned(),
            count => format!("Webhooks that hear it as soon as the server sees it: {count}."),
        };
        format!("{}{user}{item}{account}\n{heard}", self.r#type)
    }
}

async fn make(
    store: &Store,
    application: &Application,
    kind: EventKind,
    arguments: &Trigger,
) -> anyhow::Result<(Event, Triggered)> {
    let hears = |subscription: &Subscription| match subscription {
        Subscription::All => kind.is_for_all(),
        Subscription::Only(kinds) => kinds.contains(&kind),
    };
    let found = webhooks::of_application(store, application.id).await?;
    let count = found.iter().filter(|webhook| webhook.off.is_none() && hears(&webhook.subscription)).count();
    let mut triggered = Triggered { r#type: kind.name(), webhooks: count, ..Triggered::default() };
    if kind == EventKind::Test {
        if arguments.user.is_some() || arguments.item.is_some() {
            fail!(Usage, "a TEST_EVENT is always the documented one: leave --user and --item away");
        }
        return Ok((Event::test(application.id), triggered));
    }
    let (user, item) = target(store, application, arguments).await?;
    triggered.user_uuid = Some(user.uuid);
    if kind == EventKind::UserDeleted {
        return Ok((Event::user_deleted(application.id, user.id, user.uuid), triggered));
    }
    let item = item.ok_or_else(|| {
        Reason::Refused.says(format_args!(
            "user {} has no item: connect one, or leave --user away for a user that has",
            user.uuid
        ))
    })?;
    triggered.item_id = Some(item.id);
    let event = match kind {
        EventKind::ItemCreated => Event::item_created(&item, user.uuid),
        EventKind::ItemRefreshed => Event::item_refreshed(&item, user.uuid, RefreshTrigger::Scheduler, false),
        EventKind::ItemDeleted => Event::item_deleted(&item, user.uuid),
        EventKind::AccountCreated | EventKind::AccountUpdated | EventKind::AccountDeleted => {
            let account = first_account(store, &item).await?;
            triggered.account_id = Some(account.id);
            of_account(kind, application, &account, user.uuid)
        }
        EventKind::UserDeleted | EventKind::Test => unreachable!("they are made above"),
        EventKind::WebhookDisabled => {
            fail!(Usage, "{} happens to webhooks only: `trigger --list` says what can be made", kind.name())
        }
    };
    Ok((event, triggered))
}

fn of_account(kind: EventKind, application: &Application, account: &Account, user: UserUuid) -> Event {
    match kind {
        EventKind::AccountCreated => Event::account_created(application.id, account, user),
        EventKind::AccountUpdated => Event::account_updated(application.id, account, user, COUNTS),
        _ => Event::account_deleted(application.id, account, user),
    }
}

/// One that the user shares: of others nothing is ever told.
async fn first_account(store: &Store, item: &Item) -> anyhow::Result<Account> {
    let found = accounts::of_item(store, item.key()).await?;
    let shared =
        found.into_iter().find(|account| account.data_access == DataAccess::Enabled && !account.is_deleted);
    shared.ok_or_else(|| Reason::Refused.says(format_args!("item {} has no account that is shared", item.id)))
}

/// Whom the event is about.
async fn target(
    store: &Store,
    application: &Application,
    arguments: &Trigger,
) -> anyhow::Result<(User, Option<Item>)> {
    if let Some(id) = arguments.item {
        let item = items::find(store, id).await?.filter(|item| item.application_id == application.id);
        let item =
            item.ok_or_else(|| Reason::NotFound.says(format_args!("the application has no item {id}")))?;
        let user =
            users::by_id(store, item.user_id).await?.with_context(|| format!("item {id} has no user"))?;
        if arguments.user.is_some_and(|uuid| uuid != user.uuid) {
            fail!(Usage, "item {id} is of another user than --user");
        }
        return Ok((user, Some(item)));
    }
    match arguments.user {
        Some(uuid) => {
            let user = users::by_uuid(store, application.id, uuid).await?;
            let user = user
                .ok_or_else(|| Reason::NotFound.says(format_args!("the application has no user {uuid}")))?;
            let item = items::page(store, user.id, None, 1).await?.pop();
            Ok((user, item))
        }
        None => own(store, application).await.map(|(user, item)| (user, Some(item))),
    }
}

/// The user of this command with its item, made if need be.
async fn own(store: &Store, application: &Application) -> anyhow::Result<(User, Item)> {
    let name = USER.parse().expect("a name that users can have");
    let mut batch = Batch::new();
    let now = SystemClock.now();
    let user = if let Some(mut user) = users::by_external_id(store, application.id, &name).await? {
        if let Some(item) = items::page(store, user.id, None, 1).await?.pop() {
            return Ok((user, item));
        }
        let at = next_change(user.last_change, now);
        users::change(&mut batch, &user, at);
        user.last_change = at;
        user
    } else {
        let user = User {
            id: store.next_id().await?,
            uuid: random::uuid().into(),
            application_id: application.id,
            external_user_id: Some(name),
            last_change: now,
            created_at: now,
        };
        users::insert(&mut batch, &user);
        user
    };
    // Before the first `serve` no bank is known.
    catalogue::store(store).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let site = "http://localhost".parse().expect("a URL");
    let connectors = catalogue::connectors(&clock, DemoSettings::default(), &site);
    let connector = connectors.get(CONNECTOR).context("the Demo Bank")?;
    let provider = PROVIDER.try_into().expect("the id of the Demo Bank");
    let item = sandbox::connect_item(store, &mut batch, &**connector, &user, provider, CREDENTIALS).await?;
    store.write(batch).await?;
    Ok((user, item))
}
