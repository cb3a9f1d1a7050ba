//! Limits (spec/api.md 4): requests per application and per user, tokens per user, sessions that manage an item.
//!
//! They hold over all nodes: each takes permits from the database in blocks and gives them out from memory.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use passerelle_domain::Clock;
use passerelle_store::limits::{self, Limited, Window};
use passerelle_store::{Store, StoreError};

use crate::error::ApiError;

/// So many permits in each window; none switches the limit off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many permits a window has.
    pub permits: u32,
    /// How long a window is.
    pub window: Duration,
}

impl Limit {
    /// No limit.
    pub const OFF: Self = Self { permits: 0, window: Duration::ZERO };

    const fn is_on(self) -> bool {
        self.permits > 0 && !self.window.is_zero()
    }
}

/// The limits of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitSettings {
    /// Requests of an application.
    pub application_requests: Limit,
    /// Requests for a user.
    pub user_requests: Limit,
    /// Tokens for a user.
    pub authentications: Limit,
    /// Sessions that manage an item, in any 24 hours; 0 for no limit.
    pub management_flows: u32,
}

impl LimitSettings {
    /// No limits.
    pub const OFF: Self = Self {
        application_requests: Limit::OFF,
        user_requests: Limit::OFF,
        authentications: Limit::OFF,
        management_flows: 0,
    };

    const fn of(&self, limited: Limited) -> Limit {
        match limited {
            Limited::Application(_) => self.application_requests,
            Limited::User(_) => self.user_requests,
            Limited::Authentications(_) => self.authentications,
        }
    }
}

/// Gives out the permits that this node holds. Cheap to clone.
#[derive(Clone)]
pub struct Limiter {
    pub(crate) settings: LimitSettings,
    held: Arc<Mutex<AllHeld>>,
}

/// What the node holds of each limit. Whoever has to take a block keeps the lock of that limit meanwhile, so that
/// requests that come at once take one block and not one each.
struct AllHeld {
    by_limit: HashMap<Limited, Arc<tokio::sync::Mutex<Held>>>,
    /// At how many limits those whose window is over are forgotten.
    sweep_at: usize,
}

/// The fewest limits that are looked through for what is over.
const SWEEP_AT: usize = 1024;

#[derive(Default)]
struct Held {
    window: Option<Window>,
    permits: u32,
    /// What was left for anybody when this node last took a block.
    left: u32,
    is_used_up: bool,
}

impl Limiter {
    /// With these limits, and no permit held yet.
    pub fn new(settings: LimitSettings) -> Self {
        let held = AllHeld { by_limit: HashMap::new(), sweep_at: SWEEP_AT };
        Self { settings, held: Arc::new(Mutex::new(held)) }
    }

    /// Uses a permit, and notes in the answer's headers where the limit stands.
    pub(crate) async fn admit(
        &self,
        store: &Store,
        clock: &dyn Clock,
        limited: Limited,
        standings: &Standings,
    ) -> Result<(), ApiError> {
        let limit = self.settings.of(limited);
        if !limit.is_on() {
            return Ok(());
        }
        let held = self.held(limited, clock.now());
        let mut held = held.lock().await;
        // After the wait: who waited past a window's end is of the next one.
        let now = clock.now();
        let window = Window::at(now, limit.window);
        let is_admitted = held.use_one(store, limited, window, limit.permits).await?;
        let standing = Standing {
            name: limited.kind(),
            limit,
            remaining: held.permits.saturating_add(held.left),
            resets_in: seconds_until(now, window.ends_at),
        };
        standings.note(standing);
        if is_admitted { Ok(()) } else { Err(standing.refusal()) }
    }

    fn held(&self, limited: Limited, now: Timestamp) -> Arc<tokio::sync::Mutex<Held>> {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if all.by_limit.len() >= all.sweep_at {
            all.by_limit.retain(|_, held| {
                let is_over = held.try_lock().is_ok_and(|held| held.is_over(now));
                Arc::strong_count(held) > 1 || !is_over
            });
            all.sweep_at = SWEEP_AT.max(2 * all.by_limit.len());
        }
        Arc::clone(all.by_limit.entry(limited).or_default())
    }
}

impl Held {
    fn is_over(&self, now: Timestamp) -> bool {
        self.window.is_none_or(|window| window.ends_at <= now)
    }

    async fn use_one(
        &mut self,
        store: &Store,
        limited: Limited,
        window: Window,
        limit: u32,
    ) -> Result<bool, StoreError> {
        if self.window != Some(window) {
            *self = Self { window: Some(window), ..Self::default() };
        }
        if self.permits == 0 && !self.is_used_up {
            let block = limits::take(store, limited, window, limit).await?;
            self.is_used_up = block.is_none();
            self.permits = block.map_or(0, |block| block.permits);
            self.left = block.map_or(0, |block| block.left);
        }
        let is_admitted = self.permits > 0;
        self.permits = self.permits.saturating_sub(1);
        Ok(is_admitted)
    }
}

/// Whole seconds until then, at least one.
pub(crate) fn seconds_until(now: Timestamp, then: Timestamp) -> u64 {
    let milliseconds = u64::try_from(then.duration_since(now).as_millis()).unwrap_or(0);
    milliseconds.div_ceil(1000).max(1)
}

/// Where a limit stands.
#[derive(Debug, Clone, Copy)]
struct Standing {
    name: &'static str,
    limit: Limit,
    /// As far as this node knows.
    remaining: u32,
    resets_in: u64,
}

impl Standing {
    fn refusal(&self) -> ApiError {
        let (permits, seconds) = (self.limit.permits, self.limit.window.as_secs());
        let what = match self.name {
            "authentications" => "tokens of a user",
            "user" => "requests for a user",
            _ => "requests of an application",
        };
        let message =
            format!("There are {permits} {what} in {seconds} s; the next one in {} s", self.resets_in);
        ApiError::too_many_requests(message, self.resets_in)
    }
}

/// Where the limits stand that a request used, for its answer's headers.
#[derive(Clone, Default)]
pub(crate) struct Standings(Arc<Mutex<Vec<Standing>>>);

impl Standings {
    fn note(&self, standing: Standing) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(standing);
    }

    /// Says in an answer where the limits stand that its request used (draft-ietf-httpapi-ratelimit-headers-10).
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let standings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if standings.is_empty() {
            return;
        }
        let (mut policy, mut standing) = (String::new(), String::new());
        for Standing { name, limit, remaining, resets_in } in standings.iter() {
            let comma = if policy.is_empty() { "" } else { ", " };
            let written =
                write!(policy, "{comma}\"{name}\";q={};w={}", limit.permits, limit.window.as_secs())
                    .and_then(|()| write!(standing, "{comma}\"{name}\";r={remaining};t={resets_in}"));
            written.expect("writing to a string can't fail");
        }
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", standing)] {
            let value = HeaderValue::try_from(value).expect("names and numbers are header values");
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
