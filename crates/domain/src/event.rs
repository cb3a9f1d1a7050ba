//! What applications hear of by webhooks (spec/webhooks.md 3).

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::account::named;
use crate::{
    Account, AccountId, AccountTypes, ApplicationId, DataAccess, Item, ItemId, ItemStatus, Money, OffReason,
    StatusCodeInfo, UserId, UserUuid, WebhookId,
};

named! {
    /// The kind of an event, as in its `type`.
    EventKind {
        /// A user is deleted.
        UserDeleted = "user.deleted",
        /// Credentials were submitted: the very start of an item.
        ItemCreated = "item.created",
        /// A refresh ended, well or badly.
        ItemRefreshed = "item.refreshed",
        /// An item is deleted.
        ItemDeleted = "item.deleted",
        /// A new account was found.
        AccountCreated = "item.account.created",
        /// Transactions or the balance changed.
        AccountUpdated = "item.account.updated",
        /// The bank no longer lists the account.
        AccountDeleted = "item.account.deleted",
        /// Somebody tries a webhook (spec/webhooks.md 1).
        Test = "TEST_EVENT",
        /// A webhook was switched off by its receiver or its failures: a kind of our own.
        WebhookDisabled = "passerelle.webhook.disabled",
    }
}

impl EventKind {
    /// What a webhook can subscribe to.
    pub const SUBSCRIBABLE: [Self; 8] = [
        Self::UserDeleted,
        Self::ItemCreated,
        Self::ItemRefreshed,
        Self::ItemDeleted,
        Self::AccountCreated,
        Self::AccountUpdated,
        Self::AccountDeleted,
        Self::WebhookDisabled,
    ];

    /// Whether those hear it who subscribed to everything: clients of Bridge know the kinds of Bridge.
    pub const fn is_for_all(self) -> bool {
        !matches!(self, Self::WebhookDisabled)
    }
}

named! {
    /// Who started a refresh.
    RefreshTrigger {
        /// The user in the flow.
        Connect = "connect",
        /// The scheduler.
        Scheduler = "scheduler",
    }
}

/// The `content` of an event; fields in the documentation's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "fields are named as in spec/webhooks.md 3")]
pub enum Content {
    User {
        user_uuid: UserUuid,
    },
    Item {
        item_id: ItemId,
        user_uuid: UserUuid,
    },
    ItemRefreshed {
        account_types: AccountTypes,
        #[serde(skip_serializing_if = "Option::is_none", serialize_with = "to_the_second")]
        authentication_expires_at: Option<Timestamp>,
        full_refresh: bool,
        item_id: ItemId,
        refresh_trigger: RefreshTrigger,
        status_code: ItemStatus,
        status_code_info: StatusCodeInfo,
        user_uuid: UserUuid,
    },
    AccountCreated {
        account_id: AccountId,
        balance: Money,
        data_access: DataAccess,
        item_id: ItemId,
        user_uuid: UserUuid,
    },
    AccountUpdated {
        account_id: AccountId,
        balance: Money,
        data_access: DataAccess,
        item_id: ItemId,
        nb_deleted_transactions: usize,
        nb_new_transactions: usize,
        nb_updated_transactions: usize,
        user_uuid: UserUuid,
    },
    AccountDeleted {
        account_id: AccountId,
        item_id: ItemId,
        user_uuid: UserUuid,
    },
    Test {
        item_id: ItemId,
        status: i64,
        user_uuid: UserUuid,
    },
    WebhookDisabled {
        reason: OffReason,
        webhook_id: WebhookId,
    },
}

/// Something that became true and that the application hears of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whose webhooks hear it.
    pub application_id: ApplicationId,
    /// Whom it concerns, if anybody.
    pub user_id: Option<UserId>,
    /// What happened.
    pub kind: EventKind,
    /// The body's `content`.
    pub content: Content,
}

/// How many transactions of an account a refresh touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TransactionCounts {
    /// Seen for the first time.
    pub created: usize,
    /// Changed.
    pub updated: usize,
    /// Gone at the bank.
    pub deleted: usize,
}

impl Event {
    /// `user.deleted`.
    pub fn user_deleted(application_id: ApplicationId, user_id: UserId, user_uuid: UserUuid) -> Self {
        let content = Content::User { user_uuid };
        Self { application_id, user_id: Some(user_id), kind: EventKind::UserDeleted, content }
    }

    /// `item.created`.
    pub fn item_created(item: &Item, user_uuid: UserUuid) -> Self {
        Self::of_item(item, EventKind::ItemCreated, Content::Item { item_id: item.id, user_uuid })
    }

    /// `item.deleted`.
    pub fn item_deleted(item: &Item, user_uuid: UserUuid) -> Self {
        Self::of_item(item, EventKind::ItemDeleted, Content::Item { item_id: item.id, user_uuid })
    }

    /// `item.refreshed`, with the status the item has now.
    pub fn item_refreshed(
        item: &Item,
        user_uuid: UserUuid,
        trigger: RefreshTrigger,
        full_refresh: bool,
    ) -> Self {
        let content = Content::ItemRefreshed {
            account_types: item.account_types,
            authentication_expires_at: item.authentication_expires_at,
            full_refresh,
            item_id: item.id,
            refresh_trigger: trigger,
            status_code: item.status,
            status_code_info: item.status_code_info.clone(),
            user_uuid,
        };
        Self::of_item(item, EventKind::ItemRefreshed, content)
    }

    /// `item.account.created`.
    pub fn account_created(application_id: ApplicationId, account: &Account, user_uuid: UserUuid) -> Self {
        let content = Content::AccountCreated {
            account_id: account.id,
            balance: account.balance(),
            data_access: account.data_access,
            item_id: account.item_id,
            user_uuid,
        };
        Self { application_id, user_id: Some(account.user_id), kind: EventKind::AccountCreated, content }
    }

    /// `item.account.updated`.
    pub fn account_updated(
        application_id: ApplicationId,
        account: &Account,
        user_uuid: UserUuid,
        counts: TransactionCounts,
    ) -> Self {
        let content = Content::AccountUpdated {
            account_id: account.id,
            balance: account.balance(),
            data_access: account.data_access,
            item_id: account.item_id,
            nb_deleted_transactions: counts.deleted,
            nb_new_transactions: counts.created,
            nb_updated_transactions: counts.updated,
            user_uuid,
        };
        Self { application_id, user_id: Some(account.user_id), kind: EventKind::AccountUpdated, content }
    }

    /// `item.account.deleted`.
    pub fn account_deleted(application_id: ApplicationId, account: &Account, user_uuid: UserUuid) -> Self {
        let content = Content::AccountDeleted { account_id: account.id, item_id: account.item_id, user_uuid };
        Self { application_id, user_id: Some(account.user_id), kind: EventKind::AccountDeleted, content }
    }

    /// `TEST_EVENT`, as documented (spec/webhooks.md 1).
    pub fn test(application_id: ApplicationId) -> Self {
        let content = Content::Test {
            item_id: ItemId::try_from(1_234_567_890).expect("the documented id is one"),
            status: 0,
            user_uuid: Uuid::from_u128(0x9a95_b38f_f98b_417a_988b_9d0d_5848_93e7).into(),
        };
        Self { application_id, user_id: None, kind: EventKind::Test, content }
    }

    /// `passerelle.webhook.disabled`.
    pub fn webhook_disabled(application_id: ApplicationId, webhook_id: WebhookId, reason: OffReason) -> Self {
        let content = Content::WebhookDisabled { reason, webhook_id };
        Self { application_id, user_id: None, kind: EventKind::WebhookDisabled, content }
    }

    /// The exact bytes of the webhook's body: `timestamp` in milliseconds, but for the test's, which is documented in
    /// seconds.
    pub fn body(&self, at: Timestamp) -> String {
        #[derive(Serialize)]
        struct Body<'a> {
            content: &'a Content,
            timestamp: i64,
            r#type: EventKind,
        }
        let timestamp = if self.kind == EventKind::Test { at.as_second() } else { at.as_millisecond() };
        let body = Body { content: &self.content, timestamp, r#type: self.kind };
        serde_json::to_string(&body).expect("strings, integers and finite numbers always serialise")
    }

    fn of_item(item: &Item, kind: EventKind, content: Content) -> Self {
        Self { application_id: item.application_id, user_id: Some(item.user_id), kind, content }
    }
}

#[expect(clippy::ref_option, reason = "the shape that serialize_with asks for")]
fn to_the_second<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    // Rounded down: never later than it is.
    let second = at.map(|at| Timestamp::from_second(at.as_second()).unwrap_or(at));
    second.serialize(serializer)
}

/// The next `updated_at` of a user: now to the millisecond, at least 1 ms above the last (design: API).
pub fn next_change(last: Timestamp, now: Timestamp) -> Timestamp {
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    let next = last.checked_add(SignedDuration::from_millis(1)).unwrap_or(last);
    now.max(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_event_is_the_documented_one() {
        let at = Timestamp::from_second(1_611_681_789).expect("a time");
        assert_eq!(
            Event::test(1.try_into().expect("an id")).body(at),
            r#"{"content":{"item_id":1234567890,"status":0,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},"timestamp":1611681789,"type":"TEST_EVENT"}"#
        );
    }

    fn item() -> Item {
        let at = |text: &str| text.parse().expect("a timestamp");
        Item {
            id: 10_248_839.try_into().expect("an id"),
            user_id: 1.try_into().expect("an id"),
            application_id: 1.try_into().expect("an id"),
            provider_id: 574.try_into().expect("an id"),
            account_types: AccountTypes::Payment,
            status: ItemStatus::Ok,
            status_code_info: ItemStatus::Ok.default_info(),
            authentication_expires_at: Some(at("2025-09-04T10:25:35.000Z")),
            last_successful_refresh: None,
            last_try_refresh: None,
            pro_attested_at: None,
            created_at: at("2025-03-08T10:25:35Z"),
            version: 1,
        }
    }

    #[test]
    fn bodies_are_as_documented() {
        let user: UserUuid = "9a95b38f-f98b-417a-988b-9d0d584893e7".parse().expect("a uuid");
        let at = Timestamp::from_millisecond(1_612_782_588_323).expect("in range");
        let body = Event::item_created(&item(), user).body(at);
        assert_eq!(
            body,
            r#"{"content":{"item_id":10248839,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},"timestamp":1612782588323,"type":"item.created"}"#
        );
        let body = Event::item_refreshed(&item(), user, RefreshTrigger::Connect, false).body(at);
        assert_eq!(
            body,
            r#"{"content":{"account_types":"payment","authentication_expires_at":"2025-09-04T10:25:35Z","full_refresh":false,"item_id":10248839,"refresh_trigger":"connect","status_code":0,"status_code_info":"ok","user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},"timestamp":1612782588323,"type":"item.refreshed"}"#
        );
    }

    #[test]
    fn changes_of_a_user_always_move_forward() {
        let at = |ms| Timestamp::from_millisecond(ms).expect("in range");
        assert_eq!(next_change(at(10), at(20)), at(20));
        assert_eq!(next_change(at(20), at(20)), at(21));
        assert_eq!(next_change(at(30), at(20)), at(31));
    }
}
