//! The tests of `e2e/`: clients that know the server only by its API and its pages.
//!
//! `e2e/run` gets in its environment `PASSERELLE_BIN` (the server's debug binary), `PASSERELLE_PYTHON` (a Python that has
//! `e2e/requirements.txt`) and `PASSERELLE_CHROMIUM`, and on PostgreSQL `PASSERELLE_TEST_DATABASE`; the packages of
//! `e2e/package.json` are installed.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    postgres::{self, Cluster},
    process::{command, root, run, succeeds, which},
    steps::Steps,
    tools::{Need, Source},
};

const CHROMIUM: &str = "PASSERELLE_CHROMIUM";

/// What the tests need beyond Cargo.
pub(crate) fn needs() -> Vec<Need> {
    vec![
        Need {
            name: "Python 3.9 or newer with venv",
            why: "runs the HTTP tests",
            is_there: || {
                let check = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))";
                succeeds(command("python3").args(["-c", check]))
            },
            source: Source::Apt(&["python3", "python3-venv"]),
        },
        Need {
            name: "Node.js 18 or newer with npm",
            why: "runs the browser tests",
            is_there: || {
                let check = "process.exit(process.versions.node.split('.')[0] < 18 ? 1 : 0)";
                which("npm").is_some() && succeeds(command("node").args(["-e", check]))
            },
            source: Source::Apt(&["nodejs", "npm"]),
        },
        Need {
            name: "nginx",
            why: "is the proxy before several nodes",
            // Debian keeps it off the PATH of those who are not root.
            is_there: || which("nginx").is_some() || Path::new("/usr/sbin/nginx").is_file(),
            source: Source::Apt(&["nginx"]),
        },
        Need {
            name: "Chromium (or PASSERELLE_CHROMIUM=/path/to/chrome)",
            why: "is the browser of the browser tests",
            is_there: || chromium().is_some(),
            source: Source::Apt(&["chromium", "fonts-liberation"]),
        },
    ]
}

/// Prepares both clients.
pub(crate) fn install(steps: &mut Steps) {
    steps.run("e2e packages", || install_python_packages().and_then(|()| install_node_packages()));
}

/// Runs the tests on SQLite.
pub(crate) fn run_step(steps: &mut Steps, arguments: &[String]) {
    steps.run("e2e", || run_tests(None, arguments));
}

/// Runs the tests on PostgreSQL.
pub(crate) fn run_step_on(steps: &mut Steps, cluster: Option<&Cluster>, arguments: &[String]) {
    steps.run("e2e, PostgreSQL", || run_tests(Some(cluster.context("there is no PostgreSQL")?), arguments));
}

/// Takes a picture of every page into a folder.
pub(crate) fn take_pictures(folder: &str, languages: &[String]) -> Result<()> {
    run(command("node")
        .args(["e2e/browser/pages.js", folder])
        .args(languages)
        .env("PASSERELLE_BIN", server()?)
        .env(CHROMIUM, chromium().context("no Chromium")?))
}

/// The server's debug binary.
fn server() -> Result<PathBuf> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let server = root().join(target).join("debug").join("passerelle");
    if !server.is_file() {
        bail!("the server's binary is not at {}", server.display());
    }
    Ok(server)
}

fn run_tests(cluster: Option<&Cluster>, arguments: &[String]) -> Result<()> {
    let server = server()?;
    let chromium = chromium().context("no Chromium")?;
    let mut tests = command("bash");
    match cluster {
        Some(cluster) => tests.env(postgres::VARIABLE, cluster.url()),
        None => tests.env_remove(postgres::VARIABLE),
    };
    run(tests
        .arg("e2e/run")
        .args(arguments)
        .env("PASSERELLE_BIN", server)
        .env("PASSERELLE_PYTHON", environment().join("bin/python"))
        .env(CHROMIUM, chromium))
}

fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    match env::var_os(CHROMIUM) {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => names.into_iter().find_map(which),
    }
}

fn environment() -> PathBuf {
    root().join("e2e/.venv")
}

/// A virtual environment with the required packages; made again when the requirements change.
fn install_python_packages() -> Result<()> {
    let (required, installed) = (root().join("e2e/requirements.txt"), environment().join("requirements.txt"));
    if is_copy(&required, &installed)? {
        return Ok(());
    }
    run(command("python3").args(["-m", "venv", "--clear", "e2e/.venv"]))?;
    let pip =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "e2e/requirements.txt"];
    run(command(environment().join("bin/python")).args(pip))?;
    copy(&required, &installed)
}

/// `npm ci`, again when the lock file changes. Browsers are never downloaded: Chromium comes from the system.
fn install_node_packages() -> Result<()> {
    let (required, installed) =
        (root().join("e2e/package-lock.json"), root().join("e2e/node_modules/.passerelle-lock.json"));
    if is_copy(&required, &installed)? {
        return Ok(());
    }
    run(command("npm")
        .args(["ci", "--prefix", "e2e", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    copy(&required, &installed)
}

fn is_copy(original: &Path, copy: &Path) -> Result<bool> {
    let wanted = fs::read(original).with_context(|| format!("could not read {}", original.display()))?;
    Ok(fs::read(copy).is_ok_and(|found| found == wanted))
}

fn copy(original: &Path, copy: &Path) -> Result<()> {
    fs::copy(original, copy).map(drop).with_context(|| format!("could not write {}", copy.display()))
}
