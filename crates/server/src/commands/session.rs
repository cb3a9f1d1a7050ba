//! `passerelle session`

use anyhow::{anyhow, bail};
use passerelle_domain::{Clock as _, ConnectSessionUuid, Environment, SystemClock};
use passerelle_store::{applications, connect_sessions, email_codes};

use super::{answer, open_store};
use crate::cli::SessionEmailCode;

/// The code that a session of a sandbox application wants: nothing is sent for these.
pub(super) async fn email_code(arguments: SessionEmailCode) -> anyhow::Result<()> {
    let store = open_store(&arguments.common).await?;
    let unknown = || anyhow!("there is no session {}", arguments.id);
    let id: ConnectSessionUuid = arguments.id.parse().map_err(|_| unknown())?;
    let session = connect_sessions::find(&store, id).await?.ok_or_else(unknown)?;
    let application = applications::by_id(&store, session.application_id).await?.ok_or_else(unknown)?;
    if application.environment != Environment::Sandbox {
        bail!("the session is of a production application, whose codes are sent and shown to nobody else");
    }
    let kept = email_codes::find(&store, session.key()).await?;
    let Some(kept) = kept.filter(|kept| kept.expires_at > SystemClock.now()) else {
        bail!("the session wants no code: none was asked for, or it has expired");
    };
    let code = kept.code.as_deref().ok_or_else(|| anyhow!("the session's code is no longer known"))?;
    answer(code);
    Ok(())
}
