//! `passerelle serve`

use super::migrate_database;
use crate::cli::Serve;
use crate::config;
use crate::output::answer;
use crate::shutdown::Signals;
use crate::wiring::{Role, Server};

pub(super) async fn run(arguments: Serve) -> anyhow::Result<()> {
    let mut flags = arguments.common.flags();
    flags.push(("server.listen", arguments.listen.map(|address| address.to_string())));
    flags.push(("server.public_url", arguments.public_url.map(Into::into)));
    let settings = config::read(arguments.common.config.as_deref(), &flags)?;
    if !arguments.no_migrate {
        migrate_database(&settings.database).await?;
    }
    let shutdown = Signals::listen()?.lead(settings.server.drain_delay_ms.get());
    let role = if arguments.no_workers { Role::Web } else { Role::All };
    let server = Server::open(settings, role).await?;
    answer(format_args!("Passerelle listens on {}", server.public_url))?;
    super::say_metrics(&server)?;
    server.run(shutdown).await
}
