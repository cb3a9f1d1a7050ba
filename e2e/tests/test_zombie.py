"""A worker that was stopped past its lease changes nothing when it wakes: another one has done its work."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from client import events
from client.api import AGGREGATION, User
from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, drive, parameters, walk
from client.receiver import Delivery
from client.server import Server, Settings

# The lease of a delivery is twice the receiver's time.
SETTINGS: Settings = {
    "jobs.lease_ms": 500,
    "jobs.poll_ms": 100,
    "demo.slow_ms": 1_000,
    "connect.pending_after_ms": 600_000,
    "webhooks.timeout_ms": 1_000,
    "webhooks.schedule_ms": [0, 200, 200, 200, 500, 500],
}
ROUNDS = 10
# So long a sleeper that woke has time to do what it was about to.
AFTER_WAKING = 0.7
# Everything that is kept of a user but their tokens.
TABLES = {
    "items": "SELECT * FROM items WHERE user_id = {id}",
    "accounts": "SELECT * FROM accounts WHERE user_id = {id}",
    "transactions": "SELECT * FROM transactions WHERE user_id = {id}",
    "sessions": "SELECT * FROM connect_sessions WHERE user_id = {id}",
    "jobs": "SELECT * FROM jobs",
    "events": "SELECT * FROM events WHERE user_id = {id}",
    "deliveries": "SELECT d.* FROM deliveries d, events e WHERE e.id = d.event_id AND e.user_id = {id}",
    "attempts": """
        SELECT a.* FROM delivery_attempts a, deliveries d, events e
        WHERE d.id = a.delivery_id AND e.id = d.event_id AND e.user_id = {id}""",
}


class Workers:
    """A server without workers, and two workers of which one is asleep."""

    def __init__(self, directory: Path) -> None:
        self.deployment = Deployment(directory, SETTINGS, role="serve --no-workers").start()
        self.database = self.deployment.database
        url = self.deployment.url
        self.awake, self.asleep = (
            Server(directory / name, SETTINGS, database=self.database, public_url=url, role="worker")
            for name in ("one", "other")
        )
        for worker in (self.awake, self.asleep):
            worker.start()
        self.asleep.pause()

    def change_guard(self) -> None:
        """Puts the waking one to sleep, in the middle of what it does, and wakes the other."""
        self.awake.pause()
        self.asleep.resume()
        self.awake, self.asleep = self.asleep, self.awake

    def close(self) -> None:
        for worker in (self.awake, self.asleep):
            worker.kill()
        self.deployment.close()

    def id_of(self, user: User) -> str:
        ((number,),) = self.database.query(f"SELECT id FROM users WHERE uuid = '{user.uuid}'")
        return number

    def kept(self, number: str) -> dict[str, list[tuple[str, ...]]]:
        return {name: sorted(self.database.query(sql.format(id=number))) for name, sql in TABLES.items()}

    def count(self, sql: str) -> int:
        ((number,),) = self.database.query(sql)
        return int(number)

    def wait_for_count(self, sql: str, number: int) -> None:
        deadline = time.monotonic() + 20
        while (found := self.count(sql)) != number:
            assert time.monotonic() < deadline, f"{found} instead of {number}: {sql}"
            time.sleep(0.02)

    def check_sleeper(self, number: str) -> None:
        """It wakes, and everything stays as it was."""
        before = self.kept(number)
        assert before["events"], "this is where the data is"
        self.asleep.resume()
        time.sleep(AFTER_WAKING)
        self.asleep.pause()
        assert self.kept(number) == before


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(tmp_path)
    yield workers
    workers.close()


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.xdist_group("zombie-synchronisation")
def test_asleep_while_synchronising(workers: Workers) -> None:
    deployment = workers.deployment
    api = deployment.documented
    held = "SELECT count(*) FROM jobs WHERE lease IS NOT NULL AND CAST(task AS text) LIKE '%first_sync%'"
    for _ in range(ROUNDS):
        user, browser = api.create_user(), Browser()
        url = api.create_session(user, callback_url=CALLBACK)
        page = walk(browser, url, ["choosing_provider", "entering_credentials", "choosing_accounts"], ["slow"])
        assert browser.submit(page).state == "synchronising"
        workers.wait_for_count(held, 1)
        workers.change_guard()
        assert workers.count(held) == 1, "it was to fall asleep in the middle of its work"
        back = left_to(browser.finish(drive(browser, url)))
        assert parameters(back)["success"] == "true"
        deployment.events(api, user, NEW_ITEM_EVENTS)
        number = workers.id_of(user)
        # Whether it takes long is asked long after the test.
        workers.wait_for_count("SELECT count(*) FROM jobs WHERE CAST(task AS text) NOT LIKE '%pending%'", 0)
        undelivered = "SELECT count(*) FROM deliveries d, events e WHERE d.event_id = e.id AND d.delivered_at IS NULL"
        workers.wait_for_count(f"{undelivered} AND e.user_id = {number}", 0)
        workers.check_sleeper(number)
        deployment.events(api, user, NEW_ITEM_EVENTS)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.xdist_group("zombie-delivery")
def test_asleep_while_delivering(workers: Workers) -> None:
    deployment = workers.deployment
    api = deployment.documented
    may_answer = threading.Event()

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        if len(events.of_user(deployment.receiver.deliveries(delivery.path), delivery.content["user_uuid"])) == 1:
            may_answer.wait(20)
        return 200, {}

    deployment.receiver.answer = answer
    path = api.application.webhook_path
    for _ in range(ROUNDS):
        may_answer.clear()
        user = api.create_user()
        number = workers.id_of(user)
        assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
        assert deployment.receiver.wait(path, lambda d, of=user: len(events.of_user(d, of.uuid)) == 1)
        workers.change_guard()
        deliveries = f"FROM deliveries d, events e WHERE e.id = d.event_id AND e.user_id = {number}"
        assert workers.count(f"SELECT count(*) {deliveries} AND d.attempts = 0") == 1, "it was to fall asleep before"
        workers.wait_for_count(f"SELECT count(*) {deliveries} AND d.delivered_at IS NOT NULL", 1)
        may_answer.set()
        workers.check_sleeper(number)
        arrived = events.of_user(deployment.receiver.deliveries(path), user.uuid)
        assert len(arrived) == 2, "once by each worker"
        assert len({delivery.webhook_id for delivery in arrived}) == 1
