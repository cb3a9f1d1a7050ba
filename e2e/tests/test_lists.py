"""Lists: items, accounts and transactions, their pages, filters and forms of parameters."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from client.api import AGGREGATION, Api, Json, User, ok, refused
from client.browser import LANGUAGES
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item

LIST = f"{AGGREGATION}/transactions"
LISTS = [f"{AGGREGATION}/{name}" for name in ("users", "items", "accounts", "transactions")] + ["/v3/providers"]


class Connected:
    """A user with a healthy item, its whole history fetched."""

    def __init__(self, deployment: Deployment, **body: Any) -> None:
        self.api: Api = deployment.documented
        self.user: User = self.api.create_user()
        self.item: Json = add_item(self.api, self.user, **body)
        deployment.events(self.api, self.user, NEW_ITEM_EVENTS)
        self.all: list[Json] = self.api.transactions(self.user)

    def fetch(self, query: str) -> list[Json]:
        return self.api.transactions(self.user, f"limit=500&{query}")

    def ids(self, query: str) -> list[int]:
        return [transaction["id"] for transaction in self.fetch(query)]


@pytest.fixture(scope="module")
def connected(deployment: Deployment) -> Connected:
    return Connected(deployment)


@pytest.mark.parametrize("path", LISTS)
def test_limit(connected: Connected, path: str) -> None:
    api, user = connected.api, connected.user
    for limit in ("0", "501", "-1", "many", "1.5", "", "99999999999999999999"):
        refused(api.get(f"{path}?limit={limit}", user), 400, "invalid_parameter", "limit")
    for limit in ("1", "500"):
        assert len(ok(api.get(f"{path}?limit={limit}", user))["resources"]) <= int(limit)


def test_default_limit(connected: Connected) -> None:
    page = ok(connected.api.get(LIST, connected.user))
    assert len(page["resources"]) == 50
    assert page["pagination"]["next_uri"]


@pytest.mark.parametrize("path", LISTS)
def test_unknown_and_repeated_keys(connected: Connected, path: str) -> None:
    """Unknown keys are ignored, the last of a repeated one counts, a bare question mark is nothing."""
    api, user = connected.api, connected.user
    ok(api.get(f"{path}?", user))
    ok(api.get(f"{path}?starting_after=7&account_ids[]=1&account_ids%5B%5D=2&&x&=y", user))
    assert len(ok(api.get(f"{path}?limit=500&limit=1", user))["resources"]) <= 1
    ok(api.get(f"{path}?limit=2&limit=2", user))


@pytest.mark.parametrize("path", LISTS)
def test_bad_cursor(connected: Connected, path: str) -> None:
    for cursor in ("x", "%00", "a" * 3000, "AAAA"):
        refused(connected.api.get(f"{path}?after={cursor}", connected.user), 400, "invalid_parameter", "after")


def test_pages(connected: Connected) -> None:
    """Small pages and large ones hold the same, in the same order; a cursor needs no escaping."""
    pages = connected.api.pages(f"{LIST}?limit={max(50, len(connected.all) // 7)}", connected.user)
    assert [t["id"] for page in pages for t in page["resources"]] == [t["id"] for t in connected.all]
    assert all(page["resources"] for page in pages)
    for page in pages[:-1]:
        query = parse_qs(urlsplit(page["pagination"]["next_uri"]).query)
        assert re.fullmatch(r"[A-Za-z0-9_-]+", query["after"][0])


def test_order(connected: Connected) -> None:
    """Newest date first, then the newest id."""
    keys = [(t["date"], t["id"]) for t in connected.all]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == len(keys)


def test_next_uri_keeps_the_filters(connected: Connected) -> None:
    """Followed alone, or with the filters added once more."""
    account = connected.all[0]["account_id"]
    query = f"limit=3&account_id={account}&min_date=2020-01-01&since=2020-01-01T00:00:00.000Z"
    page = ok(connected.api.get(f"{LIST}?{query}", connected.user))
    following = page["pagination"]["next_uri"]
    assert following.startswith(f"{LIST}?")
    kept = parse_qs(urlsplit(following).query)
    assert (kept["limit"], kept["account_id"], kept["min_date"]) == (["3"], [str(account)], ["2020-01-01"])
    second = ok(connected.api.get(following, connected.user))
    assert ok(connected.api.get(f"{following}&{query}", connected.user))["resources"] == second["resources"]
    assert {t["account_id"] for t in second["resources"]} == {account}


def test_by_account(connected: Connected) -> None:
    api, user = connected.api, connected.user
    for account in api.accounts(user, connected.item["id"]):
        expected = [t["id"] for t in connected.all if t["account_id"] == account["id"]]
        assert connected.ids(f"account_id={account['id']}") == expected
    for value in ("abc", "", "1.5"):
        refused(api.get(f"{LIST}?account_id={value}", user), 400, "invalid_parameter", "account_id")
    assert connected.ids("account_id=1") == []


def test_accounts_by_item(connected: Connected) -> None:
    api, user = connected.api, connected.user
    assert len(api.accounts(user, connected.item["id"])) == 6
    assert api.accounts(user, 1) == []
    ids = [account["id"] for account in api.all(f"{AGGREGATION}/accounts?limit=4", user)]
    assert ids == sorted(ids)
    refused(api.get(f"{AGGREGATION}/accounts?item_id=abc", user), 400, "invalid_parameter", "item_id")


def test_dates(connected: Connected) -> None:
    """Both bounds are inclusive."""
    days = sorted({t["date"] for t in connected.all})
    low, high = days[len(days) // 3], days[2 * len(days) // 3]
    expected = [t["id"] for t in connected.all if low <= t["date"] <= high]
    assert connected.ids(f"min_date={low}&max_date={high}") == expected
    assert connected.ids("min_date=2100-01-01") == []
    for name in ("min_date", "max_date"):
        for value in ("yesterday", "2024-13-01", "2024-02-30", ""):
            url = f"{LIST}?{name}={value}"
            refused(connected.api.get(url, connected.user), 400, "invalid_parameter", name)


def test_since(connected: Connected) -> None:
    """Inclusive, and ordered by change: the last `updated_at` held gives what came with it and after."""
    stamps = sorted({t["updated_at"] for t in connected.all})
    for stamp in {stamps[0], stamps[-1]}:
        found = connected.fetch(f"since={stamp}")
        assert {t["id"] for t in found} >= {t["id"] for t in connected.all if t["updated_at"] >= stamp}
        keys = [(t["updated_at"], t["id"]) for t in found]
        assert keys == sorted(keys)
        assert keys[0][0] >= stamp
    later = later_than(stamps[-1], milliseconds=1)
    assert connected.fetch(f"since={later}") == []


def later_than(stamp: str, **by: float) -> str:
    moment = datetime.fromisoformat(stamp) + timedelta(**by)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_until(connected: Connected) -> None:
    stamps = sorted({t["updated_at"] for t in connected.all})
    assert connected.ids("until=2020-01-01T00:00:00Z") == []
    assert len(connected.ids(f"until={later_than(stamps[-1], milliseconds=1)}")) == len(connected.all)
    refused(connected.api.get(f"{LIST}?until=soon", connected.user), 400, "invalid_parameter", "until")


def test_forms_of_a_time(connected: Connected) -> None:
    """Every form clients were seen to send; a blank where the offset's plus should be is a plus."""
    newest = max(datetime.fromisoformat(t["updated_at"]) for t in connected.all)
    paris = newest.astimezone(timezone(timedelta(hours=2)))
    expected: list[int] = sorted(connected.ids(f"since={later_than(newest.isoformat())}"))
    assert expected
    forms = [
        newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z",
        newest.isoformat(timespec="milliseconds"),
        paris.isoformat(timespec="milliseconds"),
        quote(paris.isoformat(timespec="milliseconds")),
        paris.isoformat(timespec="milliseconds").replace("+", "%20"),
    ]
    for form in forms:
        assert sorted(connected.ids(f"since={form}")) == expected, form
    for form in (newest.strftime("%Y-%m-%d"), newest.strftime("%Y-%m-%dT00:00:00Z"), "2020-01-01T00:00:00"):
        assert set(connected.ids(f"since={form}")) >= set(expected), form
    for form in ("yesterday", "1700000000x", "2024-13-01", "2024-01-01T25:00:00Z", ""):
        refused(connected.api.get(f"{LIST}?since={form}", connected.user), 400, "invalid_parameter", "since")


def test_one(connected: Connected) -> None:
    """A single resource is the object of the list."""
    api, user = connected.api, connected.user
    transaction = connected.all[len(connected.all) // 2]
    assert ok(api.get(f"{LIST}/{transaction['id']}", user)) == transaction
    (item,) = api.items(user)
    assert api.item(user, item["id"]) == item
    for account in api.accounts(user, item["id"]):
        assert ok(api.get(f"{AGGREGATION}/accounts/{account['id']}", user)) == account


def test_of_another_user(connected: Connected) -> None:
    """As if there were none."""
    api, other = connected.api, connected.api.create_user()
    account, transaction = connected.all[0]["account_id"], connected.all[0]["id"]
    refused(api.get(f"{AGGREGATION}/items/{connected.item['id']}", other), 404, "items.not_found")
    refused(api.delete(f"{AGGREGATION}/items/{connected.item['id']}", other), 404, "items.not_found")
    refused(api.get(f"{AGGREGATION}/accounts/{account}", other), 404, "accounts.not_found")
    refused(api.get(f"{LIST}/{transaction}", other), 404, "transactions.not_found")
    for path in ("items", "accounts", f"accounts?item_id={connected.item['id']}", f"transactions?account_id={account}"):
        page = ok(api.get(f"{AGGREGATION}/{path}", other))
        assert page["resources"] == []
        assert page["pagination"] == {"next_uri": None}


def test_descriptions_by_language(connected: Connected) -> None:
    """A broken item has a sentence, in the language of the request."""
    api, user = connected.api, connected.api.create_user()
    item = add_item(api, user, "402")
    said = [api.item(user, item["id"], language=name)["status_code_description"] for name in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    english, french = said[:2]
    for name, sentence in [("fr-FR,fr;q=0.9,en;q=0.5", french), ("pl", english), (None, english)]:
        assert api.item(user, item["id"], language=name)["status_code_description"] == sentence
    assert "status_code_description" not in api.item(connected.user, connected.item["id"])


def test_several_items(connected: Connected) -> None:
    api, user = connected.api, connected.api.create_user()
    ids = [add_item(api, user, "1003")["id"] for _ in range(3)]
    pages = api.pages(f"{AGGREGATION}/items?limit=2", user)
    assert [item["id"] for page in pages for item in page["resources"]] == sorted(ids)
    assert [len(page["resources"]) for page in pages] == [2, 1]


def test_delete_item(deployment: Deployment) -> None:
    connected = Connected(deployment)
    api, user, path = connected.api, connected.user, f"{AGGREGATION}/items/{connected.item['id']}"
    answer = api.delete(path, user)
    assert (answer.status_code, answer.content) == (204, b"")
    refused(api.delete(path, user), 404, "items.not_found")
    refused(api.get(path, user), 404, "items.not_found")
    assert api.items(user) == api.accounts(user, connected.item["id"]) == connected.fetch("") == []
    events = deployment.events(api, user, [*NEW_ITEM_EVENTS, "item.deleted"])
    assert events[-1].content == {"item_id": connected.item["id"], "user_uuid": user.uuid}


def test_times_rise(connected: Connected) -> None:
    """Within the plain list every change has its time, and none lies ahead."""
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert all(datetime.fromisoformat(t["updated_at"]) <= now for t in connected.all)
    pages = connected.api.pages(f"{LIST}?limit=100&since=2020-01-01", connected.user)
    ordered = [(t["updated_at"], t["id"]) for page in pages for t in page["resources"]]
    assert all(one < other for one, other in pairwise(ordered))
