// The server under test, and its API as an application's backend calls it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const FAST = {
  "demo.app_approval_ms": 200,
  "demo.app_expiry_ms": 200,
  "demo.slow_ms": 300,
  "demo.page_delay_ms": 20,
  "jobs.poll_ms": 50,
  "connect.refresh_ms": 1000,
  // Tests ask more than people do.
  "limits.application_requests": 0,
  "limits.user_requests": 0,
  "limits.authentications": 0,
};

/** A database of its own on the engine under test: a SQLite file, or a schema of PASSERELLE_TEST_DATABASE's database. */
class Database {
  #url = process.env.PASSERELLE_TEST_DATABASE;
  #schema = `t_${randomBytes(8).toString("hex")}`;

  constructor(directory) {
    this.arguments = ["--database", `sqlite:${join(directory, "passerelle.db")}`];
    if (!this.#url) return;
    this.#psql(`CREATE SCHEMA ${this.#schema}`);
    const url = `${this.#url}?sslmode=disable&options=-c%20search_path%3D${this.#schema}`;
    this.arguments = ["--database", url, "--key-file", join(directory, "passerelle.key")];
  }

  drop() {
    if (this.#url) this.#psql(`SET client_min_messages = warning; DROP SCHEMA ${this.#schema} CASCADE`);
  }

  #psql(sql) {
    execFileSync("psql", ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", sql, this.#url]);
  }
}

// Below those that the system gives to outgoing connections; each process begins elsewhere.
let nextPort = 24_000 + (process.pid % 80) * 100;

/** A port that nobody else of the tests asks for. */
async function freePort() {
  for (;;) {
    const port = nextPort++;
    const probe = createServer().listen(port, "127.0.0.1");
    try {
      await once(probe, "listening");
    } catch {
      continue;
    }
    probe.close();
    return port;
  }
}

/** A server with one sandbox application that may send browsers back to localhost. */
export class Passerelle {
  #process;
  #directory = mkdtempSync(join(tmpdir(), "passerelle-e2e-"));
  #database = new Database(this.#directory);
  #environment;
  #application;

  /** Events go to `webhook`, if there is one. */
  static async start(settings = {}, { webhook } = {}) {
    const server = new Passerelle();
    await server.#start({ ...FAST, ...settings }, webhook);
    return server;
  }

  async #start(settings, webhook) {
    const variables = Object.entries(settings).map(([key, value]) => {
      const [section, name] = key.split(".");
      return [`PASSERELLE__${section.toUpperCase()}__${name.toUpperCase()}`, String(value)];
    });
    this.#environment = { ...process.env, ...Object.fromEntries(variables) };
    this.port = await freePort();
    this.url = `http://localhost:${this.port}`;
    const options = ["--redirect-domain", "localhost", "--redirect-domain", "127.0.0.1", "--sandbox", "--json"];
    if (webhook) options.push("--webhook-url", webhook);
    this.#application = JSON.parse(this.command("app", "create", "--name", "Budget & Co", ...options));
    await this.#serve();
  }

  async #serve() {
    const log = openSync(join(this.#directory, "server.log"), "a");
    this.#process = spawn(
      process.env.PASSERELLE_BIN,
      ["serve", ...this.#database.arguments, "--listen", `127.0.0.1:${this.port}`, "--public-url", this.url],
      { env: this.#environment, stdio: ["ignore", log, log] },
    );
    closeSync(log);
    await this.#ready();
  }

  /** The process is killed, and another one begins on the same database and port after `pause`. */
  async restart({ signal = "SIGKILL", pause = 0 } = {}) {
    const exited = once(this.#process, "exit");
    this.#process.kill(signal);
    await exited;
    await sleep(pause);
    await this.#serve();
  }

  /** Runs a command of the command line; its output. */
  command(...words) {
    const options = { env: this.#environment, encoding: "utf8" };
    return execFileSync(process.env.PASSERELLE_BIN, [...words, ...this.#database.arguments], options);
  }

  /** Changes the application's settings. */
  update(...flags) {
    this.command("app", "update", this.#application.client_id, ...flags);
  }

  /** From now on users validate their e-mail address first. The code of a session is said by the command line. */
  async validateEmails() {
    this.command("app", "update", this.#application.client_id, "--email-validation", "required");
    // A running server sees it within a second.
    await sleep(1000);
  }

  emailCode(session) {
    return this.command("session", "email-code", session.id).trim();
  }

  async #ready() {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      assert.equal(this.#process.exitCode, null, this.log());
      await sleep(20);
    }
    throw new Error(`not ready: ${this.log()}`);
  }

  log() {
    return readFileSync(join(this.#directory, "server.log"), "utf8").slice(-3000);
  }

  async stop() {
    this.#process.kill("SIGTERM");
    const [code] = await once(this.#process, "exit");
    assert.equal(code, 0, this.log());
    this.#database.drop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** One call; the body of an answer that must be good. */
  async call(method, path, { token, body } = {}) {
    const answer = await fetch(`${this.url}/v3/aggregation/${path}`, {
      method,
      headers: {
        "Bridge-Version": "2025-01-15",
        "Client-Id": this.#application.client_id,
        "Client-Secret": this.#application.client_secret,
        "Content-Type": "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  /** A new user, with a token. */
  async createUser() {
    const { uuid } = await this.call("POST", "users", { body: {} });
    const { access_token: token } = await this.call("POST", "authorization/token", { body: { user_uuid: uuid } });
    return { uuid, token };
  }

  /** A new Connect session: its id and URL. */
  async newSession(user, body = {}) {
    const whole = body.item_id ? body : { user_email: "camille@mail.example", ...body };
    return this.call("POST", "connect-sessions", { token: user.token, body: whole });
  }

  /** The URL of a new Connect session. */
  async createSession(user, body = {}) {
    return (await this.newSession(user, body)).url;
  }

  async items(user) {
    return (await this.call("GET", "items", { token: user.token })).resources;
  }
}
