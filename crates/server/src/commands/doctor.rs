//! `passerelle doctor`: what a server needs, looked at one after another, and what to do where something is wrong. It changes
//! nothing: no migration, no key, no mail, no message.

mod database;
mod disk;
mod keys;
mod network;
mod receiver;

use std::time::Duration;

use anyhow::bail;
use passerelle_outbound::{AddressPolicy, Client};
use passerelle_store::Address;
use serde::Serialize;

use crate::cli::{Doctor, DoctorOf};
use crate::config::{self, Settings};
use crate::output::print;
use crate::wiring::is_local;

pub(super) async fn run(arguments: Doctor) -> anyhow::Result<()> {
    if let Some(DoctorOf::Receiver(arguments)) = arguments.of {
        return receiver::run(arguments).await;
    }
    let mut report = Report::default();
    let mut flags = arguments.common.flags();
    flags.push(("server.public_url", arguments.public_url.clone().map(Into::into)));
    let settings = config::read(arguments.common.config.as_deref(), &flags)
        .and_then(|settings| settings.database.address().map(|address| (settings, address)));
    match settings {
        Ok((settings, address)) => {
            report.ok("configuration", "every key is known, and has a value of its kind");
            look(&mut report, &arguments, &settings, &address).await?;
        }
        Err(error) => {
            report.failure(
                "configuration",
                format!("{error:#}"),
                "correct what it names, then run this again",
            );
        }
    }
    report.end(arguments.json)
}

async fn look(
    report: &mut Report,
    arguments: &Doctor,
    settings: &Settings,
    address: &Address,
) -> anyhow::Result<()> {
    let timeout = Duration::from_millis(arguments.timeout_ms);
    let public_url = network::public_url(report, settings)?;
    network::server(report, &public_url, timeout).await?;
    network::mail(report, settings).await;
    if let Address::Sqlite(path) = address {
        disk::check(report, path, arguments.min_free_mib);
    }
    let options = settings.database.options(None);
    let store = database::check(report, address, &options, timeout).await;
    keys::check(report, address, &options, store.as_ref()).await;
    if let Some(store) = store {
        let allow_private = settings.outbound.allow_private.unwrap_or(is_local(&public_url));
        let client = Client::new(AddressPolicy { allow_private }, &settings.outbound.dns_servers, timeout)?;
        network::receivers(report, &store, &client, settings.mail.host.is_some()).await?;
    }
    Ok(())
}

/// How something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    /// It works, but not for long or not for everybody.
    Warning,
    Failure,
}

/// What was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: String,
    verdict: Verdict,
    /// What was seen.
    seen: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// What was looked at, in this order.
#[derive(Debug, Default)]
struct Report(Vec<Check>);

impl Report {
    fn ok(&mut self, name: impl Into<String>, seen: impl Into<String>) {
        let (name, seen) = (name.into(), seen.into());
        self.0.push(Check { name, verdict: Verdict::Ok, seen, advice: None });
    }

    fn warning(&mut self, name: impl Into<String>, seen: impl Into<String>, advice: impl Into<String>) {
        self.add(Verdict::Warning, name, seen, advice);
    }

    fn failure(&mut self, name: impl Into<String>, seen: impl Into<String>, advice: impl Into<String>) {
        self.add(Verdict::Failure, name, seen, advice);
    }

    fn add(
        &mut self,
        verdict: Verdict,
        name: impl Into<String>,
        seen: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.0.push(Check { name: name.into(), verdict, seen: seen.into(), advice: Some(advice.into()) });
    }

    /// Prints it; an error when something failed.
    fn end(self, is_json: bool) -> anyhow::Result<()> {
        print(is_json, &self.0, |checks| checks.iter().map(Check::in_words).collect::<Vec<_>>().join("\n"))?;
        match self.0.iter().filter(|check| check.verdict == Verdict::Failure).count() {
            0 => Ok(()),
            1 => bail!("one check failed"),
            count => bail!("{count} checks failed"),
        }
    }
}

impl Check {
    fn in_words(&self) -> String {
        let verdict = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "warning",
            Verdict::Failure => "FAILURE",
        };
        let advice =
            self.advice.as_ref().map(|advice| format!("\n{:25} -> {advice}", "")).unwrap_or_default();
        format!("{verdict:8} {:16} {}{advice}", self.name, self.seen)
    }
}
