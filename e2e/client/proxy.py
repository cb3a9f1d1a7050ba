"""A plain round-robin proxy before several nodes: nginx as Debian has it, told where the nodes are and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from client.server import free_port

CONFIGURATION = """
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/nginx.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/nginx-body;
    proxy_temp_path {directory}/nginx-proxy;
    fastcgi_temp_path {directory}/nginx-fastcgi;
    uwsgi_temp_path {directory}/nginx-uwsgi;
    scgi_temp_path {directory}/nginx-scgi;
    upstream nodes {{ {nodes} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://nodes;
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


class Proxy:
    """Listens as soon as it is told about the nodes; its address is known before."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"

    def start(self, ports: Sequence[int]) -> None:
        path = self._directory / "nginx.conf"
        nodes = " ".join(f"server 127.0.0.1:{port};" for port in ports)
        user = "user root;" if os.geteuid() == 0 else ""
        path.write_text(CONFIGURATION.format(directory=self._directory, nodes=nodes, port=self.port, user=user))
        log = self._directory / "nginx.log"
        # Debian keeps it off the PATH of those who are not root.
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "there is no nginx"
        self._process = subprocess.Popen([program, "-e", str(log), "-c", str(path)])
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            assert self._process.poll() is None, log.read_text()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"nginx does not listen: {log.read_text()}")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)
        self._process = None
