"""The server under test: its own database, port and settings, driven by its command line."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from client import terminal
from client.database import Database, fresh

Settings = Mapping[str, int | str | bool | list[int] | list[str]]

# Short waits, so that a test never waits for the clock. `section.key`, as in the configuration file.
FAST: Settings = {
    "demo.app_approval_ms": 40,
    "demo.app_expiry_ms": 40,
    "demo.slow_ms": 300,
    "demo.page_delay_ms": 0,
    "jobs.poll_ms": 50,
    "connect.refresh_ms": 50,
    "connect.pending_after_ms": 60_000,
    # Tests ask more than people do.
    "limits.application_requests": 0,
    "limits.user_requests": 0,
    "limits.authentications": 0,
}


@dataclass(frozen=True)
class Application:
    """An application as `app create` prints it, and the path of its webhook at the receiver."""

    client_id: str
    client_secret: str
    webhook_secret: str
    webhook_path: str


class Server:
    """A directory with settings and a log, a database, and the process that serves it.

    Without `database` it makes one of its own; without `public_url` people reach it where it listens. `role` is how it
    is started: `serve`, `serve --no-workers` or `worker`.
    """

    def __init__(
        self,
        directory: Path,
        settings: Settings | None = None,
        *,
        database: Database | None = None,
        public_url: str | None = None,
        role: str = "serve",
    ) -> None:
        directory.mkdir(exist_ok=True)
        self.binary = os.environ["PASSERELLE_BIN"]
        self.directory = directory
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.public_url = public_url or self.url
        self.role = role
        self.database = database or fresh(directory)
        self.log = directory / "server.log"
        self._settings = {**FAST, **(settings or {})}
        self._config = directory / "passerelle.toml"
        self._config.write_text(self._lists(), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, extra: Settings | None = None, *, wait: bool = True) -> None:
        """Starts it; with `wait` it returns when a server says that it is ready, or a worker that it works."""
        where = ["--public-url", self.public_url, "--config", str(self._config)]
        if self.role != "worker":
            where += ["--listen", f"127.0.0.1:{self.port}"]
        log = ["--log", "passerelle=debug,info"]
        command = [self.binary, *log, *self.role.split(), *self.database.arguments(), *where]
        before = len(self._lines())
        with self.log.open("ab") as output:
            # Signals that Python ignores stay ignored: a file that may not grow is to be an error, not the end.
            self._process = subprocess.Popen(
                command, env=self._environment(extra), stdout=output, stderr=output, restore_signals=False
            )
        if wait:
            self._wait_until(lambda: self._is_at_work(before) if self.role == "worker" else self._is_ready())

    @property
    def process_id(self) -> int:
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """A polite stop; a server that does not leave in ten seconds fails the test."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            assert self._process.wait(10) == 0, f"exit code {self._process.returncode}: {self.tail()}"
        self._process = None

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(10)
        self._process = None

    def pause(self) -> None:
        """SIGSTOP, but not in the middle of a write: SQLite has one lock for all of them."""
        self._stop_where_it_is()
        while self.database.is_being_written():
            self.resume()
            time.sleep(0.005)
            self._stop_where_it_is()

    def _stop_where_it_is(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        # Until all its threads stand still.
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def resume(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def wait_for_exit(self, timeout: float) -> int | None:
        """The exit code of a server that ends by itself, or None when it is still there."""
        assert self._process
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of the command line on this server's database."""
        command = [self.binary, *arguments, *self.database.arguments()]
        return subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=60, check=False)

    def run_in_terminal(self, *arguments: str, typed: str = "", columns: int = 80) -> tuple[int, str]:
        """The same as people do: the exit code, and what stood in the terminal."""
        command = [self.binary, *arguments, *self.database.arguments()]
        return terminal.run(command, self._environment(), typed=typed, columns=columns)

    def command_json(self, *arguments: str) -> Any:
        """The answer of a command that must succeed, as programs read it: one line of JSON, without a null."""
        printed = self.command(*arguments, "--json")
        assert printed.count("\n") == 1, printed
        assert ":null" not in printed, printed
        return json.loads(printed)

    def command(self, *arguments: str) -> str:
        """The same for a command that must succeed: its output."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stderr or done.stdout}"
        return done.stdout

    def create_application(self, name: str, webhook_url: str, *domains: str, sandbox: bool = True) -> dict[str, Any]:
        """`app create`; its standard output is only the JSON."""
        listed = [argument for domain in domains for argument in ("--redirect-domain", domain)]
        kind = ["--sandbox"] if sandbox else []
        printed = self.command("app", "create", "--name", name, *listed, "--webhook-url", webhook_url, *kind, "--json")
        created: dict[str, Any] = json.loads(printed)
        return created

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:] if self.log.exists() else ""

    def _wait_until(self, is_there: Callable[[], bool]) -> None:
        assert self._process
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"the server ended at once: {self.tail()}"
            if is_there():
                return
            time.sleep(0.02)
        raise AssertionError(f"not ready after 20 s: {self.tail()}")

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/health/ready", timeout=2).ok
        except requests.RequestException:
            return False

    def _is_at_work(self, before: int) -> bool:
        return "Passerelle works" in self._lines()[before:]

    def _lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []

    def _environment(self, extra: Settings | None = None) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
        for key, value in {**self._settings, **(extra or {})}.items():
            if not isinstance(value, list):
                section, _, name = key.partition(".")
                text = str(value).lower() if isinstance(value, bool) else str(value)
                own[f"PASSERELLE__{section.upper()}__{name.upper()}"] = text
        return own

    def _lists(self) -> str:
        """Lists go through the configuration file, everything else through the environment."""
        lines = []
        for key, value in self._settings.items():
            if isinstance(value, list):
                section, _, name = key.partition(".")
                lines.append(f"[{section}]\n{name} = {json.dumps(value)}\n")
        return "".join(lines)


def free_port() -> int:
    """A port that stays this process's own while its server is stopped.

    It lies below those that the system gives to outgoing connections, and each process of a test run has a range.
    """
    for port in _ports:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("no port is left in this process's range")


_range = 12_000 + 1_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ports = iter(range(_range, _range + 1_000))
