//! What `/proc` tells: processor time of process trees, of the machine, and memory.

use std::collections::HashMap;
use std::fs;

use anyhow::{Context as _, Result};

/// Linux counts processor time for programs in hundredths of a second.
const TICKS_A_SECOND: f64 = 100.0;

struct Process {
    parent: u32,
    /// Its own time, and that of children that ended.
    ticks: u64,
}

/// The processor time used so far.
pub(crate) struct Snapshot {
    processes: HashMap<u32, Process>,
    /// Of everything on the machine, what the hypervisor gave to others too.
    busy_ticks: u64,
}

impl Snapshot {
    pub(crate) fn take() -> Result<Self> {
        let busy_ticks = busy(&fs::read_to_string("/proc/stat")?).context("/proc/stat")?;
        let mut processes = HashMap::new();
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            // A process may end while the folder is read.
            let Ok(text) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
            if let Some(process) = process(&text) {
                processes.insert(id, process);
            }
        }
        Ok(Self { processes, busy_ticks })
    }

    /// Seconds of processor that the trees of these processes used.
    pub(crate) fn seconds_of(&self, roots: &[u32]) -> f64 {
        let is_in_tree = |id: u32| {
            let mut at = id;
            loop {
                if roots.contains(&at) {
                    return true;
                }
                match self.processes.get(&at) {
                    Some(process) if process.parent != 0 => at = process.parent,
                    _ => return false,
                }
            }
        };
        let ticks: u64 =
            self.processes.iter().filter(|(id, _)| is_in_tree(**id)).map(|(_, process)| process.ticks).sum();
        seconds(ticks)
    }

    /// Seconds of processor that the whole machine used.
    pub(crate) fn busy_seconds(&self) -> f64 {
        seconds(self.busy_ticks)
    }
}

#[expect(clippy::cast_precision_loss, reason = "ticks since the start of a machine are far below 2^52")]
fn seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_A_SECOND
}

/// User, nice, system, irq, softirq and steal of the first line; not idle and not waiting for a disk.
fn busy(text: &str) -> Option<u64> {
    let numbers: Vec<u64> =
        text.lines().next()?.split_whitespace().skip(1).map_while(|word| word.parse().ok()).collect();
    [0, 1, 2, 5, 6, 7].into_iter().map(|index| numbers.get(index).copied()).sum()
}

fn process(text: &str) -> Option<Process> {
    // The name in parentheses may hold anything, spaces and parentheses too.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Process { parent: fields.get(1)?.parse().ok()?, ticks })
}

/// The proportional share of memory of a process, in KiB.
pub(crate) fn pss_kib(id: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).context("no Pss in smaps_rollup")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

#[cfg(test)]
mod tests {
    use super::{busy, process};

    #[test]
    fn idle_time_and_odd_names_are_left_out() {
        assert_eq!(busy("cpu  1 2 4 1000 2000 8 16 32 0 0\ncpu0 1 1 1 1\n"), Some(63));
        let line = "12 (a) b (c) S 7 1 1 0 -1 4194304 100 0 0 0 3 4 5 6 20 0 1 0 100 0 0";
        let process = process(line).expect("a process");
        assert_eq!((process.parent, process.ticks), (7, 18));
    }
}
