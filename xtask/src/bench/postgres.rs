//! A PostgreSQL cluster of the bench's own, as durable as any: `fsync` and `synchronous_commit` are left on.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use super::pause;
use crate::process::{command, succeeds, which};

/// What it logs, in the folder of the bench.
pub(crate) const LOG: &str = "postgres.log";

const USER: &str = "passerelle";

/// A running cluster, stopped when it is dropped.
pub(crate) struct Cluster {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    child: Child,
}

impl Cluster {
    /// Makes a cluster in a folder and starts it; none where PostgreSQL is not installed.
    pub(crate) fn start(folder: &Path, settings: &[&str]) -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let data = folder.join("postgres");
        fs::create_dir(&data)?;
        if is_root() {
            ensure!(succeeds(command("chown").arg("postgres").arg(&data)), "can't give a folder to postgres");
        }
        let initdb = &mut as_postgres(&programs.join("initdb"));
        let made = initdb.args(["--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale", "C", "-D"]);
        ensure!(succeeds(made.arg(&data)), "initdb failed");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut postgres = as_postgres(&programs.join("postgres"));
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        // More memory than the default of 128 MiB, as on any server; everything else as it comes.
        let ours = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=1GB"];
        for setting in ours.iter().chain(settings) {
            postgres.args(["-c", setting]);
        }
        let log = fs::File::create(folder.join(LOG))?;
        let child = postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let cluster = Self { programs, data, port, child };
        cluster.wait()?;
        Ok(Some(cluster))
    }

    fn wait(&self) -> Result<()> {
        let begun = Instant::now();
        while !succeeds(&mut self.client("pg_isready")) {
            ensure!(begun.elapsed() < Duration::from_secs(30), "PostgreSQL does not start");
            pause(Duration::from_millis(50));
        }
        Ok(())
    }

    fn client(&self, program: &str) -> Command {
        let mut client = command(self.programs.join(program));
        client.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", USER]);
        client
    }

    /// A new database, by its address.
    pub(crate) fn create(&self, name: &str) -> Result<String> {
        ensure!(succeeds(self.client("createdb").arg(name)), "createdb {name} failed");
        Ok(format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port))
    }

    /// The root of its processes.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What a query answers, its one value as text.
    pub(crate) fn query(&self, database: &str, sql: &str) -> Result<String> {
        let output = self.client("psql").args(["-X", "-A", "-t", "-d", database, "-c", sql]).output()?;
        ensure!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Its version.
    pub(crate) fn version(&self) -> Result<String> {
        self.query("postgres", "SHOW server_version").context("the version")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What can't be stopped properly is killed.
        let stop = &mut as_postgres(&self.programs.join("pg_ctl"));
        if !succeeds(stop.args(["stop", "-m", "immediate", "-D"]).arg(&self.data)) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Where the newest server's programs lie.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let version = entry.ok()?;
            Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    found.sort();
    let installed = found.pop().map(|(_, folder)| folder);
    installed.or_else(|| which("initdb").and_then(|path| path.parent().map(Path::to_owned)))
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    let mut command = if is_root() { command("runuser") } else { command(program) };
    if is_root() {
        command.args(["-u", "postgres", "--"]).arg(program);
    }
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    command("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}
