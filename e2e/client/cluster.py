"""A PostgreSQL cluster of a test's own, which it stops, starts, hangs and makes read-only; with `fsync` on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

KEEPER = Path(__file__).parents[1] / "postgres"


class Cluster:
    """Runs as `e2e/postgres` starts it, until it is closed."""

    def __init__(self) -> None:
        found = subprocess.run(["bash", str(KEEPER), "--find"], check=True, capture_output=True, text=True)
        self._programs = Path(found.stdout.strip())
        self._keeper = subprocess.Popen(["bash", str(KEEPER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._keeper.stdout is not None
        folder, _, self.url = self._keeper.stdout.readline().strip().partition(" ")
        assert self.url, "the cluster did not start"
        self._folder = Path(folder)

    def stop_at_once(self) -> None:
        """As a crash: nothing is finished, nobody is waited for."""
        self._control("stop", "--mode=immediate")

    def start(self) -> None:
        """Returns when it takes connections, recovered."""
        self._control("start", f"--log={self._folder / 'server.log'}", "--wait")

    def hang(self) -> None:
        """All its processes stop where they are; connections stay."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def set_read_only(self, *, on: bool) -> None:
        """As a standby that was taken for the primary; it holds for connections that are there already, too."""
        self.query(f"ALTER SYSTEM SET default_transaction_read_only = {'on' if on else 'off'}")
        self.query("SELECT pg_reload_conf()")

    def use_tls(self, certificate: Path, key: Path) -> None:
        """Takes connections under TLS too, with that certificate."""
        for name, source in (("server.crt", certificate), ("server.key", key)):
            target = self._folder / "data" / name
            target.write_bytes(source.read_bytes())
            target.chmod(0o600)
            shutil.chown(target, (self._folder / "data").owner(), (self._folder / "data").group())
        self.query("ALTER SYSTEM SET ssl = on")
        self.query("SELECT pg_reload_conf()")

    def query(self, sql: str) -> str:
        command = ["psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--command", sql, self.url]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout

    def close(self) -> None:
        self.go_on()
        # It ends with its standard input.
        self._keeper.communicate(timeout=30)

    def _signal(self, number: signal.Signals) -> None:
        running = self._folder / "data/postmaster.pid"
        if not running.exists():
            return
        postmaster = running.read_text().split()[0]
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for process in [postmaster, *children]:
            # A connection's process may have ended since it was listed.
            with suppress(ProcessLookupError):
                os.kill(int(process), number)

    def _control(self, *arguments: str) -> None:
        command = [str(self._programs / "pg_ctl"), f"--pgdata={self._folder / 'data'}", *arguments]
        # The server would hold a pipe open.
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}
        done = subprocess.run(command, timeout=60, check=False, **quiet, **owner)
        assert done.returncode == 0, (self._folder / "server.log").read_text()[-3000:]
