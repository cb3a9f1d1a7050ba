"""`passerelle listen` as a developer runs it, beside a server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import Any

from client.api import Api
from client.server import Server


class Listener:
    """The process; what it prints is kept. It ends with the `with` block."""

    def __init__(
        self, server: Server, api: Api, forward_to: str, *more: str, secret: str | None = None, url: str | None = None
    ) -> None:
        """`secret` and `url` instead of the application's and the server's."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
        own["PASSERELLE_CLIENT_SECRET"] = secret or api.application.client_secret
        where = ["--server", url or server.url, "--client-id", api.application.client_id, "--forward-to", forward_to]
        quick = ["--poll-ms", "50", "--retry-ms", "50,50"]
        self._process = subprocess.Popen(
            [server.binary, "listen", *where, *quick, *more],
            env=own,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._readers = [
            threading.Thread(target=self._read, args=(stream,), daemon=True)
            for stream in (self._process.stdout, self._process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self.exit_code()

    def wait_for(self, text: str, timeout: float = 15.0) -> str:
        """The first line with that text, as soon as there is one."""
        with self._changed:
            found = self._changed.wait_for(lambda: [line for line in self._lines if text in line], timeout)
            assert found, f"no line with {text!r}: {self._lines}"
            return found[0]

    def printed(self) -> list[Any]:
        """The JSON objects that it printed."""
        with self._changed:
            return [json.loads(line) for line in self._lines if line.startswith("{")]

    def text(self) -> str:
        with self._changed:
            return "\n".join(self._lines)

    def stop(self, by: signal.Signals = signal.SIGINT) -> int:
        """Asks it to stop; its exit code."""
        self._process.send_signal(by)
        return self.exit_code()

    def exit_code(self) -> int:
        code = self._process.wait(10)
        for reader in self._readers:
            reader.join(10)
        return code

    def _read(self, stream: Any) -> None:
        with stream:
            for line in stream:
                with self._changed:
                    self._lines.append(line.rstrip("\n"))
                    self._changed.notify_all()
