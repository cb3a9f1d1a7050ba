"""A server with its applications and a webhook receiver: what a test talks to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from client import events
from client.api import Api, User
from client.database import Database, fresh
from client.proxy import Proxy
from client.receiver import Delivery, WebhookReceiver
from client.server import Application, Server, Settings

CALLBACK_HOST = "app.example"
CALLBACK = f"https://{CALLBACK_HOST}/back"


class Deployment:
    """Two applications, one per callback mode, on one server; or on several behind a proxy, on one database."""

    def __init__(
        self,
        directory: Path,
        settings: Settings | None = None,
        *,
        nodes: int = 1,
        database: Database | None = None,
        role: str = "serve",
    ) -> None:
        self.receiver = WebhookReceiver()
        self.database = database or fresh(directory)
        self.proxy = Proxy(directory) if nodes > 1 else None
        public_url = self.proxy.url if self.proxy else None
        self.servers = [
            Server(directory / f"node-{number}", settings, database=self.database, public_url=public_url, role=role)
            for number in range(1, nodes + 1)
        ]
        self.server = self.servers[0]
        self.url = self.server.public_url
        self.documented = self.api("documented")
        self.live = self.api("live")
        self.server.command("app", "update", self.live.application.client_id, "--callback-mode", "live")

    def api(self, name: str, domains: Sequence[str] = (CALLBACK_HOST, "localhost"), *, sandbox: bool = True) -> Api:
        """A new application, whose webhook has a path of its own."""
        path = f"/hooks/{name}"
        created = self.server.create_application(name, self.receiver.url(path), *domains, sandbox=sandbox)
        secrets = (created["client_id"], created["client_secret"], created["webhook_secret"])
        return Api(self.url, Application(*secrets, webhook_path=path))

    def mode(self, name: str) -> Api:
        return self.live if name == "live" else self.documented

    def events(self, api: Api, user: User, expected: Sequence[str], timeout: float = 15.0) -> list[Delivery]:
        """The user's webhook events, as soon as they read like `expected`."""
        return events.wait_for(self.receiver, api.application, user.uuid, expected, timeout)

    def start(self) -> Deployment:
        for server in self.servers:
            server.start()
        if self.proxy:
            self.proxy.start([server.port for server in self.servers])
        return self

    def close(self) -> None:
        try:
            for server in self.servers:
                server.stop()
        finally:
            if self.proxy:
                self.proxy.stop()
            for server in self.servers:
                server.kill()
            self.receiver.close()
            self.database.drop()


# Starts a server with settings, or gives the one that has them already.
Deploy = Callable[[Settings], Deployment]
