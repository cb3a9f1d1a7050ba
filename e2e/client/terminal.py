"""A command in a terminal, as people run it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Sequence
from contextlib import suppress


def run(command: Sequence[str], environment: dict[str, str], *, typed: str = "", columns: int = 80) -> tuple[int, str]:
    """Runs a command in a terminal of that width with `typed` waiting in it: the exit code, and what stood there."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.write(controller, typed.encode())
    with subprocess.Popen(command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        # Linux ends the reading with an error once nobody has the terminal open.
        with suppress(OSError):
            while part := os.read(controller, 4096):
                shown += part
    os.close(controller)
    return process.returncode, shown.decode().replace("\r\n", "\n")
