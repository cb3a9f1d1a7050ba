//! `passerelle trigger`: an event of a sandbox application, built as the real ones are. Nothing else happens: a user of whom
//! `user.deleted` told is still there.

use std::slice;
use std::sync::Arc;

use anyhow::Context as _;
use passerelle_connector_demo::{CONNECTOR, DemoSettings};
use passerelle_domain::event::{Content, TransactionCounts, next_change};
use passerelle_domain::{
    Account, Application, Clock, DataAccess, Environment, Event, EventKind, Item, RefreshTrigger,
    SystemClock, UserUuid,
};
use passerelle_jobs::sandbox;
use passerelle_store::users::{self, User};
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Batch, Store, accounts, events, items, random};
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
    let event = make(&store, &application, kind, &arguments).await?;
    let webhooks = webhooks::of_application(&store, application.id).await?;
    let hears = |webhook: &&Webhook| webhook.off.is_none() && webhook.subscription.includes(kind);
    let webhooks = webhooks.iter().filter(hears).count();
    let mut batch = Batch::new();
    events::record(&store, &mut batch, slice::from_ref(&event), SystemClock.now()).await?;
    store.write(batch).await?;
    let triggered = Triggered { r#type: kind.name(), content: &event.content, webhooks };
    let content = serde_json::to_string(triggered.content)?;
    print(arguments.json, &triggered, |triggered| {
        let receivers = match triggered.webhooks {
            0 => "No webhook of the application hears it; `passerelle listen` does.".to_owned(),
            count => format!("Webhooks that hear it as soon as the server sees it: {count}."),
        };
        format!("{}  {content}\n{receivers}", triggered.r#type)
    })
}

/// What was triggered.
#[derive(Serialize)]
struct Triggered<'a> {
    r#type: &'static str,
    content: &'a Content,
    /// How many hear it.
    webhooks: usize,
}

async fn make(
    store: &Store,
    application: &Application,
    kind: EventKind,
    arguments: &Trigger,
) -> anyhow::Result<Event> {
    let id = application.id;
    Ok(match kind {
        EventKind::Test if arguments.user.is_some() || arguments.item.is_some() => {
            fail!(Usage, "a TEST_EVENT is always the documented one: leave --user and --item away")
        }
        EventKind::Test => Event::test(id),
        EventKind::UserDeleted => {
            let (user, _) = target(store, application, arguments).await?;
            Event::user_deleted(id, user.id, user.uuid)
        }
        EventKind::ItemCreated => {
            let (item, user) = item(store, application, arguments).await?;
            Event::item_created(&item, user)
        }
        EventKind::ItemRefreshed => {
            let (item, user) = item(store, application, arguments).await?;
            Event::item_refreshed(&item, user, RefreshTrigger::Scheduler, false)
        }
        EventKind::ItemDeleted => {
            let (item, user) = item(store, application, arguments).await?;
            Event::item_deleted(&item, user)
        }
        EventKind::AccountCreated => {
            let (account, user) = account(store, application, arguments).await?;
            Event::account_created(id, &account, user)
        }
        EventKind::AccountUpdated => {
            let (account, user) = account(store, application, arguments).await?;
            Event::account_updated(id, &account, user, COUNTS)
        }
        EventKind::AccountDeleted => {
            let (account, user) = account(store, application, arguments).await?;
            Event::account_deleted(id, &account, user)
        }
        EventKind::WebhookDisabled => {
            fail!(Usage, "{} happens to webhooks only: `trigger --list` says what can be made", kind.name())
        }
    })
}

/// The item that the event is about, and its user.
async fn item(
    store: &Store,
    application: &Application,
    arguments: &Trigger,
) -> anyhow::Result<(Item, UserUuid)> {
    let (user, item) = target(store, application, arguments).await?;
    let item = item.ok_or_else(|| {
        Reason::Refused.says(format_args!(
            "user {} has no item: connect one, or leave --user away for a user that has",
            user.uuid
        ))
    })?;
    Ok((item, user.uuid))
}

/// The item's first account that the user shares: of others nothing is ever told.
async fn account(
    store: &Store,
    application: &Application,
    arguments: &Trigger,
) -> anyhow::Result<(Account, UserUuid)> {
    let (item, user) = item(store, application, arguments).await?;
    let mut found = accounts::of_item(store, item.key()).await?.into_iter();
    let shared = found.find(|account| account.data_access == DataAccess::Enabled && !account.is_deleted);
    let account = shared.ok_or_else(|| {
        Reason::Refused.says(format_args!("item {} has no account that is shared", item.id))
    })?;
    Ok((account, user))
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
