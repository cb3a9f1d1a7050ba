//! Settings: one TOML file, the environment on top (`PASSERELLE__SECTION__KEY`), flags on top of that. Unknown keys are
//! refused; an error names the key, where it stands, and what was expected.

mod connect;
mod database;
mod demo;
mod duration;
mod jobs;
mod limits;
mod mail;
mod metrics;
mod outbound;
mod refresh;
mod server;
mod testing;
mod webhooks;

use std::path::Path;

use anyhow::{Context as _, anyhow};
use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;

use crate::failure::Reason;

pub(crate) use database::Database;
pub(crate) use duration::Milliseconds;

/// All settings of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) server: server::Server,
    pub(crate) database: Database,
    pub(crate) connect: connect::Connect,
    pub(crate) demo: demo::Demo,
    pub(crate) jobs: jobs::Jobs,
    pub(crate) limits: limits::Limits,
    pub(crate) mail: mail::Mail,
    pub(crate) metrics: metrics::Metrics,
    pub(crate) refresh: refresh::Refresh,
    pub(crate) webhooks: webhooks::Webhooks,
    pub(crate) outbound: outbound::Outbound,
    pub(crate) testing: testing::Testing,
}

/// Reads the settings; `flags` are keys such as `server.listen` with what was typed.
pub(crate) fn read(file: Option<&Path>, flags: &[(&str, Option<String>)]) -> anyhow::Result<Settings> {
    read_from(file, flags, std::env::vars().collect()).map_err(|error| Reason::Usage.because(error))
}

fn read_from(
    file: Option<&Path>,
    flags: &[(&str, Option<String>)],
    environment: std::collections::HashMap<String, String>,
) -> anyhow::Result<Settings> {
    let mut builder = Config::builder();
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("configuration file {}", path.display()))?;
        // Read once by itself: its errors are then its own, with line and column.
        toml::from_str::<toml::Table>(&text)
            .with_context(|| format!("configuration file {}", path.display()))?;
        builder = builder.add_source(File::from(path).format(FileFormat::Toml));
    }
    let ours = environment.into_iter().filter(|(name, _)| name.starts_with("PASSERELLE__")).collect();
    builder = builder.add_source(
        Environment::with_prefix("PASSERELLE")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true)
            .source(Some(ours)),
    );
    for (key, value) in flags {
        if let Some(value) = value {
            builder = builder.set_override(*key, value.as_str())?;
        }
    }
    let settings = builder.build().and_then(Config::try_deserialize);
    let origin = file.map_or_else(
        || "the environment".to_owned(),
        |path| format!("{} or the environment", path.display()),
    );
    settings.map_err(|error| anyhow!("{error}")).with_context(|| format!("configuration ({origin})"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::io::Write as _;
    use std::time::Duration;

    use super::*;

    fn read_text(text: &str, environment: &[(&str, &str)]) -> Result<Settings, String> {
        let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        let environment: HashMap<String, String> =
            environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let flags = [("server.listen", None), ("database.url", Some("sqlite:flag.db".to_owned()))];
        read_from(Some(file.path()), &flags, environment).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn flags_go_over_the_environment_and_that_over_the_file() {
        let text = "[connect]\nidle_ms = 1\nlifetime_ms = 2\n[database]\nurl = \"sqlite:file.db\"\n";
        let environment =
            [("PASSERELLE__CONNECT__LIFETIME_MS", "3"), ("OTHER", "x"), ("PASSERELLE_BIN", "x")];
        let settings = read_text(text, &environment).expect("settings");
        assert_eq!(settings.connect.idle_ms.get(), Duration::from_millis(1));
        assert_eq!(settings.connect.lifetime_ms.get(), Duration::from_millis(3));
        assert_eq!(settings.database.url.as_deref(), Some("sqlite:flag.db"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, environment, expected) in [
            ("[connect]\nidle_ms = \"soon\"\n", vec![], vec!["connect.idle_ms", "integer", ".toml"]),
            ("[connect]\nidel_ms = 1\n", vec![], vec!["idel_ms", "idle_ms"]),
            ("[conect]\nidle_ms = 1\n", vec![], vec!["conect", "connect"]),
            ("[connect\n", vec![], vec![".toml", "1"]),
            (
                "",
                vec![("PASSERELLE__JOBS__POLL_MS", "often")],
                vec!["jobs.poll_ms", "integer", "environment"],
            ),
            ("", vec![("PASSERELLE__JOBS__POL_MS", "1")], vec!["pol_ms", "poll_ms"]),
            ("[connect]\nidle_ms = -1\n", vec![], vec!["connect.idle_ms"]),
            ("[server]\npublic_url = \"nowhere\"\n", vec![], vec!["server.public_url"]),
        ] {
            let error = read_text(text, &environment).expect_err(text);
            for word in expected {
                assert!(error.contains(word), "{error}: no {word}");
            }
        }
    }
}
