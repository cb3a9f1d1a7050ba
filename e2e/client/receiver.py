"""A webhook receiver that keeps every request as it came."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from client.signature import bridge_signature, standard_signature


@dataclass(frozen=True)
class Delivery:
    """One request of the server to the receiver."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    received_at: float

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    @property
    def type(self) -> str:
        return str(self.event["type"])

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = self.event["content"]
        return content

    @property
    def timestamp(self) -> int:
        return int(self.event["timestamp"])

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]

    def verify(self, secret: str) -> None:
        """Both signatures, the content type and the envelope."""
        signatures = self.headers["bridgeapi-signature"].split(",")
        assert bridge_signature(secret, self.body) in signatures, signatures
        seconds = self.headers["webhook-timestamp"]
        assert abs(int(seconds) - time.time()) < 300, seconds
        expected = standard_signature(secret, self.webhook_id, seconds, self.body)
        assert expected in self.headers["webhook-signature"].split(" ")
        assert self.headers["content-type"].startswith("application/json")
        assert set(self.event) == {"content", "timestamp", "type"}
        assert 1_600_000_000_000 < self.timestamp < 10_000_000_000_000, "milliseconds"


# What the receiver answers to a delivery: status and headers.
Answer = Callable[[Delivery], tuple[int, dict[str, str]]]


def accept(_delivery: Delivery) -> tuple[int, dict[str, str]]:
    return 200, {}


class _HttpServer(ThreadingHTTPServer):
    # Bursts of deliveries open many connections at once.
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A server that was killed hangs up; anything else is printed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class WebhookReceiver:
    """Listens on a port of its own; `answer` decides what each delivery gets, with `body`."""

    def __init__(self) -> None:
        self.answer: Answer = accept
        self.body = b""
        self._deliveries: list[Delivery] = []
        self._arrived = threading.Condition()
        self._http = _HttpServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}{path}"

    def deliveries(self, path: str) -> list[Delivery]:
        with self._arrived:
            return [delivery for delivery in self._deliveries if delivery.path == path]

    def wait(self, path: str, ready: Callable[[list[Delivery]], bool], timeout: float = 15.0) -> list[Delivery]:
        """The deliveries of `path` as soon as `ready` says so, or those there are when the time is up."""
        with self._arrived:
            self._arrived.wait_for(lambda: ready([d for d in self._deliveries if d.path == path]), timeout)
        return self.deliveries(path)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def _receive(self, delivery: Delivery) -> tuple[int, dict[str, str]]:
        with self._arrived:
            self._deliveries.append(delivery)
            self._arrived.notify_all()
        return self.answer(delivery)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, extra = receiver._receive(Delivery(self.path, headers, body, time.monotonic()))
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(receiver.body)))
                self.end_headers()
                self.wfile.write(receiver.body)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        return Handler
