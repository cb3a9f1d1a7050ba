"""The key ring is rotated while the server runs, and a rotation that is interrupted goes on."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.api import Api, User
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item

REFRESHED = [*NEW_ITEM_EVENTS, "item.refreshed"]


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path).start()
    yield deployment
    deployment.close()


def keys(deployment: Deployment) -> dict[int, int]:
    """How many values each key seals."""
    listed = json.loads(deployment.server.command("keys", "list", "--json"))
    return {key["id"]: key["values"] for key in listed}


def still_works(deployment: Deployment, api: Api, user: User, events: list[str]) -> None:
    """What was sealed before opens: the consent for a refresh, the webhook's secret for its event."""
    (item,) = api.items(user)
    deployment.server.command("item", "refresh", str(item["id"]))
    deployment.events(api, user, events)
    assert api.item(user, item["id"])["status"] == 0


def test_rotated_while_users_connect(deployment: Deployment) -> None:
    api = deployment.documented
    user = api.create_user()
    add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert list(keys(deployment)) == [1]
    done = threading.Event()
    connected: list[User] = []

    def connect() -> None:
        while not done.is_set():
            another = api.create_user()
            add_item(api, another, "otp")
            connected.append(another)

    walker = threading.Thread(target=connect)
    walker.start()
    try:
        said = deployment.server.command("keys", "rotate")
    finally:
        done.set()
        walker.join()
    assert "key 2 seals everything" in said
    found = keys(deployment)
    assert list(found) == [2], "nothing is left to the older key"
    assert found[2] > 2
    still_works(deployment, api, user, REFRESHED)
    for another in connected:
        deployment.events(api, another, NEW_ITEM_EVENTS)
    assert connected

    deployment.server.stop()
    deployment.server.start()
    still_works(deployment, api, user, [*REFRESHED, "item.refreshed"])


def test_interrupted_and_resumed(deployment: Deployment) -> None:
    api = deployment.documented
    user = api.create_user()
    add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    for _ in range(12):
        add_item(api, api.create_user())
    server = deployment.server
    command = [server.binary, "keys", "rotate", *server.database.arguments()]
    chance = random.Random(7)
    for _ in range(6):
        rotation = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.02, 0.3))
        rotation.kill()
        rotation.wait(10)
        assert server.database.key_path.stat().st_mode & 0o777 == 0o600
    server.command("keys", "rotate")
    found = keys(deployment)
    assert len(found) == 1, "every value is sealed with the newest key"
    still_works(deployment, api, user, REFRESHED)
