//! `passerelle completions` and `passerelle man`: what can be typed.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

#[derive(Args)]
pub(crate) struct Completions {
    /// For which shell.
    pub(crate) shell: Shell,
}

#[derive(Args)]
pub(crate) struct Man {
    /// Folder for a page of every command; without it the first page goes to standard output.
    pub(crate) folder: Option<PathBuf>,
}
