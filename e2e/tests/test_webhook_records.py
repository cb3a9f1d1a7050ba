"""What was sent and what could have been: deliveries over the API and the command line, pulled events, replays."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from typing import Any

from client.api import AGGREGATION, Api, ok, refused
from client.deployment import Deployment
from client.receiver import Delivery
from client.server import Settings

SETTINGS: Settings = {"webhooks.schedule_ms": [0, 60, 60], "webhooks.timeout_ms": 400}
EVENTS = "/passerelle/v1/events"
DELIVERIES = "/passerelle/v1/webhook-deliveries"


def delete_user(api: Api) -> str:
    user = api.create_user()
    assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
    return user.uuid


def wait_for(ready: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 10
    while not (found := ready()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def listed(api: Api, path: str) -> list[dict[str, Any]]:
    """Every resource, page by page."""
    found = []
    following: str | None = path
    while following:
        page = ok(api.get(following))
        found += page["resources"]
        following = page["pagination"]["next_uri"]
    return found


def webhook_of(deployment: Deployment, api: Api) -> int:
    command = ("webhook", "list", "--client-id", api.application.client_id, "--json")
    return int(json.loads(deployment.server.command(*command))[0]["id"])


def test_deliveries(deployment: Deployment) -> None:
    """Each attempt with its time, status and duration; filters, pages; and the command says the same."""
    api = deployment.api("deliveries")
    path = api.application.webhook_path
    count = 0

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        nonlocal count
        if delivery.path != path:
            return 200, {}
        count += 1
        return (503 if count <= 3 else 200), {}

    deployment.receiver.answer = answer
    delete_user(api)
    (failed,) = wait_for(lambda: listed(api, f"{DELIVERIES}?status=failed"))
    assert [attempt["status_code"] for attempt in failed["attempts"]] == [503, 503, 503]
    assert all(0 <= attempt["duration_ms"] < 400 for attempt in failed["attempts"])
    for _ in range(3):
        delete_user(api)
    webhook = webhook_of(deployment, api)
    wait_for(lambda: len(listed(api, f"{DELIVERIES}?status=delivered")) == 3)
    every = listed(api, f"{DELIVERIES}?limit=1&webhook_id={webhook}&type=user.deleted")
    assert len(every) == 4
    assert every[-1] == failed
    assert [delivery["id"] for delivery in every] == sorted((delivery["id"] for delivery in every), reverse=True)
    for nothing in ("webhook_id=2147483647", "webhook_id=99999999999", "type=item.created", "status=waiting"):
        assert listed(api, f"{DELIVERIES}?{nothing}") == [], nothing
    refused(api.get(f"{DELIVERIES}?status=lost&webhook_id=99999999999"), 400, "invalid_parameter", "status")
    refused(api.get(f"{DELIVERIES}?type=lost"), 400, "invalid_parameter", "type")
    refused(api.call("GET", DELIVERIES, headers={"Bridge-Version": "2025-01-15"}), 401)
    printed = json.loads(deployment.server.command("webhook", "deliveries", str(webhook), "--failed", "--json"))
    assert [record["event_id"] for record in printed] == [failed["event_id"]]
    assert [attempt["status_code"] for attempt in printed[0]["attempts"]] == [503, 503, 503]
    assert "503" in deployment.server.command("webhook", "deliveries", str(webhook), "--failed")
    # Sent again, under the id it had.
    deployment.server.command("webhook", "replay", str(webhook), "--failed")
    wait_for(lambda: len(listed(api, f"{DELIVERIES}?status=delivered")) == 4)
    ids = [delivery.webhook_id for delivery in deployment.receiver.deliveries(path)]
    assert ids[-1] == failed["event_id"] == ids[0]
    deployment.server.command("webhook", "replay", str(webhook), "--event", ids[0])
    wait_for(lambda: len(deployment.receiver.deliveries(path)) == 8)
    deployment.server.command("webhook", "replay", str(webhook), "--since", "2020-01-01T00:00:00Z")
    wait_for(lambda: len(deployment.receiver.deliveries(path)) == 12)
    assert "required" in deployment.server.run("webhook", "replay", str(webhook)).stderr


def test_pulled(deployment: Deployment) -> None:
    """Whether or not a webhook heard of them: in order, whole, byte by byte; and only the application's own."""
    api = deployment.api("pulled")
    webhook = str(webhook_of(deployment, api))
    users = [delete_user(api)]
    (sent,) = deployment.receiver.wait(api.application.webhook_path, lambda deliveries: len(deliveries) >= 1)
    deployment.server.command("webhook", "delete", webhook, "--yes")
    users += [delete_user(api) for _ in range(4)]
    events = listed(api, f"{EVENTS}?limit=2")
    assert [json.loads(event["body"])["content"]["user_uuid"] for event in events] == users
    assert (events[0]["id"], events[0]["body"].encode()) == (sent.webhook_id, sent.body)
    assert {event["type"] for event in events} == {"user.deleted"}
    assert listed(api, f"{EVENTS}?after={events[2]['cursor']}") == events[3:]
    assert listed(api, f"{EVENTS}?after={events[4]['cursor']}") == []
    late = delete_user(api)
    (event,) = listed(api, f"{EVENTS}?after={events[4]['cursor']}")
    assert late in event["body"]
    refused(api.get(f"{EVENTS}?after=nonsense"), 400, "invalid_parameter", "after")
    refused(api.call("GET", EVENTS, headers={"Bridge-Version": "2025-01-15"}), 401)
    client = ("--client-id", api.application.client_id)
    printed = json.loads(deployment.server.command("event", "list", *client, "--after", "4", "--json"))
    assert [(event["number"], event["id"]) for event in printed] == [(5, events[4]["id"]), (6, event["id"])]
    assert late in deployment.server.command("event", "list", *client)


def test_tail(deployment: Deployment) -> None:
    """Prints what happens from now on."""
    api = deployment.api("tail")
    delete_user(api)
    server = deployment.server
    command = [server.binary, "event", "tail", "--client-id", api.application.client_id, "--json"]
    command += server.database.arguments()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as tail:
        time.sleep(1.5)
        users = [delete_user(api), delete_user(api)]
        assert tail.stdout
        for user in users:
            assert user in json.loads(tail.stdout.readline())["body"]
        tail.terminate()
        assert tail.wait(10) == 0
