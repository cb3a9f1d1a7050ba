//! What the commands need on the machine: found, installed where that is possible, or named.

use std::{fs, io::IsTerminal as _, process::Command};

use anyhow::{Result, bail};

use crate::process::{cargo, command, run, succeeds, which};

/// One thing the machine must have.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
    pub(crate) is_there: fn() -> bool,
    pub(crate) source: Source,
}

/// Where it comes from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// Packages of Debian and Ubuntu.
    Apt(&'static [&'static str]),
    /// Arguments of `cargo install`.
    Cargo(&'static [&'static str]),
    /// A component of the Rust toolchain.
    Toolchain(&'static str),
}

/// Makes sure that everything is there: installs it on Debian and Ubuntu, and elsewhere says what is missing.
pub(crate) fn provide(needs: &[Need]) -> Result<()> {
    if missing(needs).next().is_some() {
        install(needs)?;
    }
    let missing: Vec<&Need> = missing(needs).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} ({})", need.name, need.why);
        println!("         {}", need.advice());
    }
    bail!(
        "{} missing on this machine, see above",
        missing.iter().map(|need| need.name).collect::<Vec<_>>().join(", ")
    )
}

impl Need {
    fn advice(&self) -> String {
        match self.source {
            Source::Apt(packages) => {
                format!(
                    "on Debian and Ubuntu: apt-get install {}; elsewhere by your own means",
                    packages.join(" ")
                )
            }
            Source::Cargo(arguments) => format!("cargo install {}", arguments.join(" ")),
            Source::Toolchain(component) => format!("rustup component add {component}"),
        }
    }
}

fn missing(needs: &[Need]) -> impl Iterator<Item = &Need> {
    needs.iter().filter(|need| !(need.is_there)())
}

fn install(needs: &[Need]) -> Result<()> {
    if !is_debian() {
        return Ok(());
    }
    let packages: Vec<&str> = missing(needs)
        .filter_map(|need| if let Source::Apt(packages) = need.source { Some(packages) } else { None })
        .flatten()
        .copied()
        .collect();
    if !packages.is_empty() {
        install_packages(&packages)?;
    }
    for need in missing(needs) {
        if let Source::Cargo(arguments) = need.source {
            run(cargo(["install"]).args(arguments))?;
        }
    }
    Ok(())
}

fn install_packages(packages: &[&str]) -> Result<()> {
    if !is_root() && !can_sudo() {
        return Ok(());
    }
    run(apt_get().args(["-qq", "update"]))?;
    run(apt_get().args(["-qq", "install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Command {
    let mut apt_get = if is_root() { command("env") } else { command("sudo") };
    if !is_root() {
        apt_get.arg("env");
    }
    apt_get.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    apt_get
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    which("apt-get").is_some() && names_debian(&release)
}

/// Whether an `os-release` file is Debian's, Ubuntu's, or that of a distribution made from them.
fn names_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split(' '))
        .any(|id| id == "debian" || id == "ubuntu")
}

fn is_root() -> bool {
    command("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn can_sudo() -> bool {
    which("sudo").is_some()
        && (std::io::stdin().is_terminal() || succeeds(command("sudo").args(["-n", "true"])))
}

#[cfg(test)]
mod tests {
    use super::names_debian;

    #[test]
    fn debian_and_what_is_made_from_it_is_recognised() {
        assert!(names_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(names_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(names_debian("ID=pop\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!names_debian("ID=fedora\n"));
        assert!(!names_debian("ID=\"opensuse\"\nID_LIKE=\"suse\"\n"));
        assert!(!names_debian(""));
    }
}
