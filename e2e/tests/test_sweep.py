"""Killed at every durable step, one after another: nothing is lost, nothing happens twice, nothing is there in part.

A session is created, the flow walked, the item synchronised and its webhooks delivered, by a server that kills itself
right after its k-th commit, before anybody hears of that commit. It is started again, the flow is walked on, and the
outcome looked at. The sweep ends at the k that comes after the last commit of the whole scenario.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from client import events
from client.api import Api, User
from client.browser import WAITING, Browser, Page, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, act, parameters
from client.receiver import Delivery
from client.server import Settings

# Leases of a server that died run out soon: that of a job, and that of a delivery, twice the receiver's time. Looking
# for work costs commits too, so it is done seldom: the steps are those of the scenario.
SETTINGS: Settings = {
    "jobs.lease_ms": 500,
    "jobs.poll_ms": 2_000,
    "webhooks.timeout_ms": 1_000,
    "webhooks.schedule_ms": [0, 200, 200, 200, 500, 500],
}
# Each part takes every so many-th step, so that parts run side by side.
PARTS = 3
# A scenario with more commits than these would never end.
MOST_COMMITS = 300
# What the flow shows, in this order and never backwards.
STATES = (
    "choosing_provider",
    "entering_credentials",
    "authenticating",
    "choosing_accounts",
    "synchronising",
    "succeeded",
)  # fmt: skip
FIRST_DAYS = timedelta(days=7)
# The transactions of an item by its accounts' names, without what differs from user to user.
Content = dict[str, Counter[tuple[str, ...]]]


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, SETTINGS)
    yield deployment
    deployment.close()


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=pytest.mark.xdist_group(f"sweep-{n}")) for n in range(1, PARTS + 1)]
)
def test_killed_after_each_commit(deployment: Deployment, part: int) -> None:
    deployment.start()
    whole = content(deployment, undisturbed(deployment))
    killed_at = []
    for commits in range(part, MOST_COMMITS, PARTS):
        if not run_killed(deployment, commits, whole):
            break
        killed_at.append(commits)
    else:
        raise AssertionError(f"killed at every one of {MOST_COMMITS} commits: the scenario never ends")
    assert len(killed_at) * PARTS > 30, f"a scenario of fewer commits is not the one that was meant: {killed_at}"


class Story:
    """One session's way, told by what the server acknowledged."""

    def __init__(self, api: Api, user: User) -> None:
        self.api = api
        self.user = user
        self.browser = Browser()
        self.url: str | None = None
        self.furthest = 0
        self.back: str | None = None

    def go_on(self) -> None:
        """From wherever the session is to the end; only forward."""
        if self.url is None:
            self.url = self.api.create_session(self.user, callback_url=CALLBACK)
        page = self.seen(self.browser.open(self.url))
        logins = iter(["success", "success"])
        while page.state != "succeeded":
            page = self.browser.refresh(page) if page.state in WAITING else act(self.browser, page, logins)
            self.seen(page)
        self.back = left_to(self.browser.finish(page))

    def seen(self, page: Page) -> Page:
        assert page.state in STATES, page
        state = STATES.index(page.state)
        assert state >= self.furthest, f"{page} after {STATES[self.furthest]} had been shown"
        self.furthest = state
        return page


def undisturbed(deployment: Deployment) -> User:
    """The scenario without a kill."""
    story = Story(deployment.documented, deployment.documented.create_user())
    story.go_on()
    wait_for_events(deployment, story.user)
    return story.user


def run_killed(deployment: Deployment, commits: int, whole: Content) -> bool:
    """The scenario with a kill after so many commits; False when it ended without."""
    server, api = deployment.server, deployment.documented
    story = Story(api, api.create_user())
    server.stop()
    server.start({"testing.abort_after_commits": commits}, wait=False)
    walk_until_killed(deployment, story)
    code = server.wait_for_exit(0.3)
    assert code in (-9, None), server.tail()
    server.kill()
    check_no_half_pages(content(deployment, story.user), whole)

    # What the server sent at last may lie unread at the receiver.
    time.sleep(0.05)
    restarted_at = time.monotonic()
    server.start()
    story.go_on()
    wait_for_events(deployment, story.user)
    check_outcome(deployment, story, whole, restarted_at if code else None)
    return code is not None


def walk_until_killed(deployment: Deployment, story: Story) -> None:
    """Goes on as soon as the server answers, until it is gone or all is done and told."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and deployment.server.wait_for_exit(0.02) is None:
        try:
            story.go_on()
            wait_for_events(deployment, story.user, while_runs=True)
        except requests.RequestException:
            continue
        return


def committed(deployment: Deployment, user: User) -> set[str]:
    """The ids of the user's events in the database."""
    sql = f"SELECT e.message_id FROM events e, users u WHERE u.id = e.user_id AND u.uuid = '{user.uuid}'"
    return {message_id for (message_id,) in deployment.server.database.query(sql)}


def wait_for_events(deployment: Deployment, user: User, *, while_runs: bool = False) -> None:
    """Until the user's events read like those of a new item, all of them told, or the server is gone."""
    path = deployment.documented.application.webhook_path
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        arrived = deployment.receiver.wait(path, lambda d: reads_whole(d, user), 0.1)
        if reads_whole(arrived, user) and ids(arrived, user) == committed(deployment, user):
            return
        if while_runs and deployment.server.wait_for_exit(0) is not None:
            return
        time.sleep(0.02)


def reads_whole(deliveries: list[Delivery], user: User) -> bool:
    return events.summary(distinct(deliveries, user)) == NEW_ITEM_EVENTS


def ids(deliveries: list[Delivery], user: User) -> set[str]:
    return {delivery.webhook_id for delivery in events.of_user(deliveries, user.uuid)}


def distinct(deliveries: list[Delivery], user: User) -> list[Delivery]:
    return list({delivery.webhook_id: delivery for delivery in events.of_user(deliveries, user.uuid)}.values())


def content(deployment: Deployment, user: User) -> Content:
    """As one query sees it: pages of the API are of different moments."""
    sql = f"""
        SELECT a.name, replace(CAST(t.date AS text), '-', ''), t.amount_minor, t.provider_description, t.is_deleted
        FROM transactions t, accounts a, users u
        WHERE a.id = t.account_id AND u.id = t.user_id AND u.uuid = '{user.uuid}'"""
    found: Content = defaultdict(Counter)
    for name, *transaction in deployment.server.database.query(sql):
        found[name][tuple(transaction)] += 1
    return found


def check_no_half_pages(found: Content, whole: Content) -> None:
    """Each account has nothing, the first days, or everything."""
    first_day = f"{datetime.now(UTC).date() - FIRST_DAYS:%Y%m%d}"
    for name, transactions in found.items():
        first_days = Counter({key: count for key, count in whole[name].items() if key[0] >= first_day})
        assert transactions in (Counter(), first_days, whole[name]), f"{name} is there in part"


def check_outcome(deployment: Deployment, story: Story, whole: Content, restarted_at: float | None) -> None:
    api, user = story.api, story.user
    (item,) = api.items(user)
    assert item["status"] == 0
    assert story.back is not None
    told = parameters(story.back)
    assert (told["success"], told["item_id"]) == ("true", str(item["id"]))
    assert content(deployment, user) == whole

    arrived = events.of_user(deployment.receiver.deliveries(api.application.webhook_path), user.uuid)
    assert events.summary(distinct(arrived, user)) == NEW_ITEM_EVENTS
    assert ids(arrived, user) == committed(deployment, user)
    for kind in ("item.account.created", "item.account.updated"):
        named = [d.content["account_id"] for d in distinct(arrived, user) if d.type == kind]
        assert len(named) == len(set(named)), f"{kind} twice for one account, under two ids"
    created = {d.content["account_id"] for d in arrived if d.type == "item.account.created"}
    assert created == {account["id"] for account in api.accounts(user, item["id"])}
    check_repetitions(deployment, user, arrived, restarted_at)


def check_repetitions(deployment: Deployment, user: User, arrived: list[Delivery], restarted_at: float | None) -> None:
    """The same id says the same, and is said again only by a server that can't know that it was heard.

    That is one that was killed before it could write down what it had heard, or one that waited for too long on a busy
    machine, and wrote that down.
    """
    attempts = defaultdict(list)
    for delivery in arrived:
        delivery.verify(deployment.documented.application.webhook_secret)
        attempts[delivery.webhook_id].append(delivery)
    unheard = unanswered(deployment, user)
    for name, same in attempts.items():
        assert len({delivery.body for delivery in same}) == 1
        repeated = len(same) - 1 - unheard[name]
        assert repeated <= (0 if restarted_at is None else 1), f"{len(same)} times: {json.loads(same[0].body)}"
        if repeated == 1 and len(same) == 2:
            assert restarted_at is not None
            assert same[0].received_at < restarted_at < same[1].received_at


def unanswered(deployment: Deployment, user: User) -> Counter[str]:
    """By event, how many attempts were written down as without an answer."""
    sql = f"""
        SELECT e.message_id FROM delivery_attempts a, deliveries d, events e, users u
        WHERE d.id = a.delivery_id AND e.id = d.event_id AND u.id = e.user_id AND u.uuid = '{user.uuid}'
        AND a.status_code IS NULL"""
    return Counter(message_id for (message_id,) in deployment.server.database.query(sql))
