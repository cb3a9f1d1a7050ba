//! What the figures were measured on.

use std::fs;

use anyhow::Result;
use serde_json::json;

use super::Bench;
use super::postgres::Cluster;
use crate::process::command;

/// One line of JSON: machine, versions, load.
pub(crate) fn describe(bench: &Bench) -> Result<String> {
    let cores = std::thread::available_parallelism()?.get();
    let line = json!({
        "cores": cores,
        "cpu": field("/proc/cpuinfo", "model name"),
        "memory": field("/proc/meminfo", "MemTotal"),
        "kernel": fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim(),
        "load": fs::read_to_string("/proc/loadavg").unwrap_or_default().trim(),
        "passerelle": first_line(command(&bench.server).arg("--version")),
        "commit": first_line(command("git").args(["describe", "--always", "--dirty"])),
        "postgres": bench.cluster.as_ref().map(Cluster::version).transpose()?,
        "rustc": first_line(command("rustc").arg("--version")),
        "file_system": first_line(command("stat").args(["-f", "-c", "%T"]).arg(bench.folder.path())),
    });
    Ok(line.to_string())
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == name).then(|| value.trim().to_owned())
    })
}

fn first_line(command: &mut std::process::Command) -> Option<String> {
    let output = command.output().ok()?;
    String::from_utf8(output.stdout).ok()?.lines().next().map(str::to_owned)
}
