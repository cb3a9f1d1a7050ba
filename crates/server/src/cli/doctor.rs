//! `passerelle doctor`: what can be typed.

use clap::{Args, Subcommand};
use url::Url;

use super::Common;
use super::developer::{receiver, secret};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Doctor {
    #[command(subcommand)]
    pub(crate) of: Option<DoctorOf>,
    #[command(flatten)]
    pub(crate) common: Common,
    /// Where people reach the server, if `serve` is told so by a flag.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<Url>,
    /// How long each of those who are called may take.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 5000)]
    pub(crate) timeout_ms: u64,
    /// How much must be free on the disk of the database.
    #[arg(long, value_name = "MEBIBYTES", default_value_t = 500)]
    pub(crate) min_free_mib: u64,
    /// Print JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum DoctorOf {
    /// Sends made-up events to a receiver of webhooks, good ones and forged ones, and says how it takes them.
    Receiver(DoctorReceiver),
}

#[derive(Args)]
pub(crate) struct DoctorReceiver {
    /// The receiver.
    #[arg(value_parser = receiver)]
    pub(crate) url: Url,
    /// The webhook's secret; the environment shows it to fewer people than a flag.
    #[arg(long, env = "PASSERELLE_WEBHOOK_SECRET", hide_env_values = true, value_parser = secret)]
    pub(crate) secret: String,
    /// How long each answer may take.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 15_000)]
    pub(crate) timeout_ms: u64,
    /// Print JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}
