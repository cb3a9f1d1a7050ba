"""Webhooks from the command line: several for an application, secrets, tests, attempts, replays; and pulled events."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as StandardWebhook

from client.api import AGGREGATION, Api
from client.deployment import Deployment
from client.receiver import Delivery
from client.server import Settings
from client.signature import bridge_signature

SETTINGS: Settings = {"webhooks.schedule_ms": [0, 60, 60], "webhooks.timeout_ms": 400}


def create(deployment: Deployment, api: Api, path: str, *more: str) -> dict[str, Any]:
    """A webhook that goes to a path of the receiver."""
    url = deployment.receiver.url(path)
    where = ("--client-id", api.application.client_id, "--url", url)
    created: dict[str, Any] = json.loads(deployment.server.command("webhook", "create", *where, *more, "--json"))
    return created


def listed(deployment: Deployment, api: Api) -> list[dict[str, Any]]:
    command = ("webhook", "list", "--client-id", api.application.client_id, "--json")
    found: list[dict[str, Any]] = json.loads(deployment.server.command(*command))
    return found


def arrived(deployment: Deployment, path: str, count: int) -> list[Delivery]:
    """What came to a path, as soon as there are so many; and a moment later there are no more."""
    deployment.receiver.wait(path, lambda deliveries: len(deliveries) >= count)
    time.sleep(0.3)
    deliveries = deployment.receiver.deliveries(path)
    assert len(deliveries) == count, [delivery.type for delivery in deliveries]
    return deliveries


def delete_user(api: Api) -> str:
    user = api.create_user()
    assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
    return user.uuid


def test_several_with_their_events(deployment: Deployment) -> None:
    """Each hears what it subscribed to; a running server sees changes at once."""
    api = deployment.api("several")
    own = create(deployment, api, "/several/all", "--name", "Everything")
    created = create(deployment, api, "/several/created", "--event", "item.created", "--event", "item.refreshed")
    assert own["webhook_secret"] != created["webhook_secret"]
    delete_user(api)
    first = (api.application.webhook_path, api.application.webhook_secret)
    for path, secret in (first, ("/several/all", own["webhook_secret"])):
        (delivery,) = arrived(deployment, path, 1)
        delivery.verify(secret)
    assert deployment.receiver.deliveries("/several/created") == []
    deployment.server.command("webhook", "update", str(created["id"]), "--event", "user.deleted", "--name", "Left")
    deployment.server.command("webhook", "update", str(own["id"]), "--disable")
    delete_user(api)
    arrived(deployment, "/several/created", 1)
    arrived(deployment, "/several/all", 1)
    oldest, second, third = listed(deployment, api)
    assert (oldest["events"], oldest["is_enabled"]) == ("all", True)
    assert (second["name"], second["is_enabled"], second["off_reason"]) == ("Everything", False, "operator")
    assert (third["name"], third["events"]) == ("Left", ["user.deleted"])
    assert "secret" not in json.dumps([oldest, second, third]), "shown once"
    deployment.server.command("webhook", "enable", str(own["id"]))
    elsewhere = deployment.receiver.url("/several/elsewhere")
    deployment.server.command("webhook", "update", str(own["id"]), "--url", elsewhere)
    deployment.server.command("webhook", "delete", str(created["id"]), "--yes")
    delete_user(api)
    arrived(deployment, "/several/elsewhere", 1)
    arrived(deployment, "/several/created", 1)
    assert [webhook["id"] for webhook in listed(deployment, api)] == [oldest["id"], own["id"]]


def test_ten_at_most(deployment: Deployment) -> None:
    api = deployment.api("ten")
    for number in range(9):
        create(deployment, api, f"/ten/{number}")
    where = ("--client-id", api.application.client_id, "--url", deployment.receiver.url("/ten/more"))
    refused_ = deployment.server.run("webhook", "create", *where)
    assert refused_.returncode != 0
    assert "10 webhooks" in refused_.stderr
    assert len(listed(deployment, api)) == 10


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--url", "http://receiver.example/"), "https"),
        (("--url", "https://user@receiver.example/"), "user name"),
        (("--url", "https://receiver.example/", "--event", "item.renamed"), "item.created"),
        (("--url", "https://receiver.example/", "--event", "TEST_EVENT"), "item.created"),
        (("--url", "https://receiver.example/", "--name", "n" * 101), "--name"),
    ],
)
def test_refused(deployment: Deployment, api: Api, arguments: tuple[str, ...], words: str) -> None:
    done = deployment.server.run("webhook", "create", "--client-id", api.application.client_id, *arguments)
    assert done.returncode != 0
    assert words in done.stderr, done.stderr


def test_unknown(deployment: Deployment) -> None:
    for command in (("test", "999999"), ("delete", "999999", "--yes"), ("replay", "999999", "--failed")):
        done = deployment.server.run("webhook", *command)
        assert done.returncode != 0
        assert "no webhook 999999" in done.stderr


def test_renewed_secret(deployment: Deployment) -> None:
    """The two newest sign, the newest first; Standard Webhooks' own library takes either, and no other."""
    api = deployment.api("renewed")
    made = create(deployment, api, "/renewed")
    renewed = [json.loads(deployment.server.command("webhook", "renew-secret", str(made["id"]), "--json"))]
    delete_user(api)
    (one,) = arrived(deployment, "/renewed", 1)
    renewed.append(json.loads(deployment.server.command("webhook", "renew-secret", str(made["id"]), "--json")))
    delete_user(api)
    two = arrived(deployment, "/renewed", 2)[1]
    for delivery, alive, dead in ((one, (renewed[0], made), ()), (two, (renewed[1], renewed[0]), (made,))):
        signatures = [bridge_signature(secret["webhook_secret"], delivery.body) for secret in alive]
        assert delivery.headers["bridgeapi-signature"] == ",".join(signatures)
        assert len(delivery.headers["webhook-signature"].split(" ")) == 2
        for secret in alive:
            verified = StandardWebhook(secret["webhook_secret_whsec"]).verify(delivery.body, dict(delivery.headers))
            assert verified == delivery.event
        for secret in dead:
            with pytest.raises(Exception, match="No matching signature"):
                StandardWebhook(secret["webhook_secret_whsec"]).verify(delivery.body, dict(delivery.headers))


def test_test_event(deployment: Deployment) -> None:
    """As documented, whatever the webhook subscribed to."""
    api = deployment.api("test-event")
    made = create(deployment, api, "/test-event", "--event", "item.created")
    deployment.server.command("webhook", "test", str(made["id"]))
    (delivery,) = arrived(deployment, "/test-event", 1)
    assert deployment.receiver.deliveries(api.application.webhook_path) == []
    seconds = delivery.event["timestamp"]
    assert abs(seconds - time.time()) < 30
    content = '{"item_id":1234567890,"status":0,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"}'
    assert delivery.body.decode() == f'{{"content":{content},"timestamp":{seconds},"type":"TEST_EVENT"}}'
    assert delivery.headers["bridgeapi-signature"] == bridge_signature(made["webhook_secret"], delivery.body)
    StandardWebhook(made["webhook_secret_whsec"]).verify(delivery.body, dict(delivery.headers))
    deployment.server.command("webhook", "update", str(made["id"]), "--disable")
    assert "is off" in deployment.server.run("webhook", "test", str(made["id"])).stderr
