"""Just enough of PostgreSQL's protocol to say that one is of another version."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

TEXT = 25


class FakePostgres:
    """Lets everybody in, and answers every query with its version."""

    def __init__(self, version: str) -> None:
        self._version = version.encode()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgres://postgres@127.0.0.1:{self._listener.getsockname()[1]}/postgres"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        # Who was refused hangs up, and need not hear the rest.
        with suppress(ConnectionError), connection, connection.makefile("rwb") as stream:

            def send(kind: bytes, content: bytes = b"") -> None:
                stream.write(kind + struct.pack("!i", len(content) + 4) + content)
                stream.flush()

            while True:
                length, code = struct.unpack("!ii", stream.read(8))
                stream.read(length - 8)
                if code == 3 << 16:
                    break
                # It was asked for TLS, which it has not.
                stream.write(b"N")
                stream.flush()
            send(b"R", struct.pack("!i", 0))
            send(b"S", b"server_version\0" + self._version + b"\0")
            send(b"Z", b"I")
            while header := stream.read(5):
                (length,) = struct.unpack("!i", header[1:])
                content = stream.read(length - 4)
                for kind, answer in self._answers(header[:1], content):
                    send(kind, answer)

    def _answers(self, kind: bytes, content: bytes) -> list[tuple[bytes, bytes]]:
        columns = struct.pack("!h", 1) + b"server_version\0" + struct.pack("!ihihih", 0, 0, TEXT, -1, -1, 0)
        row = struct.pack("!hi", 1, len(self._version)) + self._version
        described = [(b"T", columns)]
        answered = [(b"D", row), (b"C", b"SHOW\0")]
        match kind:
            case b"P":
                return [(b"1", b"")]
            case b"D":
                return [(b"t", struct.pack("!h", 0)), *described] if content[:1] == b"S" else described
            case b"B":
                return [(b"2", b"")]
            case b"E":
                return answered
            case b"C":
                return [(b"3", b"")]
            case b"S":
                return [(b"Z", b"I")]
            case b"Q":
                return [*described, *answered, (b"Z", b"I")]
            case _:
                return []
