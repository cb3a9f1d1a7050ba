//! The programs that a measurement starts, all ended with it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use super::http::{request, send_json};
use super::postgres::Cluster;
use super::{Bench, Engine};
use crate::process::command;

/// A folder on a disk that keeps what is written, gone at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// `PASSERELLE_BENCH_FOLDER`, else `/var/tmp`: unlike `/tmp` it is no memory on any machine.
    pub(crate) fn new() -> Result<Self> {
        let parent = env::var_os("PASSERELLE_BENCH_FOLDER").map_or_else(|| "/var/tmp".into(), PathBuf::from);
        let path = parent.join(format!("passerelle-bench-{}", std::process::id()));
        fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is left to whoever cleans the machine.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A program that serves until it is dropped.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: String,
}

impl Service {
    /// Starts it and waits until it says where it listens.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().context("standard output is piped")?;
        let mut service = Self { child, address: String::new() };
        let mut line = String::new();
        let mut reader = BufReader::new(stdout);
        while service.address.is_empty() {
            line.clear();
            ensure!(reader.read_line(&mut line)? > 0, "it ended before it listened");
            if line.contains("listen") {
                let port = line.trim().trim_end_matches('/').rsplit_once(':').context("no port")?.1;
                service.address = format!("127.0.0.1:{port}");
            }
        }
        // Its output stays open, for a program that can't print fails.
        service.child.stdout = Some(reader.into_inner());
        Ok(service)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Ended already is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The API's own limits, switched off.
const NO_LIMITS: [&str; 4] = [
    "PASSERELLE__LIMITS__APPLICATION_REQUESTS",
    "PASSERELLE__LIMITS__USER_REQUESTS",
    "PASSERELLE__LIMITS__AUTHENTICATIONS",
    "PASSERELLE__LIMITS__MANAGEMENT_FLOWS",
];

/// A database that is up to date and has an application.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) engine: Engine,
    pub(crate) url: String,
    client_id: String,
    client_secret: String,
}

/// A Passerelle with a user who is signed in.
pub(crate) struct Server {
    pub(crate) service: Service,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Bench {
    /// A program of the limits.
    pub(crate) fn limits(&self, arguments: &[&str]) -> Command {
        let mut limits = command(&self.limits);
        limits.args(arguments);
        limits
    }

    /// Runs a program of the limits that answers with one line of JSON.
    pub(crate) fn ask_limits(&self, arguments: &[&str]) -> Result<Value> {
        answer(&mut self.limits(arguments))
    }

    /// A new, empty place for a database.
    pub(crate) fn new_address(&self, engine: Engine, name: &str) -> Result<String> {
        match (engine, &self.cluster) {
            (Engine::Sqlite, _) => {
                Ok(format!("sqlite:{}", self.folder.path().join(format!("{name}.db")).display()))
            }
            (Engine::Postgres, Some(cluster)) => cluster.create(name),
            (Engine::Postgres, None) => bail!("PostgreSQL is not installed"),
        }
    }

    /// The processes that serve a request: the server and, where it is one of its own, the database.
    pub(crate) fn servers(&self, engine: Engine, service: &Service) -> Vec<u32> {
        [service.id()].into_iter().chain(self.cluster_id(engine)).collect()
    }

    /// Passerelle's own program with a database.
    fn passerelle(&self, subcommand: &[&str], engine: Engine, url: &str) -> Command {
        let mut passerelle = command(&self.server);
        passerelle.args(subcommand).args(["--database", url]).envs(NO_LIMITS.map(|name| (name, "0")));
        if engine == Engine::Postgres {
            passerelle.arg("--key-file").arg(self.folder.path().join("bench.key"));
        }
        passerelle
    }

    /// A program of the limits with a database of Passerelle's; its answer.
    pub(crate) fn ask(&self, subcommand: &str, database: &Database, arguments: &[&str]) -> Result<Value> {
        let mut limits = self.limits(&[subcommand, "--database", &database.url]);
        if database.engine == Engine::Postgres {
            limits.arg("--key-file").arg(self.folder.path().join("bench.key"));
        }
        answer(limits.args(arguments))
    }

    /// A new database.
    pub(crate) fn new_database(&self, engine: Engine, name: &str) -> Result<Database> {
        let url = self.new_address(engine, name)?;
        run_quietly(&mut self.passerelle(&["migrate"], engine, &url))?;
        let application = ["--name", "Bench", "--sandbox", "--redirect-domain", "localhost", "--json"];
        let created = answer(self.passerelle(&["app", "create"], engine, &url).args(application))?;
        let text = |name: &str| created[name].as_str().unwrap_or_default().to_owned();
        Ok(Database { engine, url, client_id: text("client_id"), client_secret: text("client_secret") })
    }

    /// Passerelle on a database, with a user of its application.
    pub(crate) fn serve(&self, database: &Database) -> Result<Server> {
        signed_in(database, self.start_server(database)?)
    }

    /// The same, its command changed before it starts.
    pub(crate) fn serve_with(
        &self,
        database: &Database,
        change: impl Fn(&Command) -> Command,
    ) -> Result<Server> {
        let serve = self.server_at(database, "127.0.0.1:0");
        signed_in(database, Service::start(&mut change(&serve)).context("starting passerelle")?)
    }

    /// Passerelle on a database.
    pub(crate) fn start_server(&self, database: &Database) -> Result<Service> {
        Service::start(&mut self.server_at(database, "127.0.0.1:0")).context("starting passerelle")
    }

    /// The command that serves.
    pub(crate) fn server_at(&self, database: &Database, address: &str) -> Command {
        let mut serve = self.passerelle(&["serve"], database.engine, &database.url);
        serve.args(["--listen", address, "--log", "warn"]).stdout(Stdio::null());
        serve
    }

    /// The root of the database's own processes, where it has any.
    pub(crate) fn cluster_id(&self, engine: Engine) -> Option<u32> {
        self.cluster.as_ref().filter(|_| engine == Engine::Postgres).map(Cluster::id)
    }

    /// Load on a server; the answer of the generator.
    pub(crate) fn load(
        &self,
        address: &str,
        connections: usize,
        milliseconds: u64,
        requests: &Path,
    ) -> Result<Value> {
        let (connections, milliseconds) = (connections.to_string(), milliseconds.to_string());
        let requests = requests.to_str().context("the folder's name is text")?;
        let answer = self.ask_limits(&[
            "load",
            "--address",
            address,
            "--connections",
            &connections,
            "--milliseconds",
            &milliseconds,
            "--requests",
            requests,
        ])?;
        ensure!(
            answer["refused"] == 0,
            "{} requests of {} were refused",
            answer["refused"],
            answer["requests"]
        );
        Ok(answer)
    }

    /// Writes requests down for the load generator.
    pub(crate) fn write_requests(&self, name: &str, requests: &[Value]) -> Result<PathBuf> {
        let path = self.folder.path().join(format!("{name}.requests"));
        let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
        fs::write(&path, lines.join("\n"))?;
        Ok(path)
    }
}

impl Database {
    /// Headers of a user whose token is known.
    pub(crate) fn headers(&self, token: &str) -> Vec<(&'static str, String)> {
        vec![
            ("Bridge-Version", "2025-01-15".to_owned()),
            ("Client-Id", self.client_id.clone()),
            ("Client-Secret", self.client_secret.clone()),
            ("Authorization", format!("Bearer {token}")),
        ]
    }
}

impl Server {
    /// A request of the user.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> Value {
        request(method, path, &borrowed(&self.headers), body)
    }
}

/// Adds a user, and signs it in.
fn signed_in(database: &Database, service: Service) -> Result<Server> {
    let mut headers = vec![
        ("Bridge-Version", "2025-01-15".to_owned()),
        ("Client-Id", database.client_id.clone()),
        ("Client-Secret", database.client_secret.clone()),
        ("Content-Type", "application/json".to_owned()),
    ];
    let post = |path: &str, body: &Value, headers: &[(&'static str, String)]| {
        send_json(&service.address, &request("POST", path, &borrowed(headers), &body.to_string()))
    };
    let user = post("/v3/aggregation/users", &serde_json::json!({}), &headers)?;
    let body = serde_json::json!({ "user_uuid": user["uuid"] });
    let token = post("/v3/aggregation/authorization/token", &body, &headers)?;
    let token = token["access_token"].as_str().context("a token")?;
    headers.push(("Authorization", format!("Bearer {token}")));
    Ok(Server { service, headers })
}

pub(crate) fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Runs a program that answers with one line of JSON.
pub(crate) fn answer(command: &mut Command) -> Result<Value> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{command:?} ended with {}", output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    serde_json::from_str(text.trim()).with_context(|| format!("{command:?} answered {text}"))
}

fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{command:?} ended with {}", output.status);
    Ok(())
}
