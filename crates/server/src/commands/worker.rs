//! `passerelle worker`

use super::migrate_database;
use crate::cli::Worker;
use crate::config;
use crate::output::answer;
use crate::shutdown::Signals;
use crate::wiring::{Role, Server};

pub(super) async fn run(arguments: Worker) -> anyhow::Result<()> {
    let mut flags = arguments.common.flags();
    flags.push(("server.public_url", arguments.public_url.map(Into::into)));
    let settings = config::read(arguments.common.config.as_deref(), &flags)?;
    if !arguments.no_migrate {
        migrate_database(&settings.database).await?;
    }
    let shutdown = Signals::listen()?.lead(settings.server.drain_delay_ms.get());
    let server = Server::open(settings, Role::Worker).await?;
    answer("Passerelle works")?;
    super::say_metrics(&server)?;
    server.run(shutdown).await
}
