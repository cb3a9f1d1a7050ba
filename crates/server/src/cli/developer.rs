//! `passerelle listen` and `passerelle trigger`: what can be typed.

use clap::Args;
use jiff::Timestamp;
use passerelle_domain::{EventKind, ItemId, UserUuid};
use url::Url;

use super::Common;

/// Which server is asked, and as whom.
#[derive(Args)]
pub(crate) struct Remote {
    /// The server.
    #[arg(long, value_name = "URL", env = "PASSERELLE_SERVER", default_value = "http://localhost:8080")]
    pub(crate) server: Url,
    /// The application.
    #[arg(long, value_name = "ID", env = "PASSERELLE_CLIENT_ID")]
    pub(crate) client_id: String,
    /// Its secret; the environment shows it to fewer people than a flag.
    #[arg(long, value_name = "SECRET", env = "PASSERELLE_CLIENT_SECRET", hide_env_values = true)]
    pub(crate) client_secret: String,
}

#[derive(Args)]
pub(crate) struct Listen {
    #[command(flatten)]
    pub(crate) remote: Remote,
    /// Where the events go, such as `http://localhost:3000/webhooks`.
    #[arg(long, value_name = "URL", value_parser = receiver)]
    pub(crate) forward_to: Url,
    /// What they are signed with; without it a secret that follows from the application's, the same each time.
    #[arg(long, env = "PASSERELLE_WEBHOOK_SECRET", hide_env_values = true, value_parser = secret)]
    pub(crate) secret: Option<String>,
    /// A kind of event, again and again or with commas; without any, all that Bridge documents.
    #[arg(long = "event", alias = "events", value_name = "TYPE", value_delimiter = ',', value_parser = any_kind)]
    pub(crate) events: Vec<EventKind>,
    /// Where to begin: `now`, `start`, a time, or behind an event, by the cursor that this command told.
    #[arg(long, value_name = "WHERE", default_value = "now", value_parser = begin)]
    pub(crate) from: Begin,
    /// How long the receiver may take.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 15_000)]
    pub(crate) timeout_ms: u64,
    /// How long after a failure each further attempt is made; then the event is given up.
    #[arg(long, value_name = "MILLISECONDS", value_delimiter = ',', default_value = "1000,5000,30000")]
    pub(crate) retry_ms: Vec<u64>,
    /// How often the server is asked for more, and a server or receiver that is away is tried again.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 500)]
    pub(crate) poll_ms: u64,
    /// Print JSON, an object a line: first the secret, then each attempt.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Trigger {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which kind of event, such as `item.refreshed`.
    #[arg(required_unless_present = "list", value_name = "TYPE", value_parser = any_kind)]
    pub(crate) event: Option<EventKind>,
    /// The application that hears it, which must be for tests.
    #[arg(long, required_unless_present = "list", value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// The user that it is about; without it a user of its own, which is made when it is first needed.
    #[arg(long, value_name = "UUID")]
    pub(crate) user: Option<UserUuid>,
    /// The item that it is about; without it the user's first.
    #[arg(long, value_name = "ID")]
    pub(crate) item: Option<ItemId>,
    /// Print JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    /// Only list the kinds of events.
    #[arg(long, exclusive = true)]
    pub(crate) list: bool,
}

/// With which event to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Begin {
    /// What happens from now on.
    Now,
    /// The oldest that is kept.
    Start,
    /// What happened from then on.
    Since(Timestamp),
    /// The one behind this cursor.
    Behind(String),
}

fn begin(typed: &str) -> Result<Begin, &'static str> {
    match typed {
        "now" => Ok(Begin::Now),
        "start" => Ok(Begin::Start),
        _ => match typed.parse() {
            Ok(at) => Ok(Begin::Since(at)),
            Err(_) if typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) => {
                Ok(Begin::Behind(typed.to_owned()))
            }
            Err(_) => Err("expected now, start, a time such as 2026-01-12T09:30:00Z, or a cursor"),
        },
    }
}

/// The URL of a receiver: the developer's own, so any address will do.
pub(super) fn receiver(typed: &str) -> Result<Url, &'static str> {
    let url = typed.parse::<Url>().ok().filter(|url| ["http", "https"].contains(&url.scheme()));
    url.ok_or("expected a URL such as http://localhost:3000/webhooks")
}

/// A webhook's secret as it was shown first.
pub(super) fn secret(typed: &str) -> Result<String, &'static str> {
    match typed {
        "" => Err("expected the secret"),
        typed if typed.starts_with("whsec_") => {
            Err("expected the secret itself: its whsec_ form is for libraries of Standard Webhooks")
        }
        typed => Ok(typed.to_owned()),
    }
}

fn any_kind(name: &str) -> Result<EventKind, String> {
    let known = EventKind::SUBSCRIBABLE.into_iter().chain([EventKind::Test]);
    EventKind::from_name(name).ok_or_else(|| {
        format!("expected one of {}", known.map(EventKind::name).collect::<Vec<_>>().join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_is_now_a_start_a_time_or_a_cursor() {
        let at = "2026-01-12T09:30:00Z".parse().expect("a time");
        for (typed, expected) in [
            ("now", Ok(Begin::Now)),
            ("start", Ok(Begin::Start)),
            ("2026-01-12T09:30:00Z", Ok(Begin::Since(at))),
            ("MTI", Ok(Begin::Behind("MTI".to_owned()))),
        ] {
            assert_eq!(begin(typed), expected, "{typed}");
        }
        assert!(begin("2026-01-12 9 o'clock").is_err());
    }
}
