//! Logs, to standard error: for people in a terminal, JSON elsewhere, unless `--log-format` says otherwise.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::cli::LogFormat;

/// Starts logging what the filter lets through.
pub(crate) fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).context("--log: expected a filter such as `info`")?;
    // A line that can't be written is lost; to say so on standard error, where it can't be said either, would panic.
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
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
