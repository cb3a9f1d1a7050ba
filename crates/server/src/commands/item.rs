//! `passerelle item`

use jiff::Timestamp;
use passerelle_domain::{
    AccountId, AccountType, AccountTypes, Clock as _, DataAccess, Item, ItemId, ItemStatus, ProviderId,
    RefreshOutcome, StatusCodeInfo, SystemClock, UserUuid,
};
use passerelle_store::items::{self, Filter};
use passerelle_store::jobs::{self, Task};
use passerelle_store::{Batch, Store, StoreError, accounts, providers, retry_on_conflict, users};
use serde::Serialize;

use super::{ClientIds, application_id, confirm, open_store, say_more, user_id};
use crate::cli::{Item as Command, ItemDelete, ItemList, ItemOne};
use crate::failure::Reason;
use crate::output::{self, Column, fields, optional_time, print, print_list, time};

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(arguments) => list(arguments).await,
        Command::Show(arguments) => show(arguments).await,
        Command::Refresh(arguments) => refresh(arguments).await,
        Command::Delete(arguments) => delete(arguments).await,
    }
}

/// An item as it is printed, with the names of the API.
#[derive(Serialize)]
pub(super) struct Printed {
    id: ItemId,
    user_uuid: UserUuid,
    client_id: String,
    provider_id: ProviderId,
    account_types: AccountTypes,
    status: ItemStatus,
    status_code_info: StatusCodeInfo,
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_successful_refresh: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_try_refresh: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_expires_at: Option<Timestamp>,
}

impl Printed {
    pub(super) fn new(item: Item, user_uuid: UserUuid, clients: &ClientIds) -> Self {
        Self {
            id: item.id,
            user_uuid,
            client_id: clients.of(item.application_id),
            provider_id: item.provider_id,
            account_types: item.account_types,
            status: item.status,
            status_code_info: item.status_code_info,
            created_at: item.created_at,
            last_successful_refresh: item.last_successful_refresh,
            last_try_refresh: item.last_try_refresh,
            authentication_expires_at: item.authentication_expires_at,
        }
    }

    fn status(&self) -> String {
        format!("{} {}", self.status.code(), self.status_code_info)
    }

    const COLUMNS: [Column<'static, Self>; 5] = [
        ("ITEM", &|item| item.id.to_string()),
        ("BANK", &|item| item.provider_id.to_string()),
        ("STATUS", &Self::status),
        ("REFRESHED", &|item| optional_time(item.last_successful_refresh)),
        ("USER", &|item| item.user_uuid.to_string()),
    ];
}

/// A table of items.
pub(super) fn table(items: &[Printed]) -> String {
    output::table(items, &Printed::COLUMNS)
}

async fn list(arguments: ItemList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application_id(&store, arguments.client_id.as_deref()).await?;
    let user = user_id(&store, arguments.user).await?;
    let filter = Filter {
        application,
        user,
        provider: arguments.provider,
        status: arguments.status,
        before: arguments.before,
    };
    let found = items::newest(&store, &filter, arguments.limit).await?;
    let clients = ClientIds::read(&store).await?;
    let found: Vec<Printed> =
        found.into_iter().map(|(item, user)| Printed::new(item, user, &clients)).collect();
    print_list(arguments.json, &found, &Printed::COLUMNS, "No such items.")?;
    say_more(arguments.json, found.len(), arguments.limit, found.last().map(|item| item.id));
    Ok(())
}

/// An account as it is printed: how it is, and nothing that the bank says of the person.
#[derive(Serialize)]
struct PrintedAccount {
    id: AccountId,
    r#type: AccountType,
    data_access: DataAccess,
    is_pro: bool,
    is_deleted: bool,
    last_refresh_status: RefreshOutcome,
    updated_at: Timestamp,
}

const ACCOUNTS: [Column<'static, PrintedAccount>; 6] = [
    ("ACCOUNT", &|account| account.id.to_string()),
    ("TYPE", &|account| account.r#type.name().to_owned()),
    ("ACCESS", &|account| account.data_access.name().to_owned()),
    ("LAST REFRESH", &|account| account.last_refresh_status.name().to_owned()),
    ("UPDATED", &|account| time(account.updated_at)),
    ("", &|account| match (account.is_deleted, account.is_pro) {
        (true, _) => "gone at the bank".to_owned(),
        (false, true) => "business".to_owned(),
        (false, false) => String::new(),
    }),
];

async fn show(arguments: ItemOne) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Shown {
        #[serde(flatten)]
        item: Printed,
        #[serde(skip_serializing_if = "Option::is_none")]
        provider_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_refresh_at: Option<Timestamp>,
        accounts: Vec<PrintedAccount>,
    }
    let store = open_store(&arguments.common).await?;
    let item = find(&store, arguments.id).await?;
    let key = item.key();
    let owner = users::by_id(&store, item.user_id).await?.ok_or_else(|| unknown(item.id))?;
    let accounts = accounts::of_item(&store, key).await?.into_iter().map(|account| PrintedAccount {
        id: account.id,
        r#type: account.account_type,
        data_access: account.data_access,
        is_pro: account.is_pro,
        is_deleted: account.is_deleted,
        last_refresh_status: account.last_refresh_status,
        updated_at: account.updated_at,
    });
    let shown = Shown {
        provider_name: providers::by_id(&store, item.provider_id).await?.map(|provider| provider.name),
        next_refresh_at: items::next_refresh_at(&store, key).await?,
        accounts: accounts.collect(),
        item: Printed::new(item, owner.uuid, &ClientIds::read(&store).await?),
    };
    print(arguments.json, &shown, |shown| {
        let item = fields(
            shown,
            &[
                ("ITEM", &|shown| shown.item.id.to_string()),
                ("BANK", &|Shown { item, provider_name, .. }| {
                    format!("{} {}", item.provider_id, provider_name.as_deref().unwrap_or_default())
                }),
                ("STATUS", &|shown| shown.item.status()),
                ("USER", &|shown| shown.item.user_uuid.to_string()),
                ("APPLICATION", &|shown| shown.item.client_id.clone()),
                ("CREATED", &|shown| time(shown.item.created_at)),
                ("REFRESHED", &|shown| optional_time(shown.item.last_successful_refresh)),
                ("TRIED", &|shown| optional_time(shown.item.last_try_refresh)),
                ("NEXT REFRESH", &|shown| optional_time(shown.next_refresh_at)),
                ("CONSENT ENDS", &|shown| optional_time(shown.item.authentication_expires_at)),
            ],
        );
        if shown.accounts.is_empty() {
            return item;
        }
        format!("{item}\n\n{}", output::table(&shown.accounts, &ACCOUNTS))
    })
}

/// What a command that changes an item answers.
#[derive(Serialize)]
struct Changed {
    id: ItemId,
}

async fn refresh(arguments: ItemOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let item = find(&store, arguments.id).await?;
    let mut batch = Batch::new();
    jobs::enqueue(&store, &mut batch, &Task::Refresh { item: item.key() }, SystemClock.now()).await?;
    store.write(batch).await?;
    print(arguments.json, &Changed { id: item.id }, |Changed { id }| {
        format!("Item {id} is refreshed as soon as the server sees it.")
    })
}

async fn delete(arguments: ItemDelete) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let id = find(&store, arguments.id).await?.id;
    confirm(&arguments.confirmed, format_args!("Delete item {id} with its accounts and transactions?"))?;
    let deleted = retry_on_conflict(|| async {
        let Some(item) = items::find(&store, id).await? else { return Ok(false) };
        let Some(user) = users::by_id(&store, item.user_id).await? else { return Ok(false) };
        items::delete(&store, &user, &item, SystemClock.now()).await?;
        Ok::<_, StoreError>(true)
    });
    if !deleted.await? {
        return Err(unknown(id));
    }
    print(arguments.json, &Changed { id }, |_| format!("Item {id} is gone."))
}

/// An item that must exist.
pub(super) async fn find(store: &Store, id: ItemId) -> anyhow::Result<Item> {
    items::find(store, id).await?.ok_or_else(|| unknown(id))
}

fn unknown(id: ItemId) -> anyhow::Error {
    Reason::NotFound.says(format_args!("there is no item {id}"))
}
