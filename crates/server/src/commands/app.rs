//! `passerelle app`

use std::path::Path;

use anyhow::{Context as _, bail};
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{
    Application, CallbackMode, Capability, Clock as _, Colour, EmailValidation, Environment, Feature,
    Network, ProviderId, SystemClock,
};
use passerelle_store::applications::{self, Logo};
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Batch, Store, digest, providers, random};
use passerelle_webhooks::signature;
use serde::Serialize;
use url::Url;

use super::{answer, open_store};
use crate::catalogue;
use crate::cli::{AppCreate, AppList, AppUpdate, Common};
use crate::config;
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
    pub(super) email_validation: EmailValidation,
    pub(super) features: Vec<Feature>,
    pub(super) logo: Option<Logo>,
    pub(super) accent_colour: Option<Colour>,
    pub(super) highlights: Vec<ProviderId>,
}

pub(super) async fn create(arguments: AppCreate) -> anyhow::Result<()> {
    let environment = if arguments.sandbox { Environment::Sandbox } else { Environment::Production };
    let wanted = Wanted {
        name: arguments.name,
        environment,
        redirect_domains: arguments.redirect_domains,
        webhook_url: arguments.webhook_url,
        email_validation: arguments.email_validation.into(),
        features: arguments.features,
        logo: arguments.logo.as_deref().map(read_logo).transpose()?,
        accent_colour: arguments.accent_colour,
        highlights: arguments.highlights,
    };
    check_mail(&arguments.common, environment, wanted.email_validation)?;
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
    let name = checked_name(&wanted.name)?;
    if let Some(url) = &wanted.webhook_url {
        check_webhook_url(url).context("--webhook-url")?;
    }
    check_highlights(store, wanted.environment, &wanted.highlights).await?;
    let now = SystemClock.now();
    let prefix = match wanted.environment {
        Environment::Sandbox => "sandbox",
        Environment::Production => "live",
    };
    let client_secret = format!("{prefix}_secret_{}", alphanumerics(64));
    let application = Application {
        id: store.next_id().await?,
        client_id: format!("{prefix}_id_{:032x}", u128::from_be_bytes(random::bytes())),
        name,
        environment: wanted.environment,
        callback_mode: CallbackMode::default(),
        redirect_domains: wanted.redirect_domains,
        unknown_user_is_not_found: false,
        email_validation: wanted.email_validation,
        features: wanted.features,
        allowed_networks: Vec::new(),
        logo_hash: wanted.logo.as_ref().map(logo_hash),
        accent_colour: wanted.accent_colour,
        highlighted_providers: wanted.highlights,
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

/// Every page shows it.
fn checked_name(typed: &str) -> anyhow::Result<String> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > 100 {
        bail!("--name: expected 1 to 100 characters");
    }
    Ok(name.to_owned())
}

/// What production users are sent needs a server that sends it.
fn check_mail(common: &Common, environment: Environment, wanted: EmailValidation) -> anyhow::Result<()> {
    if (environment, wanted) != (Environment::Production, EmailValidation::Required) {
        return Ok(());
    }
    let mail = config::read(common.config.as_deref(), &common.flags())?.mail;
    if mail.mailer()?.is_none() {
        bail!(
            "--email-validation required: the users of a production application get their codes by e-mail, and no mail \
             server is configured: set mail.from and mail.host"
        );
    }
    Ok(())
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

/// Banks that users can see first: each once, known, and there for applications of that environment.
async fn check_highlights(
    store: &Store,
    environment: Environment,
    highlights: &[ProviderId],
) -> anyhow::Result<()> {
    if highlights.is_empty() {
        return Ok(());
    }
    // Before the first `serve` no bank is known.
    catalogue::store(store).await?;
    let known = providers::all(store).await?;
    for (index, id) in highlights.iter().enumerate() {
        let Some(provider) = known.iter().find(|provider| provider.id == *id) else {
            bail!("--highlight {id}: there is no bank of that id");
        };
        if !provider.is_visible_in(environment) {
            bail!("--highlight {id}: {} is not there for {} applications", provider.name, environment.name());
        }
        if !provider.can(Capability::Aggregation) {
            bail!("--highlight {id}: accounts can't be read at {}", provider.name);
        }
        if highlights[..index].contains(id) {
            bail!("--highlight {id}: named twice");
        }
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
        email_validation: &'static str,
        redirect_domains: &'a [RedirectDomain],
        accent_colour: Option<Colour>,
        highlighted_providers: &'a [ProviderId],
        features: &'a [Feature],
        allowed_networks: &'a [Network],
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
            email_validation: application.email_validation.name(),
            redirect_domains: &application.redirect_domains,
            accent_colour: application.accent_colour,
            highlighted_providers: &application.highlighted_providers,
            features: &application.features,
            allowed_networks: &application.allowed_networks,
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
                "    {}, callback mode {}, e-mail validation {}",
                application.environment, application.callback_mode, application.email_validation
            ));
            answer(format_args!("    redirect domains: {}", domains.join(" ")));
            if let Some(colour) = application.accent_colour {
                answer(format_args!("    accent colour: {colour}"));
            }
            if !application.highlighted_providers.is_empty() {
                let ids: Vec<String> =
                    application.highlighted_providers.iter().map(ToString::to_string).collect();
                answer(format_args!("    highlighted banks: {}", ids.join(" ")));
            }
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
        application.name = checked_name(&name)?;
    }
    if let Some(mode) = arguments.callback_mode {
        application.callback_mode = mode.into();
    }
    if let Some(validation) = arguments.email_validation {
        application.email_validation = validation.into();
        check_mail(&arguments.common, application.environment, application.email_validation)?;
    }
    if let Some(status) = arguments.unknown_user_status {
        application.unknown_user_is_not_found = status == "404";
    }
    add_new(&mut application.redirect_domains, arguments.add_redirect_domain);
    for domain in &arguments.remove_redirect_domain {
        let before = application.redirect_domains.len();
        application.redirect_domains.retain(|known| known != domain);
        if application.redirect_domains.len() == before {
            bail!("--remove-redirect-domain: {domain} is not among the application's domains");
        }
    }
    if arguments.accent_colour.is_some() || arguments.no_accent_colour {
        application.accent_colour = arguments.accent_colour;
    }
    if !arguments.highlights.is_empty() || arguments.no_highlights {
        check_highlights(&store, application.environment, &arguments.highlights).await?;
        application.highlighted_providers = arguments.highlights;
    }
    application.features.retain(|feature| !arguments.no_feature.contains(feature));
    add_new(&mut application.features, arguments.feature);
    for network in &arguments.remove_ip {
        if !application.allowed_networks.contains(network) {
            bail!("--remove-ip: {network} is not among the application's networks");
        }
    }
    application.allowed_networks.retain(|network| !arguments.remove_ip.contains(network));
    add_new(&mut application.allowed_networks, arguments.allow_ip);
    let mut batch = Batch::new();
    applications::update(&mut batch, &application);
    if let Some(logo) = &logo {
        applications::set_logo(&mut batch, application.id, logo, &logo_hash(logo));
    }
    store.write(batch).await?;
    answer(format_args!("{} is up to date.", application.client_id));
    Ok(())
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, added: Vec<T>) {
    for value in added {
        if !known.contains(&value) {
            known.push(value);
        }
    }
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
