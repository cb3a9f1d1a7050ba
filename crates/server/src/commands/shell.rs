//! `passerelle completions` and `passerelle man`: what shells and manuals know of the command line.

use std::path::Path;
use std::{fs, io};

use anyhow::Context as _;
use clap::{Command, CommandFactory as _};

use crate::cli::{Cli, Completions, Man};

pub(super) fn completions(arguments: &Completions) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "passerelle", &mut script);
    Ok(io::Write::write_all(&mut io::stdout().lock(), &script)?)
}

pub(super) fn man(arguments: &Man) -> anyhow::Result<()> {
    // A page of `help` would say nothing.
    let mut command = Cli::command().disable_help_subcommand(true);
    // Only then do commands know their full names.
    command.build();
    let Some(folder) = &arguments.folder else {
        return Ok(page(&command).render(&mut io::stdout().lock())?);
    };
    fs::create_dir_all(folder)
        .and_then(|()| write_pages(&command, folder))
        .with_context(|| format!("can't write to {}", folder.display()))
}

fn write_pages(command: &Command, folder: &Path) -> io::Result<()> {
    page(command).generate_to(folder)?;
    command.get_subcommands().try_for_each(|below| write_pages(below, folder))
}

/// What has no text is a pair of quotes: the library writes none, and what follows would take its place.
fn page(command: &Command) -> clap_mangen::Man {
    let version = env!("CARGO_PKG_VERSION");
    clap_mangen::Man::new(command.clone()).date("\"\"").source(version).manual("Passerelle")
}
