//! Who must be reached: the server itself where people reach it, the mail server, webhooks and callbacks. Connections are
//! opened and closed; nothing is sent.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Error;
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{EmailValidation, Environment, OffReason};
use passerelle_outbound::header::HeaderMap;
use passerelle_outbound::{AddressPolicy, Client, SendError, StatusCode};
use passerelle_store::{Store, applications, webhooks};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

use super::{Check, Report, Verdict};
use crate::config::Settings;
use crate::wiring::is_local;

/// How many are called at once.
const AT_ONCE: usize = 32;

/// The URL that pages and sessions are told.
pub(super) fn public_url(report: &mut Report, settings: &Settings) -> anyhow::Result<Url> {
    let Some(url) = &settings.server.public_url else {
        let url: Url = format!("http://localhost:{}", settings.server.listen.port()).parse()?;
        let advice = "set server.public_url to where people reach the server";
        report.warning("public URL", format!("none is set: sessions begin with {url}"), advice);
        return Ok(url);
    };
    if url.scheme() == "https" || is_local(url) {
        report.ok("public URL", url.as_str());
    } else {
        let advice = "set server.public_url to an https URL, and end TLS in a proxy before the server";
        report.failure("public URL", format!("{url}: passwords would cross the network as they are"), advice);
    }
    Ok(url.clone())
}

/// Who answers there.
pub(super) async fn server(report: &mut Report, url: &Url, timeout: Duration) -> anyhow::Result<()> {
    // Our own server may be anywhere.
    let client = Client::new(AddressPolicy { allow_private: true }, &[], timeout)?;
    let ready = url.join("/health/ready")?;
    let advice = "start the server; if it runs, look at the proxy before it, its name and its certificate";
    match client.get(&ready, HeaderMap::new()).await {
        Ok(fetched) if fetched.status == StatusCode::OK && fetched.body == br#"{"status":"ok"}"# => {
            report.ok("server", format!("{url} answers, and is ready"));
        }
        Ok(fetched) if fetched.status == StatusCode::SERVICE_UNAVAILABLE => report.warning(
            "server",
            format!("{ready} answers {}", String::from_utf8_lossy(&fetched.body)),
            "its log says what it lacks",
        ),
        Ok(fetched) => {
            let seen = format!("{ready} answers {}, which is not Passerelle", fetched.status.as_u16());
            report.failure(
                "server",
                seen,
                "let server.public_url lead to it, or the proxy hand on all paths",
            );
        }
        Err(error) if is_local(url) => report.warning("server", format!("{url}: {error}"), advice),
        Err(error) => report.failure("server", format!("{url}: {error}"), advice),
    }
    Ok(())
}

/// The mail server, up to the login.
pub(super) async fn mail(report: &mut Report, settings: &Settings) {
    match settings.mail.mailer() {
        Ok(None) => {
            report.ok("mail", "no mail server is set, and only validated addresses need one");
        }
        Ok(Some(mailer)) => match mailer.check().await {
            Ok(()) => {
                let host = settings.mail.host.as_deref().unwrap_or_default();
                report.ok("mail", format!("{host} takes us"));
            }
            Err(error) => report.failure(
                "mail",
                error.to_string(),
                "mail.host, port, encryption, username and password must be those of a mail server that runs",
            ),
        },
        Err(error) => report.failure("mail", format!("{error:#}"), "correct what it names"),
    }
}

/// Webhooks and callbacks of all applications, each as far as a connection; and whether who needs mails has a mail server.
pub(super) async fn receivers(
    report: &mut Report,
    store: &Store,
    client: &Client,
    has_mail: bool,
) -> anyhow::Result<()> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut calls = Calls { client: client.clone(), places, set: JoinSet::new() };
    for application in applications::all(store).await? {
        let needs_mail = application.environment == Environment::Production
            && application.email_validation == EmailValidation::Required;
        if needs_mail && !has_mail {
            let seen = format!("none is set, and {} has e-mail addresses validated", application.client_id);
            report.failure("mail", seen, "set mail.from and mail.host");
        }
        for webhook in webhooks::of_application(store, application.id).await? {
            let name = format!("webhook {}", webhook.id);
            match webhook.off {
                None => calls.begin(name, webhook.url, WEBHOOK),
                Some(OffReason::Operator) => report.ok(name, "is switched off"),
                Some(reason) => {
                    let advice =
                        format!("when its receiver is well: `passerelle webhook enable {}`", webhook.id);
                    report.warning(name, format!("{} is off: {}", webhook.url, reason.name()), advice);
                }
            }
        }
        for domain in &application.redirect_domains {
            let name = format!("callback {}", domain.as_str());
            match callback(domain) {
                Some(url) => calls.begin(name, url, CALLBACK),
                None => report.ok(name, "leads to no host that can be tried from here"),
            }
        }
    }
    report.0.extend(calls.end().await);
    Ok(())
}

/// Where a browser would be sent; none for a pattern, and for the browser's own machine.
fn callback(domain: &RedirectDomain) -> Option<Url> {
    let url: Url = format!("https://{}/", domain.as_str()).parse().ok()?;
    (!domain.as_str().starts_with('*') && !is_local(&url)).then_some(url)
}

/// What a host that can't be reached means.
#[derive(Clone, Copy)]
struct Meaning {
    verdict: Verdict,
    advice: &'static str,
}

const WEBHOOK: Meaning = Meaning {
    verdict: Verdict::Failure,
    advice: "its receiver hears nothing: see that it runs, its name, its certificate; `passerelle webhook update` changes the URL",
};

/// Browsers go there, not the server.
const CALLBACK: Meaning = Meaning {
    verdict: Verdict::Warning,
    advice: "users who come back are sent there: see that it is the application's, and runs; `passerelle app update` changes it",
};

struct Calls {
    client: Client,
    places: Arc<Semaphore>,
    set: JoinSet<(usize, Check)>,
}

impl Calls {
    fn begin(&mut self, name: String, url: Url, meaning: Meaning) {
        let (client, places, number) = (self.client.clone(), Arc::clone(&self.places), self.set.len());
        self.set.spawn(async move {
            let _place = places.acquire_owned().await;
            let reached = client.reach(&url).await;
            let (verdict, seen, advice) = match reached {
                Ok(address) => (Verdict::Ok, format!("{url} is reached at {address}"), None),
                Err(SendError::RefusedAddress) => (
                    meaning.verdict,
                    format!("{url}: {}", SendError::RefusedAddress),
                    Some(
                        "outbound.allow_private opens private addresses and plain http, for all applications",
                    ),
                ),
                Err(error) => (meaning.verdict, format!("{url}: {error}"), Some(meaning.advice)),
            };
            (number, Check { name, verdict, seen, advice: advice.map(str::to_owned) })
        });
    }

    /// What came of them, in the order in which they began.
    async fn end(mut self) -> Vec<Check> {
        let mut done = Vec::new();
        while let Some(ended) = self.set.join_next().await {
            match ended {
                Ok(ended) => done.push(ended),
                Err(error) => tracing::error!(error = %Error::from(error), "a call ended in the middle"),
            }
        }
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, check)| check).collect()
    }
}
