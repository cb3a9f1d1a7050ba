//! Logs, to standard error: for people in a terminal, JSON elsewhere, unless `--log-format` says otherwise.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::cli::LogFormat;

/// Starts logging what the filter lets through.
pub(crate) fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).context("--log: expected a filter such as `info`")?;
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let is_terminal = std::io::stderr().is_terminal();
    let is_json = match format {
        LogFormat::Auto => !is_terminal,
        LogFormat::Json => true,
        LogFormat::Text => false,
    };
    let started = if is_json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_target(false).with_ansi(is_terminal).try_init()
    };
    started.map_err(|error| anyhow::anyhow!("logging: {error}"))
}
