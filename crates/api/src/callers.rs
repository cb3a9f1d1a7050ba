//! Who called a moment ago: credentials and tokens are looked up once in a while, not with every request. A change that
//! another node made is seen as soon as an entry is not fresh any more.

use std::time::Duration;

use jiff::Timestamp;
use moka::sync::Cache;
use passerelle_domain::{Application, ApplicationId, UserId};
use passerelle_store::applications::Secrets;
use passerelle_store::users::User;
use passerelle_store::{Store, StoreError, applications, users};

/// How long an entry is believed: a running server sees a changed application within a second.
const FRESH: Duration = Duration::from_millis(500);

/// How many callers are remembered.
const MOST: u64 = 10_000;

/// The callers of the last moments. Cheap to clone.
#[derive(Clone)]
pub struct Callers {
    applications: Cache<String, (Application, Secrets)>,
    /// By application and the token's digest; with the end of the token's time.
    users: Cache<(ApplicationId, [u8; 32]), (User, Timestamp)>,
}

impl Default for Callers {
    fn default() -> Self {
        Self {
            applications: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(),
            users: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(),
        }
    }
}

impl Callers {
    /// An application with the digests of its secrets.
    pub(crate) async fn application(
        &self,
        store: &Store,
        client_id: &str,
    ) -> Result<Option<(Application, Secrets)>, StoreError> {
        if let Some(known) = self.applications.get(client_id) {
            return Ok(Some(known));
        }
        let found = applications::by_client_id(store, client_id).await?;
        if let Some(found) = &found {
            self.applications.insert(client_id.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// The user that a token stands for, while it is valid.
    pub(crate) async fn user(
        &self,
        store: &Store,
        application: ApplicationId,
        digest: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let key = (application, digest);
        let mut found = self.users.get(&key);
        if found.is_none() {
            found = users::by_token(store, application, digest).await?;
            if let Some(found) = &found {
                self.users.insert(key, found.clone());
            }
        }
        Ok(found.filter(|(_, expires_at)| *expires_at > now).map(|(user, _)| user))
    }

    /// Forgets a user that is gone.
    pub(crate) fn forget(&self, id: UserId) {
        for (key, (user, _)) in &self.users {
            if user.id == id {
                self.users.invalidate(&*key);
            }
        }
    }
}
