"""A DNS server (RFC 1035) that answers by UDP: an address for each name that it knows."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping


class Dns:
    """Knows IPv4 addresses of names; `asked` has the names that it was asked for."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.asked: list[str] = []
        self._known = known
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                query, asker = self._socket.recvfrom(512)
                self._socket.sendto(self._answer(query), asker)
            except OSError:
                return

    def _answer(self, query: bytes) -> bytes:
        labels, at = [], 12
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode())
            at += 1 + length
        kind = int.from_bytes(query[at + 1 : at + 3], "big")
        name = ".".join(labels).lower()
        self.asked.append(name)
        address = self._known.get(name)
        # A record of type A: the question's name, type, class, no second to live, four bytes.
        record = bytes([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]) + socket.inet_aton(address) if address else b""
        records = record if kind == 1 else b""
        code = 0 if address else 3
        counts = bytes([0, 1, 0, 1 if records else 0, 0, 0, 0, 0])
        return query[:2] + bytes([0x81, 0x80 | code]) + counts + query[12 : at + 5] + records
