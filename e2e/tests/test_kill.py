"""No event is lost when the server is killed, wherever that is: between any commit and what follows it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from client import events
from client.api import Api, User
from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, drive, parameters
from client.receiver import Delivery
from client.server import Server, Settings

# Leases of a server that died run out soon: that of a job, and that of a delivery, twice the receiver's time.
SETTINGS: Settings = {
    "jobs.lease_ms": 500,
    "webhooks.timeout_ms": 500,
    "webhooks.schedule_ms": [0, 200, 200, 200, 500, 500],
}
# The commit after which the server kills itself; the last ones lie behind the end of the flow.
COMMITS = [*range(1, 31), 35, 40, 45, 50, 60]


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, SETTINGS)
    yield deployment
    deployment.close()


@pytest.mark.parametrize("commits", COMMITS)
def test_killed_after_a_commit(deployment: Deployment, commits: int) -> None:
    """Killed in the flow, started again, the flow walked to its end: every event arrives, under one id each."""
    api, browser = deployment.documented, Browser()
    server = deployment.server
    server.start()
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    server.stop()

    server.start({"testing.abort_after_commits": commits}, wait=False)
    walk_until_killed(server, browser, url)
    code = server.wait_for_exit(2)
    assert code in (-9, None), server.tail()
    server.kill()

    server.start()
    back = left_to(browser.finish(drive(browser, url)))
    assert parameters(back)["success"] == "true"
    check_every_event(deployment, api, user)


def walk_until_killed(server: Server, browser: Browser, url: str) -> None:
    """Walks as soon as the server answers, until it is gone or the flow is at its end."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and server.wait_for_exit(0.02) is None:
        try:
            browser.finish(drive(browser, url))
        except requests.ConnectionError:
            continue
        return


def check_every_event(deployment: Deployment, api: Api, user: User) -> None:
    def distinct(deliveries: list[Delivery]) -> list[Delivery]:
        return list({delivery.webhook_id: delivery for delivery in events.of_user(deliveries, user.uuid)}.values())

    def accounts_of(deliveries: list[Delivery]) -> list[int]:
        return sorted(d.content["account_id"] for d in distinct(deliveries) if d.type == "item.account.created")

    (item,) = api.items(user)
    accounts = sorted(account["id"] for account in api.accounts(user, item["id"]))
    arrived = deployment.receiver.wait(
        api.application.webhook_path,
        lambda d: events.summary(distinct(d)) == NEW_ITEM_EVENTS and accounts_of(d) == accounts,
        20,
    )
    assert events.summary(distinct(arrived)) == NEW_ITEM_EVENTS
    assert accounts_of(arrived) == accounts
    bodies = defaultdict(set)
    for delivery in events.of_user(arrived, user.uuid):
        delivery.verify(api.application.webhook_secret)
        bodies[delivery.webhook_id].add(delivery.body)
    assert all(len(versions) == 1 for versions in bodies.values()), "the same id says the same"
    assert api.item(user, item["id"])["status"] == 0


def test_killed_between_commit_and_send(deployment: Deployment) -> None:
    """Users deleted while the receiver refuses; the server dies, and every one is told of once it is back."""
    api = deployment.documented
    deployment.receiver.answer = lambda _delivery: (503, {})
    deployment.server.start()
    users = [api.create_user() for _ in range(20)]
    for user in users:
        assert api.delete(f"/v3/aggregation/users/{user.uuid}").status_code == 204
    deployment.server.kill()
    deployment.receiver.answer = lambda _delivery: (200, {})
    before = len(deployment.receiver.deliveries(api.application.webhook_path))

    deployment.server.start()

    told = {user.uuid for user in users}
    deliveries = deployment.receiver.wait(
        api.application.webhook_path, lambda d: {e.content["user_uuid"] for e in d[before:]} >= told
    )
    ids = defaultdict(set)
    for delivery in deliveries:
        delivery.verify(api.application.webhook_secret)
        ids[delivery.content["user_uuid"]].add(delivery.webhook_id)
    assert set(ids) == told
    assert all(len(found) == 1 for found in ids.values())
    assert {d.content["user_uuid"] for d in deliveries[before:]} == told
