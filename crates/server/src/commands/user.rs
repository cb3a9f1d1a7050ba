//! `passerelle user`

use jiff::Timestamp;
use passerelle_domain::{Clock as _, ExternalUserId, SystemClock, UserUuid};
use passerelle_store::users::{self, Filter, User};
use passerelle_store::{StoreError, items};
use serde::Serialize;

use super::{ClientIds, application_id, confirm, item, no_user, open_store, say_more, user, user_id};
use crate::cli::{User as Command, UserDelete, UserList, UserShow};
use crate::output::{Column, fields, optional, print, print_list, time};

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(arguments) => list(arguments).await,
        Command::Show(arguments) => show(arguments).await,
        Command::Delete(arguments) => delete(arguments).await,
    }
}

/// A user as it is printed.
#[derive(Serialize)]
struct Printed {
    uuid: UserUuid,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_user_id: Option<ExternalUserId>,
    created_at: Timestamp,
    /// When their data last changed.
    changed_at: Timestamp,
}

impl Printed {
    fn new(user: User, clients: &ClientIds) -> Self {
        Self {
            uuid: user.uuid,
            client_id: clients.of(user.application_id),
            external_user_id: user.external_user_id,
            created_at: user.created_at,
            changed_at: user.last_change,
        }
    }

    /// The first three are what a list shows.
    const COLUMNS: [Column<'static, Self>; 5] = [
        ("USER", &|user| user.uuid.to_string()),
        ("CREATED", &|user| time(user.created_at)),
        ("EXTERNAL ID", &|user| optional(user.external_user_id.as_ref().map(ExternalUserId::as_str))),
        ("CHANGED", &|user| time(user.changed_at)),
        ("APPLICATION", &|user| user.client_id.clone()),
    ];
}

async fn list(arguments: UserList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application_id(&store, arguments.client_id.as_deref()).await?;
    let before = user_id(&store, arguments.before).await?;
    let filter = Filter { application, external_id: arguments.external_id, before };
    let found = users::newest(&store, &filter, arguments.limit).await?;
    let clients = ClientIds::read(&store).await?;
    let found: Vec<Printed> = found.into_iter().map(|user| Printed::new(user, &clients)).collect();
    print_list(arguments.json, &found, &Printed::COLUMNS[..3], "No such users.")?;
    say_more(arguments.json, found.len(), arguments.limit, found.last().map(|user| user.uuid));
    Ok(())
}

async fn show(arguments: UserShow) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Shown {
        #[serde(flatten)]
        user: Printed,
        items: Vec<item::Printed>,
    }
    let store = open_store(&arguments.common).await?;
    let user = user(&store, arguments.uuid).await?;
    let clients = ClientIds::read(&store).await?;
    let filter = items::Filter { user: Some(user.id), ..items::Filter::default() };
    let found = items::newest(&store, &filter, MOST_ITEMS).await?;
    let items = found.into_iter().map(|(item, uuid)| item::Printed::new(item, uuid, &clients)).collect();
    let shown = Shown { user: Printed::new(user, &clients), items };
    print(arguments.json, &shown, |shown| {
        let user = fields(&shown.user, &Printed::COLUMNS);
        if shown.items.is_empty() { user } else { format!("{user}\n\n{}", item::table(&shown.items)) }
    })
}

/// How many items are shown of a user, the newest.
const MOST_ITEMS: u32 = 500;

async fn delete(arguments: UserDelete) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Deleted {
        uuid: UserUuid,
    }
    let store = open_store(&arguments.common).await?;
    let uuid = user(&store, arguments.uuid).await?.uuid;
    confirm(
        &arguments.confirmed,
        format_args!("Delete user {uuid} with all items, accounts and transactions?"),
    )?;
    let user = user(&store, uuid).await?;
    match users::delete(&store, &user, SystemClock.now()).await {
        Err(StoreError::Conflict) => return Err(no_user(uuid)),
        deleted => deleted?,
    }
    print(arguments.json, &Deleted { uuid }, |_| format!("User {uuid} is gone."))
}
