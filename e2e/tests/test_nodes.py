"""Several nodes behind a plain round-robin proxy are one server: any of them answers any request."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from client import events
from client.api import AGGREGATION, Api, User
from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, add_item, drive, parameters, walk
from client.server import Server, Settings

# A node that isn't told looks by itself, after five seconds at most: it is to be told, or to look more often.
SETTINGS: Settings = {"jobs.poll_ms": 1_000, "jobs.lease_ms": 2_000}
LOOKS_AFTER_AT_MOST = 5.0


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path_factory.mktemp("nodes"), SETTINGS, nodes=2).start()
    yield deployment
    deployment.close()


def answers(server: Server) -> int:
    """How many requests this node has answered so far."""
    return server.log.read_text(encoding="utf-8").count("answered")


@pytest.mark.parametrize("login", ["success", "otp", "app2app"])
def test_pages_answered_by_any_node(deployment: Deployment, api: Api, user: User, browser: Browser, login: str) -> None:
    before = [answers(server) for server in deployment.servers]
    back = left_to(browser.finish(drive(browser, api.create_session(user, callback_url=CALLBACK), login)))
    assert parameters(back)["success"] == "true"
    shares = [answers(server) - count for server, count in zip(deployment.servers, before, strict=True)]
    assert min(shares) > 3, f"both nodes took part: {shares}"
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert [item["status"] for item in api.items(user)] == [0]


class Stream:
    """What a browser hears that waits at a page: the names of pages, each with its time."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._heard: list[tuple[str, str, float]] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait_for(self, page: str, timeout: float = 15.0) -> float:
        """When the page was named; it fails if it never is."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._named(page) is not None, timeout), f"{page}: {self._heard}"
            named = self._named(page)
        assert named is not None
        return named

    def progress(self) -> int:
        """How often it heard how far things are."""
        with self._changed:
            return sum(1 for name, _, _ in self._heard if name == "progress")

    def _named(self, page: str) -> float | None:
        times = (at for name, data, at in self._heard if name == "state" and json.loads(data)["page"] == page)
        return next(times, None)

    def _listen(self) -> None:
        name = ""
        try:
            for line in self._response.iter_lines(chunk_size=1, decode_unicode=True):
                key, _, value = line.partition(":")
                if key == "event":
                    name = value.strip()
                elif key == "data":
                    with self._changed:
                        self._heard.append((name, value.strip(), time.monotonic()))
                        self._changed.notify_all()
        except (requests.RequestException, AttributeError):
            """Closed by us."""


@contextmanager
def listening(browser: Browser, url: str, base: str) -> Iterator[Stream]:
    """The session's events as the node or proxy at `base` tells them; the browser's cookie is for every port."""
    address = f"{base}{urlsplit(url).path}/events"
    with browser.http.get(address, stream=True, timeout=30, headers={"Accept": "text/event-stream"}) as response:
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith("text/event-stream")
        try:
            yield Stream(response)
        finally:
            # Closing alone would wait for the reading thread, and that for the stream's next sign of life.
            response.raw.connection.sock.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("waits_at", [0, 1])
def test_progress_reaches_a_browser_at_another_node(
    deployment: Deployment, api: Api, user: User, browser: Browser, waits_at: int
) -> None:
    """It waits at one node and hears of what the other one did."""
    url = api.create_session(user)
    page = walk(browser, url, ["choosing_provider", "entering_credentials"])
    other = deployment.servers[1 - waits_at]
    with listening(browser, url, deployment.servers[waits_at].url) as stream:
        stream.wait_for("bank_creds_form")
        form = f"{other.url}{urlsplit(url).path}/bank_creds_form"
        data = {"csrf": str(page.soup.select_one('input[name="csrf"]')["value"]), "login": "otp", "password": "x"}
        origin = {"Origin": deployment.url, "Referer": page.url}
        posted_at = time.monotonic()
        posted = browser.http.post(form, data=data, headers=origin, allow_redirects=False, timeout=30)
        assert posted.status_code == 303, posted.text
        assert stream.wait_for("otp_form") - posted_at < LOOKS_AFTER_AT_MOST


def test_progress_passes_the_proxy(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """Proxies keep answers back until they are whole, unless they are told that this one never is."""
    url = api.create_session(user)
    walk(browser, url, ["choosing_provider", "entering_credentials"])
    with listening(browser, url, deployment.url) as stream:
        asked_at = time.monotonic()
        assert stream.wait_for("bank_creds_form") - asked_at < LOOKS_AFTER_AT_MOST
        walk(browser, url, ["entering_credentials", "choosing_accounts", "succeeded"], ["success"])
        stream.wait_for("sync_success")


def test_node_dies_in_the_middle_of_a_flow(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """What it had begun, the other node goes on with; the user sees nothing of it."""
    url = api.create_session(user, callback_url=CALLBACK)
    page = walk(browser, url, ["choosing_provider", "entering_credentials", "choosing_accounts"], ["slow"])
    page = browser.submit(page)
    assert page.state == "synchronising"
    deployment.servers[1].kill()
    try:
        back = left_to(browser.finish(drive(browser, url)))
        assert parameters(back)["success"] == "true"
        deployment.events(api, user, NEW_ITEM_EVENTS)
    finally:
        deployment.servers[1].start()


def test_limits_hold_over_nodes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Both nodes together give what one would, nearly all of it, and never more."""
    settings: Settings = {"limits.user_requests": 60, "limits.user_window_ms": 60_000}
    deployment = Deployment(tmp_path_factory.mktemp("limits"), settings, nodes=2).start()
    try:
        api = deployment.documented
        minute = -1.0
        while minute != (minute := time.time() // 60):  # again, should the minute end meanwhile
            user = api.create_user()
            codes = Counter(api.get(f"{AGGREGATION}/items", user).status_code for _ in range(120))
        assert set(codes) == {200, 429}
        assert 50 <= codes[200] <= 60, codes
    finally:
        deployment.close()


def test_schedules_fire_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two nodes find the same items due, and refresh each once."""
    interval = 1.0
    settings: Settings = {"refresh.interval_ms": int(interval * 1000), "jobs.poll_ms": 50}
    deployment = Deployment(tmp_path_factory.mktemp("schedules"), settings, nodes=2).start()
    try:
        api = deployment.documented
        users = [api.create_user() for _ in range(3)]
        for user in users:
            add_item(api, user)
        time.sleep(6 * interval)
        arrived = deployment.receiver.deliveries(api.application.webhook_path)
        for user in users:
            own = [d for d in events.in_order(events.of_user(arrived, user.uuid)) if d.type == "item.refreshed"]
            times = [d.timestamp / 1000 for d in own if d.content["refresh_trigger"] == "scheduler"]
            assert len(times) >= 3, times
            pauses = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
            assert min(pauses) > 0.8 * interval, pauses
        ids = Counter(delivery.webhook_id for delivery in arrived)
        assert max(ids.values()) == 1, "each delivery is one node's"
    finally:
        deployment.close()
