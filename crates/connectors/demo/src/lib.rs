//! The Demo Bank and its like: banks that live in the process, for sandboxes (module `catalogue`).
//!
//! Any password works; the login decides what happens (module `login`). The data is the same on every run and for
//! every login: a pure function of the account and of today's date (module `data`).

mod catalogue;
mod conversation;
mod data;
pub mod grant;
mod login;
mod picture;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use passerelle_connector::{
    Attendance, BeginRequest, Connector, ConnectorError, Description, FetchEnd, FetchError, FetchRequest,
    Field, Input, ReturnAddress, Sealed, Sink, Turn,
};
use passerelle_domain::{Clock, ItemStatus, ProviderId};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub use catalogue::catalogue;
use catalogue::{Manner, is_down, manner};
use conversation::{CONSENT_DAYS, Consent, Conversation, Visit, seal, unseal};
use grant::Grant;
use login::Outcome;

/// The name of this connector in [`passerelle_domain::Provider::connector`].
pub const CONNECTOR: &str = "demo";

/// How many months of history the bank gives.
const HISTORY_MONTHS: u32 = 24;

/// Its waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSettings {
    /// How long until the app approves (`app2app`).
    pub app_approval: Duration,
    /// How long until the app's request expires (`app2app_expiry`).
    pub app_expiry: Duration,
    /// How long a one-time code is good.
    pub code_lifetime: Duration,
    /// How long operations take to come (`slow`).
    pub slow: Duration,
    /// Pause before the operations of each account, while the user looks on.
    pub page_delay: Duration,
}

impl Default for DemoSettings {
    fn default() -> Self {
        Self {
            app_approval: Duration::from_secs(3),
            app_expiry: Duration::from_secs(8),
            code_lifetime: Duration::from_mins(5),
            slow: Duration::from_secs(90),
            page_delay: Duration::from_millis(150),
        }
    }
}

/// The connector of the demo providers.
pub struct DemoBank {
    clock: Arc<dyn Clock>,
    settings: DemoSettings,
    /// Where the login of the bank's own site is.
    site: Url,
}

impl DemoBank {
    /// A bank that lives by that clock; the login of its own site is at `site`.
    pub fn new(clock: Arc<dyn Clock>, settings: DemoSettings, site: Url) -> Self {
        Self { clock, settings, site }
    }

    /// What the user came back with from the bank's own site.
    fn come_back(
        &self,
        visit: Visit,
        parameters: &BTreeMap<String, SecretString>,
    ) -> Result<Turn, ConnectorError> {
        let parameter = |name| parameters.get(name).map(|value: &SecretString| value.expose_secret());
        let Some(grant) = parameter(grant::CODE).and_then(Grant::of_code) else {
            return Ok(Turn::Failed { failure: ItemStatus::NeedsManualRefresh.into(), consent: None });
        };
        let now = self.clock.now();
        let consent = Consent::of(&grant.login, visit.before);
        Conversation::new(consent, visit.purpose, Manner::Site, now).finish(now)
    }

    /// Moves an unattended refresh on: what it meets, and the consent after it.
    fn meet_next(consent: Consent) -> (Outcome, Consent) {
        let refresh = consent.upcoming();
        if refresh.challenges.is_empty() {
            (refresh.outcome, consent.moved())
        } else {
            // The challenge stays: it waits for the user, who meets it in a renewal.
            (Outcome::Failure(ItemStatus::NeedsManualRefresh.into()), consent)
        }
    }

    /// Streams the accounts, and the operations that were asked for.
    async fn stream(
        &self,
        request: &FetchRequest,
        outcome: &Outcome,
        sink: &mut dyn Sink,
    ) -> Result<(), FetchError> {
        let today = self.clock.today();
        let wanted = data::accounts(today, request.account_types);
        let keys: Vec<String> = wanted.iter().map(|account| account.key.clone()).collect();
        for account in wanted {
            let is_pro = *outcome == Outcome::Pro;
            sink.account(if is_pro { data::of_business(account) } else { account }).await?;
        }
        sink.holder(data::holder()).await?;
        let Some(history) = &request.history else { return Ok(()) };
        let is_attended = request.attendance == Attendance::Attended;
        if is_attended && *outcome == Outcome::Slow {
            tokio::time::sleep(self.settings.slow).await;
        }
        for key in history.accounts.iter().filter(|key| keys.contains(key)) {
            if is_attended {
                tokio::time::sleep(self.settings.page_delay).await;
            }
            let positions = data::positions(key, today);
            if !positions.is_empty() {
                sink.positions(key, positions).await?;
            }
            sink.operations(key, data::operations(key, today, history.since)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Connector for DemoBank {
    fn describe(&self, provider: ProviderId) -> Option<Description> {
        let text = |key, is_secret| Field { key, is_secret, is_numeric: false, length: 1..=64 };
        let digits = |key, is_secret, length| Field { key, is_secret, is_numeric: true, length };
        let fields = match manner(provider)? {
            Manner::Site => Vec::new(),
            Manner::Login | Manner::Methods => vec![text("login", false), text("password", true)],
            Manner::Numbers => {
                vec![digits("login", false, 8..=11), digits("password", true, 6..=6), text("password2", true)]
            }
            Manner::Qr => vec![text("login", false)],
        };
        Some(Description {
            fields,
            history_months: HISTORY_MONTHS,
            consent_days: CONSENT_DAYS,
            unattended_calls_a_day: 2,
        })
    }

    async fn begin(&self, request: BeginRequest) -> Result<Turn, ConnectorError> {
        let before: Option<Consent> = request.consent.as_ref().map(unseal).transpose()?;
        if is_down(request.provider) {
            return Ok(Turn::Failed { failure: ItemStatus::CouldNotRefresh.into(), consent: None });
        }
        let manner = manner(request.provider).unwrap_or_default();
        if manner == Manner::Site {
            let mut url = self.site.clone();
            url.query_pairs_mut().append_pair("state", &request.return_to.state);
            let conversation = seal(&Visit { before, purpose: request.purpose })?;
            return Ok(Turn::Redirect { url, conversation });
        }
        let decisive = if manner == Manner::Numbers { "password2" } else { "login" };
        let login = request.credentials.get(decisive).map_or("", |login| login.expose_secret());
        let consent = Consent::of(login, before);
        let now = self.clock.now();
        Conversation::new(consent, request.purpose, manner, now).turn(&self.settings, now)
    }

    async fn resume(
        &self,
        conversation: Sealed,
        input: Input,
        _: ReturnAddress,
    ) -> Result<Turn, ConnectorError> {
        if let Input::Return(parameters) = &input {
            return self.come_back(unseal(&conversation)?, parameters);
        }
        unseal::<Conversation>(&conversation)?.answer(&input, &self.settings, self.clock.now())
    }

    async fn fetch(&self, request: FetchRequest, sink: &mut dyn Sink) -> Result<FetchEnd, FetchError> {
        let consent: Consent = unseal(&request.consent)?;
        let (outcome, consent) = match request.attendance {
            Attendance::Attended => (consent.current().outcome, consent),
            Attendance::Unattended => Self::meet_next(consent),
        };
        if let (Attendance::Unattended, Outcome::Failure(failure)) = (request.attendance, &outcome) {
            return Ok(FetchEnd::Failed { failure: failure.clone(), consent: seal(&consent)? });
        }
        self.stream(&request, &outcome, sink).await?;
        Ok(FetchEnd::Complete { consent: seal(&consent)? })
    }

    async fn keep_alive(&self, consent: Sealed) -> Result<Sealed, ConnectorError> {
        unseal::<Consent>(&consent)?;
        Ok(consent)
    }

    async fn revoke(&self, _consent: Sealed) -> Result<(), ConnectorError> {
        Ok(())
    }
}
