//! A throw-away PostgreSQL for one run: `e2e/postgres` makes it and removes it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{command, succeeds},
    steps::Steps,
    tools::{Need, Source},
};

/// Tells tests which PostgreSQL database to use; without it they use SQLite.
pub(crate) const VARIABLE: &str = "PASSERELLE_TEST_DATABASE";

/// What it needs.
pub(crate) fn needs() -> Vec<Need> {
    vec![Need {
        name: "PostgreSQL 15 or newer",
        why: "is the second engine",
        is_there: || succeeds(command("bash").args(["e2e/postgres", "--find"])),
        source: Source::Apt(&["postgresql"]),
    }]
}

/// A cluster that ends with this value, and with this process, whatever ends it: its keeper waits for our end of a pipe
/// to close.
pub(crate) struct Cluster {
    keeper: Child,
    url: String,
}

impl Cluster {
    /// Starts one, as a step; none when that or an earlier step failed.
    pub(crate) fn start(steps: &mut Steps) -> Option<Self> {
        let mut cluster = None;
        steps.run("PostgreSQL", || {
            cluster = Some(Self::begin()?);
            Ok(())
        });
        cluster
    }

    fn begin() -> Result<Self> {
        // Nothing of it outlives the run. Tests that take the current from a server make their own cluster.
        let mut keeper = command("bash")
            .args(["e2e/postgres", "fsync=off", "full_page_writes=off"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start `e2e/postgres`")?;
        let output = keeper.stdout.take().context("its standard output is a pipe")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).context("could not read where the cluster is")?;
        // On an early return the keeper's standard input closes, and it ends.
        let Some((_, url)) = line.trim_end().rsplit_once(' ') else { bail!("PostgreSQL did not start") };
        println!("{url}");
        Ok(Self { keeper, url: url.to_owned() })
    }

    /// The URL of its database.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            println!("the keeper of the cluster can't be waited for: {error}");
        }
    }
}
