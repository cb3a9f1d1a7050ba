//! `passerelle serve`

use passerelle_store::Store;

use super::{answer, shutdown};
use crate::cli::Serve;
use crate::config;
use crate::wiring::Server;

pub(super) async fn run(arguments: Serve) -> anyhow::Result<()> {
    let flags = [
        ("database.url", arguments.common.database),
        ("server.listen", arguments.listen.map(|address| address.to_string())),
        ("server.public_url", arguments.public_url.map(Into::into)),
    ];
    let settings = config::read(arguments.common.config.as_deref(), &flags)?;
    if !arguments.no_migrate {
        Store::migrate(&settings.database.address()?)?;
    }
    let shutdown = shutdown::token()?;
    let server = Server::open(settings).await?;
    answer(format_args!("Passerelle listens on {}", server.public_url));
    server.run(shutdown).await
}
