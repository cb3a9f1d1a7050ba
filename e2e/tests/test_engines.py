"""The same calls get the same answers on both engines, byte by byte but for what chance and the clock give."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from client.api import AGGREGATION, Api, Json, User
from client.database import Sqlite, fresh
from client.deployment import CALLBACK, Deployment
from client.events import in_order, of_user
from client.flow import NEW_ITEM_EVENTS, add_item

pytestmark = pytest.mark.postgres

# What differs from run to run: names that chance gives, and times. Ids count, so they are the same.
CHANCE = [
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), b"<uuid>"),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), b"<time>"),
    (re.compile(rb'"timestamp":\d{13}'), b'"timestamp":<time>'),
    (re.compile(rb'"access_token":"[^"]+"'), b'"access_token":"<token>"'),
    (re.compile(rb"http://localhost:\d+"), b"<base>"),
    (re.compile(rb"/session/[A-Za-z0-9_-]{40,}"), b"/session/<token>"),
]
# A list by `since` goes on after a time.
CURSOR = re.compile(rb"(?<=after=)[A-Za-z0-9_-]+")
MICROSECONDS = re.compile(rb"\d{16}")
# Headers that are not a matter of the moment or the connection.
HEADERS = ("content-type", "cache-control", "retry-after", "vary", "location", "www-authenticate")


def without_chance(answer: bytes) -> bytes:
    for pattern, name in CHANCE:
        answer = pattern.sub(name, answer)
    return CURSOR.sub(lambda found: MICROSECONDS.sub(b"<time>", b64decode(found[0] + b"==", b"-_")), answer)


class Recorder:
    """Calls of one deployment, and what they answered."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.api: Api = deployment.documented
        self.recorded: list[tuple[str, bytes]] = []

    def call(self, method: str, path: str, user: User | None = None, **rest: object) -> requests.Response:
        path = path if path.startswith("/") else f"{AGGREGATION}/{path}"
        response = self.api.call(method, path, token=user.token if user else None, **rest)
        headers = "".join(f"{name}: {response.headers[name]}\n" for name in HEADERS if name in response.headers)
        answer = f"{response.status_code}\n{headers}\n".encode() + response.content
        self.record(f"{method} {path}", answer)
        return response

    def record(self, name: str, answer: bytes) -> None:
        self.recorded.append((without_chance(name.encode()).decode(errors="replace"), without_chance(answer)))

    def every_page(self, path: str, user: User | None = None) -> list[Json]:
        """Follows a list to its end; what it holds."""
        found: list[Json] = []
        following: str | None = path
        while following:
            page = self.call("GET", following, user).json()
            found += page["resources"]
            following = page["pagination"]["next_uri"]
        return found


def users(recorder: Recorder) -> None:
    for name in ("zoé", "Adam", "adam", "éva", "a_1", "a-1"):
        recorder.call("POST", "users", json={"external_user_id": name})
    recorder.call("POST", "users", json={"external_user_id": "adam"})
    recorder.call("POST", "users", json={"external_user_id": "n\0l"})
    recorder.call("POST", "users", json={"external_user_id": 7})
    recorder.call("POST", "users", json={})
    recorder.call("POST", "users", data="{")
    recorder.every_page("users?limit=3")
    recorder.call("GET", "users?limit=0")
    recorder.call("GET", "users?limit=501")
    recorder.call("GET", "users?after=nonsense")
    recorder.call("GET", "users?external_user_id=adam")
    recorder.call("GET", "users/9a95b38f-f98b-417a-988b-9d0d584893e7")
    recorder.call("GET", "users/nobody")
    recorder.call("POST", "authorization/token", json={"external_user_id": "zoé"})
    recorder.call("POST", "authorization/token", json={"external_user_id": "Zoé"})
    recorder.call("POST", "authorization/token", json={})


def sessions(recorder: Recorder, user: User) -> None:
    mail = {"user_email": "camille@mail.example"}
    bodies: list[Json] = [
        mail,
        {},
        mail | {"callback_url": CALLBACK, "context": "c-1", "country_code": "FR", "account_types": "all"},
        mail | {"callback_url": "https://elsewhere.example/"},
        mail | {"provider_id": 574},
        mail | {"provider_id": 1},
        {"item_id": 1},
        {"user_email": "nothing"},
        mail | {"max_selectable_accounts": 0, "context": "a b", "country_code": "XX"},
    ]
    for body in bodies:
        recorder.call("POST", "connect-sessions", user, json=body)
    recorder.call("POST", "connect-sessions", json=mail)
    recorder.call("GET", "connect-sessions", user)
    recorder.call("GET", "/v3/nowhere")


def providers(recorder: Recorder) -> None:
    recorder.every_page("/v3/providers?limit=1")
    recorder.call("GET", "/v3/providers?search=démo")
    recorder.call("GET", "/v3/providers/574")
    recorder.call("GET", "/v3/providers/0")


def item(recorder: Recorder, user: User, login: str, **body: object) -> None:
    deployment, api = recorder.deployment, recorder.api
    added = add_item(api, user, login, **body)
    arrived = deployment.events(api, user, NEW_ITEM_EVENTS)
    accounts = recorder.every_page(f"accounts?item_id={added['id']}&limit=2", user)
    deployment.receiver.wait(
        api.application.webhook_path,
        lambda d: sum(e.type == "item.account.created" for e in of_user(d, user.uuid)) == len(accounts),
    )
    arrived = of_user(deployment.receiver.deliveries(api.application.webhook_path), user.uuid)
    for body_ in sorted(without_chance(event.body) for event in in_order(arrived)):
        recorder.record("webhook", body_)
    for path in ("items", f"items/{added['id']}", "items?limit=1", "items/1"):
        recorder.call("GET", path, user)
    for account in accounts:
        recorder.call("GET", f"accounts/{account['id']}", user)
        recorder.call("GET", f"accounts/{account['id']}/transactions?limit=7", user)
    transactions = recorder.every_page("transactions?limit=400", user)
    first, middle = transactions[0], transactions[len(transactions) // 2]
    for query in (
        f"account_id={accounts[0]['id']}&limit=50",
        f"min_date={middle['date']}&limit=50",
        f"max_date={middle['date']}&limit=50",
        f"min_date={first['date']}&max_date={middle['date']}&limit=50",
        "since=2020-01-01T00:00:00Z&limit=50",
        "since=2100-01-01T00:00:00Z",
        "since=yesterday",
        "min_date=2025-02-30",
        "account_id=1",
        "limit=500&after=AAAA",
    ):
        recorder.call("GET", f"transactions?{query}", user)
    recorder.call("GET", f"transactions/{first['id']}", user)
    recorder.call("GET", "transactions/9007199254740991", user)
    recorder.call("GET", "transactions/1e3", user)


def end(recorder: Recorder, user: User) -> None:
    (one, *_) = recorder.call("GET", "items", user).json()["resources"]
    recorder.call("DELETE", f"items/{one['id']}", user)
    recorder.call("GET", f"items/{one['id']}", user)
    recorder.every_page("accounts", user)
    recorder.call("DELETE", f"users/{user.uuid}")
    recorder.call("GET", "items", user)
    recorder.every_page("users")


def story(deployment: Deployment) -> list[tuple[str, bytes]]:
    recorder = Recorder(deployment)
    users(recorder)
    user = recorder.api.create_user()
    providers(recorder)
    sessions(recorder, user)
    item(recorder, user, "success")
    other = recorder.api.create_user()
    item(recorder, other, "otp", account_types="all")
    end(recorder, user)
    return recorder.recorded


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Deployment, Deployment]]:
    deployments = []
    for name in ("sqlite", "postgres"):
        (directory := tmp_path / name).mkdir()
        database = Sqlite(directory) if name == "sqlite" else fresh(directory)
        deployments.append(Deployment(directory, database=database).start())
    yield deployments[0], deployments[1]
    for deployment in deployments:
        deployment.close()


@pytest.mark.timeout(300)
def test_the_same_answers(both: tuple[Deployment, Deployment]) -> None:
    sqlite, postgres = (story(deployment) for deployment in both)
    assert [name for name, _ in sqlite] == [name for name, _ in postgres]
    assert len(sqlite) > 100, "this is no story"
    different = [name for (name, one), (_, other) in zip(sqlite, postgres, strict=True) if one != other]
    for (name, one), (_, other) in zip(sqlite, postgres, strict=True):
        assert one == other, f"{name}, one of {len(different)}: {different}"
