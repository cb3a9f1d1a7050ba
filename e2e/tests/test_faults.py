"""Two nodes and one PostgreSQL under faults that nobody chose, and then a look at the whole history.

Clients create users and walk flows, items are refreshed every few seconds, and meanwhile a node is killed or stopped
for longer than its leases, PostgreSQL is killed, or the receiver is down. Afterwards everything that was acknowledged
or committed must have happened, once.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TypeVar

import pytest
import requests

from client.api import Api, User
from client.browser import WAITING, Browser, Left, Page
from client.cluster import Cluster
from client.database import Postgres
from client.deployment import CALLBACK, Deployment
from client.events import of_user
from client.flow import act, parameters
from client.receiver import Delivery
from client.server import Settings

pytestmark = [pytest.mark.postgres, pytest.mark.long, pytest.mark.timeout(400)]

SECONDS = 120
CLIENTS = 2
SETTINGS: Settings = {
    "jobs.lease_ms": 1_000,
    "jobs.poll_ms": 200,
    "webhooks.timeout_ms": 1_000,
    # Nothing is given up because of a fault.
    "webhooks.schedule_ms": [0, 200, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 40_000, 60_000],
    "refresh.interval_ms": 4_000,
}
# At the end nothing new becomes due.
AT_REST: Settings = {"refresh.interval_ms": 43_200_000}


T = TypeVar("T")


@dataclass
class History:
    """What clients were told."""

    users: list[User] = field(default_factory=list)
    # The item that a user's flow ended with.
    finished: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    complaints: list[BaseException] = field(default_factory=list)


class Faults:
    """One fault after another, each undone before the next."""

    def __init__(self, deployment: Deployment, cluster: Cluster, seed: int) -> None:
        self._deployment = deployment
        self._cluster = cluster
        self._chance = random.Random(seed)
        self._is_down = threading.Event()
        self.accepted: list[Delivery] = []
        deployment.receiver.answer = self._answer

    def one(self) -> str:
        fault: Callable[[], None] = self._chance.choice(
            [self._kill_node, self._stop_node, self._kill_postgres, self._close_receiver]
        )
        fault()
        time.sleep(self._chance.uniform(0.2, 2))
        return fault.__name__.strip("_")

    def _answer(self, delivery: Delivery) -> tuple[int, dict[str, str]]:
        if self._is_down.is_set():
            return 503, {}
        self.accepted.append(delivery)
        return 200, {}

    def _kill_node(self) -> None:
        node = self._chance.choice(self._deployment.servers)
        node.kill()
        time.sleep(self._chance.uniform(0, 1))
        node.start()

    def _stop_node(self) -> None:
        node = self._chance.choice(self._deployment.servers)
        node.pause()
        time.sleep(self._chance.uniform(0.3, 3))
        node.resume()

    def _kill_postgres(self) -> None:
        self._cluster.stop_at_once()
        time.sleep(self._chance.uniform(0, 1))
        self._cluster.start()

    def _close_receiver(self) -> None:
        self._is_down.set()
        time.sleep(self._chance.uniform(0.3, 2))
        self._is_down.clear()


class Client(threading.Thread):
    """Creates a user and walks a flow to its end, again and again; whatever goes wrong, it tries again."""

    def __init__(self, api: Api, history: History, stopped: threading.Event) -> None:
        super().__init__(daemon=True)
        self._api = Api(api.base, api.application)
        self._history = history
        self._stopped = stopped

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                user = self._again(self._api.create_user)
                self._history.users.append(user)
                url = self._again(lambda of=user: self._api.create_session(of, callback_url=CALLBACK))
                self._walk(user, url)
            except BaseException as error:
                self._history.complaints.append(error)
                return

    def _walk(self, user: User, url: str) -> None:
        browser = Browser()
        back = self._again(lambda: go_on(browser, url))
        told = parameters(back.url)
        if told["success"] == "true":
            self._history.finished[user.uuid] = int(told["item_id"])
        else:
            self._history.failed.append(user.uuid)

    def _again(self, call: Callable[[], T]) -> T:
        """Until it works. A server may be away for a while; what is wrong in itself stays wrong."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return call()
            except (requests.RequestException, AssertionError, Away):
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)


class Away(Exception):
    """A page that is none of the flow's."""


def go_on(browser: Browser, url: str) -> Left:
    """From wherever the session is to the application."""
    page = here(browser.open(url))
    while page.state not in ("succeeded", "failed"):
        page = here(browser.refresh(page) if page.state in WAITING else act(browser, page, repeat("success")))
    back = browser.finish(page)
    if not isinstance(back, Left):
        raise Away(back)
    return back


def here(page: Page) -> Page:
    if page.status >= 500:
        raise Away(page)
    return page


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.close()


@pytest.fixture
def deployment(tmp_path: Path, cluster: Cluster) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, SETTINGS, nodes=2, database=Postgres(tmp_path, cluster.url)).start()
    yield deployment
    deployment.close()


def test_history(deployment: Deployment, cluster: Cluster) -> None:
    seed = random.randrange(1_000_000)
    history = History()
    faults = Faults(deployment, cluster, seed)
    stopped = threading.Event()
    clients = [Client(deployment.documented, history, stopped) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        history.faults[faults.one()] += 1
    stopped.set()
    for client in clients:
        client.join(90)
    print(f"seed {seed}: {history.faults}, {len(history.users)} users, {len(history.finished)} flows finished")
    assert history.complaints == []
    come_to_rest(deployment)
    check_items(deployment, history)
    check_deliveries(deployment)
    assert backwards(faults.accepted) == [], "events came after a later one of their item"


def come_to_rest(deployment: Deployment) -> None:
    """Nothing new becomes due, and what is due is done."""
    for server in deployment.servers:
        server.stop()
        server.start(AT_REST)
    queries = (
        "SELECT count(*) FROM jobs WHERE failed_at IS NULL AND CAST(task AS text) NOT LIKE '%pending%'",
        "SELECT count(*) FROM deliveries WHERE delivered_at IS NULL",
        "SELECT count(*) FROM items WHERE next_refresh_at <= now() + interval '1 hour'",
    )
    deadline = time.monotonic() + 90
    while left := [sql for sql in queries if deployment.database.query(sql) != [("0",)]]:
        assert time.monotonic() < deadline, left
        time.sleep(0.2)
    assert deployment.database.query("SELECT task, last_error FROM jobs WHERE failed_at IS NOT NULL") == []


def check_items(deployment: Deployment, history: History) -> None:
    """One item for each finished flow, and all of the bank's data in each."""
    api = deployment.documented
    assert len(history.finished) > 5, "there is no history"
    assert history.failed == [], "the bank was always well"
    listed = {user["uuid"] for user in api.all("/v3/aggregation/users?limit=500")}
    assert {user.uuid for user in history.users} <= listed
    items = {user.uuid: api.items(user) for user in history.users if user.uuid in history.finished}
    assert {uuid: [item["id"] for item in own] for uuid, own in items.items()} == {
        uuid: [item_id] for uuid, item_id in history.finished.items()
    }
    assert {item["status"] for own in items.values() for item in own} == {0}
    sql = "SELECT t.user_id, a.name, t.date, t.amount_minor, t.provider_description FROM transactions t, accounts a"
    contents: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for user_id, *transaction in deployment.database.query(f"{sql} WHERE a.id = t.account_id"):
        contents[user_id][tuple(transaction)] += 1
    shared = Counter(frozenset(content.items()) for content in contents.values())
    assert len(shared) == 1, f"{len(shared)} versions of what the bank told everybody"


def check_deliveries(deployment: Deployment) -> None:
    """Each committed event was told, and nothing else; the same id says the same."""
    api = deployment.documented
    arrived = deployment.receiver.deliveries(api.application.webhook_path)
    sql = "SELECT message_id FROM events e, applications a WHERE a.id = e.application_id AND a.client_id = "
    committed = {message_id for (message_id,) in deployment.database.query(f"{sql}'{api.application.client_id}'")}
    assert {delivery.webhook_id for delivery in arrived} == committed
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for delivery in arrived:
        delivery.verify(api.application.webhook_secret)
        bodies[delivery.webhook_id].add(delivery.body)
    assert all(len(same) == 1 for same in bodies.values())


def backwards(accepted: list[Delivery]) -> list[str]:
    """The events that were accepted for the first time after a later one of their item."""
    latest: dict[int, int] = defaultdict(int)
    seen: set[str] = set()
    late = []
    for delivery in accepted:
        if delivery.webhook_id in seen or "item_id" not in delivery.content:
            continue
        seen.add(delivery.webhook_id)
        if delivery.timestamp < latest[delivery.content["item_id"]]:
            late.append(f"{delivery.type} of item {delivery.content['item_id']}")
        latest[delivery.content["item_id"]] = max(latest[delivery.content["item_id"]], delivery.timestamp)
    return late
