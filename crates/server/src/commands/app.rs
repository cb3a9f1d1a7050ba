//! `passerelle app`

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use jiff::Timestamp;
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::clock::after;
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

use super::{application, open_database, open_store};
use crate::catalogue;
use crate::cli::{App as Command, AppCreate, AppList, AppOne, AppRenewSecret, AppUpdate, Common};
use crate::config;
use crate::failure::fail;
use crate::output::{Column, fields, optional, print, print_list, time};
use crate::wiring::is_local;

/// For how long the former secret is good, as a webhook's is.
const FORMER_SECRET: Duration = Duration::from_hours(24);

pub(super) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(arguments) => create(arguments).await,
        Command::List(arguments) => list(arguments).await,
        Command::Show(arguments) => show(arguments).await,
        Command::Update(arguments) => update(arguments).await,
        Command::RenewSecret(arguments) => renew_secret(arguments).await,
    }
}

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

async fn create(arguments: AppCreate) -> anyhow::Result<()> {
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
    let common = &arguments.common;
    let store = open_database(&config::read(common.config.as_deref(), &common.flags())?.database).await?;
    let created = create_in(&store, wanted).await?;
    print(arguments.json, &created, |created| {
        let whsec = |created: &Created| match &created.webhook_secret_whsec {
            Some(whsec) => format!("{whsec}  (for libraries of Standard Webhooks)"),
            None => String::new(),
        };
        let created = fields(
            created,
            &[
                ("client_id", &|created| created.client_id.clone()),
                ("client_secret", &|created| created.client_secret.clone()),
                ("webhook_secret", &|created| optional(created.webhook_secret.as_ref())),
                ("", &whsec),
            ],
        );
        format!("{created}\nThe secrets are not shown again.")
    })
}

/// Adds an application, and a webhook that hears of all its events.
pub(super) async fn create_in(store: &Store, wanted: Wanted) -> anyhow::Result<Created> {
    let name = checked_name(&wanted.name)?;
    if let Some(url) = &wanted.webhook_url {
        check_webhook_url(url).context("--webhook-url")?;
    }
    check_highlights(store, wanted.environment, &wanted.highlights).await?;
    let now = SystemClock.now();
    let prefix = prefix(wanted.environment);
    let client_secret = new_secret(wanted.environment);
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
        fail!(Usage, "--name: expected 1 to 100 characters");
    }
    Ok(name.to_owned())
}

/// How ids and secrets of applications begin.
const fn prefix(environment: Environment) -> &'static str {
    match environment {
        Environment::Sandbox => "sandbox",
        Environment::Production => "live",
    }
}

fn new_secret(environment: Environment) -> String {
    format!("{}_secret_{}", prefix(environment), alphanumerics(64))
}

/// What production users are sent needs a server that sends it.
fn check_mail(common: &Common, environment: Environment, wanted: EmailValidation) -> anyhow::Result<()> {
    if (environment, wanted) != (Environment::Production, EmailValidation::Required) {
        return Ok(());
    }
    let mail = config::read(common.config.as_deref(), &common.flags())?.mail;
    if mail.mailer()?.is_none() {
        fail!(
            Usage,
            "--email-validation required: the users of a production application get their codes by e-mail, and no mail \
             server is configured: set mail.from and mail.host"
        );
    }
    Ok(())
}

/// Plain `http` is for receivers on this machine; the server's address policy has the last word.
pub(super) fn check_webhook_url(url: &Url) -> anyhow::Result<()> {
    if url.scheme() != "https" && !(url.scheme() == "http" && is_local(url)) {
        fail!(Usage, "expected https (or http to this machine), got {url}");
    }
    if !url.username().is_empty() || url.password().is_some() {
        fail!(Usage, "expected no user name and no password in it");
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
            fail!(Usage, "--highlight {id}: there is no bank of that id");
        };
        if !provider.is_visible_in(environment) {
            fail!(
                Usage,
                "--highlight {id}: {} is not there for {} applications",
                provider.name,
                environment.name()
            );
        }
        if !provider.can(Capability::Aggregation) {
            fail!(Usage, "--highlight {id}: accounts can't be read at {}", provider.name);
        }
        if highlights[..index].contains(id) {
            fail!(Usage, "--highlight {id}: named twice");
        }
    }
    Ok(())
}

/// An application as it is printed.
#[derive(Serialize)]
struct Printed {
    client_id: String,
    name: String,
    environment: &'static str,
    callback_mode: &'static str,
    email_validation: &'static str,
    unknown_user_status: u16,
    redirect_domains: Vec<RedirectDomain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accent_colour: Option<Colour>,
    highlighted_providers: Vec<ProviderId>,
    features: Vec<Feature>,
    allowed_networks: Vec<Network>,
    webhook_urls: Vec<Url>,
    created_at: Timestamp,
}

impl Printed {
    async fn new(store: &Store, application: Application) -> anyhow::Result<Self> {
        let webhooks = webhooks::of_application(store, application.id).await?;
        Ok(Self {
            client_id: application.client_id,
            name: application.name,
            environment: application.environment.name(),
            callback_mode: application.callback_mode.name(),
            email_validation: application.email_validation.name(),
            unknown_user_status: if application.unknown_user_is_not_found { 404 } else { 401 },
            redirect_domains: application.redirect_domains,
            accent_colour: application.accent_colour,
            highlighted_providers: application.highlighted_providers,
            features: application.features,
            allowed_networks: application.allowed_networks,
            webhook_urls: webhooks.into_iter().map(|webhook| webhook.url).collect(),
            created_at: application.created_at,
        })
    }

    const COLUMNS: [Column<'static, Self>; 4] = [
        ("CLIENT ID", &|application| application.client_id.clone()),
        ("NAME", &|application| application.name.clone()),
        ("ENVIRONMENT", &|application| application.environment.to_owned()),
        ("CREATED", &|application| time(application.created_at)),
    ];

    const SETTINGS: [Column<'static, Self>; 9] = [
        ("CALLBACK MODE", &|application| application.callback_mode.to_owned()),
        ("E-MAIL VALIDATION", &|application| application.email_validation.to_owned()),
        ("UNKNOWN USER", &|application| application.unknown_user_status.to_string()),
        ("REDIRECT DOMAINS", &|application| words(&application.redirect_domains)),
        ("ACCENT COLOUR", &|application| optional(application.accent_colour)),
        ("HIGHLIGHTED BANKS", &|application| words(&application.highlighted_providers)),
        ("FEATURES", &|application| {
            application.features.iter().map(|feature| feature.name()).collect::<Vec<_>>().join(" ")
        }),
        ("ALLOWED NETWORKS", &|application| words(&application.allowed_networks)),
        ("WEBHOOKS", &|application| words(&application.webhook_urls)),
    ];
}

fn words(values: &[impl ToString]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

async fn list(arguments: AppList) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let mut listed = Vec::new();
    for application in applications::all(&store).await? {
        listed.push(Printed::new(&store, application).await?);
    }
    let none = "No applications yet: `passerelle app create` makes one.";
    print_list(arguments.json, &listed, &Printed::COLUMNS, none)
}

async fn show(arguments: AppOne) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let shown = Printed::new(&store, application).await?;
    let lines: Vec<_> = Printed::COLUMNS.into_iter().chain(Printed::SETTINGS).collect();
    print(arguments.json, &shown, |shown| fields(shown, &lines))
}

async fn renew_secret(arguments: AppRenewSecret) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Renewed {
        client_id: String,
        client_secret: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        former_secret_until: Option<Timestamp>,
    }
    let store = open_store(&arguments.common).await?;
    let application = application(&store, &arguments.client_id).await?;
    let renewed = Renewed {
        client_secret: new_secret(application.environment),
        client_id: application.client_id,
        former_secret_until: (!arguments.now).then(|| after(SystemClock.now(), FORMER_SECRET)),
    };
    let mut batch = Batch::new();
    let new = digest(&renewed.client_secret);
    applications::renew_secret(&mut batch, application.id, new, renewed.former_secret_until);
    store.write(batch).await?;
    print(arguments.json, &renewed, |Renewed { client_id, client_secret, former_secret_until }| {
        let former = match former_secret_until {
            Some(until) => format!("is good until {}", time(*until)),
            None => "is good for nothing any more".to_owned(),
        };
        format!(
            "client_id      {client_id}\nclient_secret  {client_secret}\n\
             The secret is not shown again. The one before it {former}."
        )
    })
}

async fn update(arguments: AppUpdate) -> anyhow::Result<()> {
    let logo = arguments.logo.as_deref().map(read_logo).transpose()?;
    let store = open_store(&arguments.common).await?;
    let mut application = application(&store, &arguments.client_id).await?;
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
            fail!(Usage, "--remove-redirect-domain: {domain} is not among the application's domains");
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
            fail!(Usage, "--remove-ip: {network} is not among the application's networks");
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
    let updated = Printed::new(&store, application).await?;
    print(arguments.json, &updated, |updated| format!("{} is up to date.", updated.client_id))
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
        fail!(Usage, "{}: expected at most 256 KiB, got {size} bytes", named());
    }
    let content = std::fs::read(path).with_context(named)?;
    let is_webp = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
    let media_type = if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if is_webp {
        "image/webp"
    } else {
        fail!(Usage, "{}: expected a PNG or WebP picture", named());
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
