"""Whom the server asks for the addresses of webhooks' names, and what it does with private ones."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from client.api import AGGREGATION, ok
from client.deployment import Deployment
from client.dns import Dns
from client.server import Settings

NAME = "hooks.acme.test"


def test_private_address_is_not_called(tmp_path: Path) -> None:
    """A name that only the chosen server knows leads to this machine: no connection, and the record says why."""
    dns = Dns({NAME: "127.0.0.1"})
    listener = socket.create_server(("127.0.0.1", 0))
    settings: Settings = {
        "outbound.allow_private": False,
        "outbound.dns_servers": [dns.address],
        "webhooks.schedule_ms": [0],
    }
    deployment = Deployment(tmp_path, settings).start()
    try:
        api = deployment.documented
        url = f"https://{NAME}:{listener.getsockname()[1]}/"
        command = ("webhook", "create", "--client-id", api.application.client_id, "--url", url, "--json")
        webhook = json.loads(deployment.server.command(*command))["id"]
        user = api.create_user()
        assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
        path = f"/passerelle/v1/webhook-deliveries?webhook_id={webhook}&status=failed"
        deadline = time.monotonic() + 15
        while not (found := ok(api.get(path))["resources"]) and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        deployment.close()
        dns.close()
    assert "not allowed" in found[0]["attempts"][0]["error"]
    assert set(dns.asked) == {NAME}
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()
