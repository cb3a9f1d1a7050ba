//! `passerelle app`: what can be typed.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{CallbackMode, Colour, EmailValidation, Feature, Network, ProviderId};
use url::Url;

use super::{Common, provider_id};

#[derive(Subcommand)]
pub(crate) enum App {
    /// Creates an application; its secrets are shown once.
    Create(AppCreate),
    /// Lists the applications.
    List(AppList),
    /// Shows an application's settings.
    Show(AppOne),
    /// Changes an application's settings.
    Update(AppUpdate),
    /// Gives an application a new client secret, shown once; the one before it is good for 24 hours yet.
    RenewSecret(AppRenewSecret),
}

#[derive(Args)]
pub(crate) struct AppCreate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Name that users see.
    #[arg(long)]
    pub(crate) name: String,
    /// Domain that callback URLs may have, such as `acme.com` or `*.acme.com`.
    #[arg(long = "redirect-domain", value_name = "DOMAIN")]
    pub(crate) redirect_domains: Vec<RedirectDomain>,
    /// URL that hears of all events.
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_url: Option<Url>,
    /// What to switch on: `account-check`, `insights`.
    #[arg(long = "feature", value_name = "NAME", value_parser = feature)]
    pub(crate) features: Vec<Feature>,
    /// Logo that users see: PNG or WebP.
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// Colour of the brand, such as `#0a7c66`: of buttons as it is, elsewhere as light or dark as its background needs.
    #[arg(long, value_name = "COLOUR")]
    pub(crate) accent_colour: Option<Colour>,
    /// Bank that users see first, by its id; several in their order.
    #[arg(long = "highlight", value_name = "PROVIDER", value_parser = provider_id)]
    pub(crate) highlights: Vec<ProviderId>,
    /// Whether users validate their e-mail address first; in production that needs `[mail]`.
    #[arg(long, value_enum, value_name = "WHETHER", default_value = "off")]
    pub(crate) email_validation: EmailValidationArg,
    /// For tests: demo banks, and callbacks to this machine.
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// Print the application as JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppList {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppUpdate {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which application.
    pub(crate) client_id: String,
    /// Name that users see.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What the way back carries.
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) callback_mode: Option<CallbackModeArg>,
    /// Whether users validate their e-mail address first; in production that needs `[mail]`.
    #[arg(long, value_enum, value_name = "WHETHER")]
    pub(crate) email_validation: Option<EmailValidationArg>,
    /// Domain that callback URLs may have from now on.
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) add_redirect_domain: Vec<RedirectDomain>,
    /// Domain that callback URLs may not have any more.
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) remove_redirect_domain: Vec<RedirectDomain>,
    /// Logo that users see: PNG or WebP.
    #[arg(long, value_name = "FILE")]
    pub(crate) logo: Option<PathBuf>,
    /// Colour of the brand, such as `#0a7c66`.
    #[arg(long, value_name = "COLOUR")]
    pub(crate) accent_colour: Option<Colour>,
    /// The pages have their own colour again.
    #[arg(long, conflicts_with = "accent_colour")]
    pub(crate) no_accent_colour: bool,
    /// Bank that users see first, by its id; several in their order, in place of those before.
    #[arg(long = "highlight", value_name = "PROVIDER", value_parser = provider_id)]
    pub(crate) highlights: Vec<ProviderId>,
    /// The list of banks begins as the catalogue has it again.
    #[arg(long, conflicts_with = "highlights")]
    pub(crate) no_highlights: bool,
    /// What to switch on: `account-check`, `insights`.
    #[arg(long, value_name = "NAME", value_parser = feature)]
    pub(crate) feature: Vec<Feature>,
    /// What to switch off.
    #[arg(long, value_name = "NAME", value_parser = feature)]
    pub(crate) no_feature: Vec<Feature>,
    /// Network that calls may come from (`192.0.2.0/24`, or an address); without any they may come from anywhere.
    #[arg(long, value_name = "CIDR")]
    pub(crate) allow_ip: Vec<Network>,
    /// Network that was allowed.
    #[arg(long, value_name = "CIDR")]
    pub(crate) remove_ip: Vec<Network>,
    /// What a token call for an unknown user answers.
    #[arg(long, value_name = "STATUS", value_parser = ["401", "404"])]
    pub(crate) unknown_user_status: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppOne {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which application.
    pub(crate) client_id: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct AppRenewSecret {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which application.
    pub(crate) client_id: String,
    /// The secret before it is good for nothing any more: it is in the wrong hands.
    #[arg(long)]
    pub(crate) now: bool,
    /// Print JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Parses a feature's name.
fn feature(name: &str) -> Result<Feature, &'static str> {
    Feature::from_name(name).ok_or("expected account-check or insights")
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CallbackModeArg {
    /// As documented: `step` only without success, `item_id` only with success or pending.
    Documented,
    /// As seen of the running service: `step` always, `item_id` whenever there is one.
    Live,
}

impl From<CallbackModeArg> for CallbackMode {
    fn from(mode: CallbackModeArg) -> Self {
        match mode {
            CallbackModeArg::Documented => Self::Documented,
            CallbackModeArg::Live => Self::Live,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EmailValidationArg {
    /// Never.
    Off,
    /// Once for each address, by a code that goes to it.
    Required,
}

impl From<EmailValidationArg> for EmailValidation {
    fn from(validation: EmailValidationArg) -> Self {
        match validation {
            EmailValidationArg::Off => Self::Off,
            EmailValidationArg::Required => Self::Required,
        }
    }
}
