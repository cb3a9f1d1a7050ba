//! The database: there, of this version, whole; and its clock.

use std::time::Duration;

use anyhow::Error;
use passerelle_domain::{Clock as _, SystemClock};
use passerelle_store::{Address, Options, Store, StoreError, inspection};

use super::Report;

/// How far two clocks may be apart: sessions and leases bear more, signatures of webhooks five minutes.
const APART_SECONDS: i64 = 5;
const FAR_APART_SECONDS: i64 = 60;

/// Looks at a database; gives it to whoever can look further.
pub(super) async fn check(
    report: &mut Report,
    address: &Address,
    options: &Options,
    patience: Duration,
) -> Option<Store> {
    if let Address::Sqlite(path) = address
        && !path.exists()
    {
        report.failure(
            "database",
            format!("there is no file {}", path.display()),
            "`passerelle migrate` or the first `serve` makes it; or database.url (--database) means another file",
        );
        return None;
    }
    // A server that takes a connection and says nothing is as good as none.
    let opened = tokio::time::timeout(patience, Store::open_to_read(address, options)).await;
    let store = match opened {
        Ok(Ok(store)) => store,
        Ok(Err(error)) => return unreachable(report, address, &chain(error)),
        Err(_) => return unreachable(report, address, "no answer in time"),
    };
    match look(report, address, &store).await {
        Ok(is_up_to_date) => is_up_to_date.then_some(store),
        Err(error) => unreachable(report, address, &chain(error)),
    }
}

fn chain(error: StoreError) -> String {
    format!("{:#}", Error::from(error))
}

fn unreachable(report: &mut Report, address: &Address, reason: &str) -> Option<Store> {
    let advice = match address {
        Address::Sqlite(_) => {
            "it must be a SQLite file that this user may read; a damaged one is replaced by its last backup"
        }
        Address::Postgres(_) => {
            "database.url must name a server that runs, lets this user in, and is version 15 or newer"
        }
    };
    report.failure("database", format!("{address}: {reason}"), advice);
    None
}

/// Says whether it has the tables that this version reads.
async fn look(report: &mut Report, address: &Address, store: &Store) -> Result<bool, StoreError> {
    let version = inspection::version(store).await?;
    if inspection::is_read_only(store).await? {
        let advice = "connect to the server that takes writes: this one is a standby, or was made read-only";
        report.failure("database", format!("{address} answers, and takes no writes"), advice);
    } else {
        report.ok("database", format!("{address} answers"));
    }
    let known = inspection::known_version();
    match version {
        Some(version) if version == known => report.ok("schema", format!("version {version}")),
        Some(version) if version > known => report.failure(
            "schema",
            format!("version {version}; this program knows {known}"),
            "a newer Passerelle has migrated it: install that version, or restore a backup from before",
        ),
        version => report.warning(
            "schema",
            format!("version {}; this program knows {known}", version.unwrap_or(0)),
            "the next `serve`, or `passerelle migrate`, brings it up to date; then run this again",
        ),
    }
    let damage = inspection::damage(store).await?;
    if !damage.is_empty() {
        let advice = "stop the server, keep a copy of the file, and restore the last backup";
        report.failure("integrity", damage.join("; "), advice);
    } else if matches!(address, Address::Sqlite(_)) {
        report.ok("integrity", "SQLite's quick check finds nothing");
    }
    if let Some(mode) = inspection::journal_mode(store).await? {
        if mode == "wal" {
            report.ok("journal", "WAL");
        } else {
            let advice = "the server sets WAL when it opens the file: it must be on a local disk";
            report.warning("journal", format!("{mode}, not WAL"), advice);
        }
    }
    clock(report, store).await?;
    Ok(version == Some(known))
}

async fn clock(report: &mut Report, store: &Store) -> Result<(), StoreError> {
    let advice = "set the clock by NTP (`timedatectl set-ntp true`)";
    if let Some(theirs) = inspection::time(store).await? {
        let apart = SystemClock.now().duration_since(theirs).as_secs();
        let seen = format!("{apart} s from the database server's");
        if apart.abs() <= APART_SECONDS {
            report.ok("clock", seen);
        } else if apart.abs() <= FAR_APART_SECONDS {
            report.warning("clock", seen, advice);
        } else {
            report.failure("clock", seen, advice);
        }
    }
    let now = SystemClock.now();
    // Of a database that is not up to date it may not be known.
    let latest = inspection::latest_event(store).await.unwrap_or_default();
    match latest {
        Some(latest) if latest.duration_since(now).as_secs() > APART_SECONDS => report.failure(
            "clock",
            format!("{now:.0}, which is before the latest event, {latest:.0}"),
            advice,
        ),
        Some(_) | None => report.ok("clock", format!("{now:.0}, and no event is later")),
    }
    Ok(())
}
