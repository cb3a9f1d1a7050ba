//! `passerelle serve`

use super::{answer, migrate_database, shutdown};
use crate::cli::Serve;
use crate::config;
use crate::wiring::Server;

pub(super) async fn run(arguments: Serve) -> anyhow::Result<()> {
    let mut flags = arguments.common.flags();
    flags.push(("server.listen", arguments.listen.map(|address| address.to_string())));
    flags.push(("server.public_url", arguments.public_url.map(Into::into)));
    let settings = config::read(arguments.common.config.as_deref(), &flags)?;
    if !arguments.no_migrate {
        migrate_database(&settings.database).await?;
    }
    let shutdown = shutdown::token()?;
    let server = Server::open(settings).await?;
    answer(format_args!("Passerelle listens on {}", server.public_url));
    server.run(shutdown).await
}
