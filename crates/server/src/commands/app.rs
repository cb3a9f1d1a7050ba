//! `passerelle app`

use std::path::Path;

use anyhow::{Context as _, bail};
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{Application, CallbackMode, Clock as _, Environment, SystemClock};
use passerelle_store::applications::{self, Logo};
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Batch, Store, digest, random};
use passerelle_webhooks::signature;
use serde::Serialize;
use url::Url;

use super::{answer, open_store};
use crate::cli::{AppCreate, AppList, AppUpdate};
use crate::wiring::is_local;

/// An application with its secrets, which nobody can show again.
#[derive(Serialize)]
pub(super) struct Created {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) webhook_secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) webhook_secret_whsec: Option<String>,
}

/// What an application is to be.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) environment: Environment,
    pub(super) redirect_domains: Vec<RedirectDomain>,
    pub(super) webhook_url: Option<Url>,
    pub(super) logo: Option<Logo>,
}

pub(super) async fn create(arguments: AppCreate) -> anyhow::Result<()> {
    let environment = if arguments.sandbox { Environment::Sandbox } else { Environment::Production };
    let wanted = Wanted {
        name: arguments.name,
        environment,
        redirect_domains: arguments.redirect_domains,
        webhook_url: arguments.webhook_url,
        logo: arguments.logo.as_deref().map(read_logo).transpose()?,
    };
    let store = open_store(&arguments.common).await?;
    let created = create_in(&store, wanted).await?;
    if arguments.json {
        answer(serde_json::to_string(&created)?);
        return Ok(());
    }
    answer(format_args!("client_id       {}", created.client_id));
    answer(format_args!("client_secret   {}", created.client_secret));
    if let (Some(secret), Some(whsec)) = (&created.webhook_secret, &created.webhook_secret_whsec) {
        answer(format_args!("webhook_secret  {secret}"));
        answer(format_args!("                {whsec}  (for libraries of Standard Webhooks)"));
    }
    answer("The secrets are not shown again.");
    Ok(())
}

/// Adds an application, and a webhook that hears of all its events.
pub(super) async fn create_in(store: &Store, wanted: Wanted) -> anyhow::Result<Created> {
    let name = wanted.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        bail!("--name: expected 1 to 100 characters");
    }
    if let Some(url) = &wanted.webhook_url {
        check_webhook_url(url).context("--webhook-url")?;
    }
    let now = SystemClock.now();
    let prefix = match wanted.environment {
        Environment::Sandbox => "sandbox",
        Environment::Production => "live",
    };
    let client_secret = format!("{prefix}_secret_{}", alphanumerics(64));
    let application = Application {
        id: store.next_id().await?,
        client_id: format!("{prefix}_id_{:032x}", u128::from_be_bytes(random::bytes())),
        name: name.to_owned(),
        environment: wanted.environment,
        callback_mode: CallbackMode::default(),
        redirect_domains: wanted.redirect_domains,
        unknown_user_is_not_found: false,
        logo_hash: wanted.logo.as_ref().map(logo_hash),
        created_at: now,
    };
    let mut batch = Batch::new();
    applications::insert(&mut batch, &application, digest(&client_secret), wanted.logo.as_ref());
    let mut webhook_secret = None;
    if let Some(url) = wanted.webhook_url {
        let webhook = Webhook::new(store.next_id().await?, application.id, url, now);
        let secret = random::uuid().to_string();
        webhooks::insert(store, &mut batch, &webhook, &secret);
        webhook_secret = Some(secret);
    }
    store.write(batch).await?;
    Ok(Created {
        client_id: application.client_id,
        client_secret,
        webhook_secret_whsec: webhook_secret.as_deref().map(signature::whsec),
        webhook_secret,
    })
}

/// Plain `http` is for receivers on this machine; the server's address policy has the last word.
pub(super) fn check_webhook_url(url: &Url) -> anyhow::Result<()> {
    if url.scheme() != "https" && !(url.scheme() == "http" && is_local(url)) {
        bail!("expected https (or http to this machine), got {url}");
    }
    if !url.username().is_empty() || url.password().is_some() {
        bail!("expected no user name and no password in it");
    }
    Ok(())
}

pub(super) async fn list(arguments: AppList) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Listed<'a> {
        client_id: &'a str,
        name: &'a str,
        environment: &'static str,
        callback_mode: &'static str,
        redirect_domains: &'a [RedirectDomain],
        webhook_urls: Vec<Url>,
    }
    let store = open_store(&arguments.common).await?;
    let found = applications::all(&store).await?;
    let mut listed = Vec::with_capacity(found.len());
    for application in &found {
        let webhooks = webhooks::of_application(&store, application.id).await?;
        listed.push(Listed {
            client_id: &application.client_id,
            name: &application.name,
            environment: application.environment.name(),
            callback_mode: application.callback_mode.name(),
            redirect_domains: &application.redirect_domains,
            webhook_urls: webhooks.into_iter().map(|webhook| webhook.url).collect(),
        });
    }
    if arguments.json {
        answer(serde_json::to_string(&listed)?);
    } else if listed.is_empty() {
        answer("No applications yet: `passerelle app create` makes one.");
    } else {
        for application in listed {
            let domains: Vec<&str> =
                application.redirect_domains.iter().map(RedirectDomain::as_str).collect();
            answer(format_args!("{}  {}", application.client_id, application.name));
            answer(format_args!(
                "    {}, callback mode {}",
                application.environment, application.callback_mode
            ));
            answer(format_args!("    redirect domains: {}", domains.join(" ")));
            for url in application.webhook_urls {
                answer(format_args!("    webhook: {url}"));
            }
        }
    }
    Ok(())
}

pub(super) async fn update(arguments: AppUpdate) -> anyhow::Result<()> {
    let logo = arguments.logo.as_deref().map(read_logo).transpose()?;
    let store = open_store(&arguments.common).await?;
    let mut application = super::application(&store, &arguments.client_id).await?;
    if let Some(name) = arguments.name {
        application.name = name;
    }
    if let Some(mode) = arguments.callback_mode {
        application.callback_mode = mode.into();
    }
    if let Some(status) = arguments.unknown_user_status {
        application.unknown_user_is_not_found = status == "404";
    }
    for domain in arguments.add_redirect_domain {
        if !application.redirect_domains.contains(&domain) {
            application.redirect_domains.push(domain);
        }
    }
    for domain in &arguments.remove_redirect_domain {
        let before = application.redirect_domains.len();
        application.redirect_domains.retain(|known| known != domain);
        if application.redirect_domains.len() == before {
            bail!("--remove-redirect-domain: {domain} is not among the application's domains");
        }
    }
    let mut batch = Batch::new();
    applications::update(&mut batch, &application);
    if let Some(logo) = &logo {
        applications::set_logo(&mut batch, application.id, logo, &logo_hash(logo));
    }
    store.write(batch).await?;
    answer(format_args!("{} is up to date.", application.client_id));
    Ok(())
}

/// The largest logo: it is shown at 40 pixels.
const LONGEST_LOGO: u64 = 256 * 1024;

fn read_logo(path: &Path) -> anyhow::Result<Logo> {
    let named = || format!("--logo {}", path.display());
    let size = std::fs::metadata(path).with_context(named)?.len();
    if size > LONGEST_LOGO {
        bail!("{}: expected at most 256 KiB, got {size} bytes", named());
    }
    let content = std::fs::read(path).with_context(named)?;
    let is_webp = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
    let media_type = if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if is_webp {
        "image/webp"
    } else {
        bail!("{}: expected a PNG or WebP picture", named());
    };
    Ok(Logo { media_type: media_type.to_owned(), content })
}

fn logo_hash(logo: &Logo) -> String {
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;
    Sha256::digest(&logo.content).iter().take(12).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
        text
    })
}

/// Random letters and digits, each as likely as the others.
fn alphanumerics(count: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let byte = usize::from(random::bytes::<1>()[0]);
        // 248 is the greatest multiple of 62 in a byte.
        if byte < 248 {
            text.push(char::from(ALPHABET[byte % ALPHABET.len()]));
        }
    }
    text
}
