"""What clients of Bridge rely on, point by point: the compatibility checklist of the API's facts (api 19)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest

from client.api import AGGREGATION, Api, Json, User, ok, refused
from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, add_item, drive, parameters

LISTS = ["users", "items", "accounts", "transactions", "stocks", "categories"]
V2_NAMES = {
    "bank_id", "bank_description", "is_future", "is_deleted", "is_pro", "status_code", "show_client_side", "is_paused",
    "iban_fill_manually", "savings_details", "redirect_url", "country", "parent_name", "logo_url",
}  # fmt: skip


class Connected:
    """A user with an item, and everything that can be read of it."""

    def __init__(self, deployment: Deployment) -> None:
        self.api: Api = deployment.documented
        self.user: User = self.api.create_user(f"crm-{uuid4()}")
        self.item = add_item(self.api, self.user, account_types="all")
        deployment.events(self.api, self.user, NEW_ITEM_EVENTS)
        self.accounts = self.api.accounts(self.user, self.item["id"])
        self.transactions = self.api.transactions(self.user)
        self.stocks = self.api.all(f"{AGGREGATION}/stocks", self.user)
        self.providers = self.api.all("/v3/providers?limit=500")


@pytest.fixture(scope="module")
def connected(deployment: Deployment) -> Connected:
    return Connected(deployment)


@pytest.mark.parametrize("name", LISTS)
def test_01_resources_at_the_top_of_lists(connected: Connected, name: str) -> None:
    for user in (connected.user, connected.api.create_user()):
        body = ok(connected.api.get(f"{AGGREGATION}/{name}", user))
        assert isinstance(body["resources"], list)


@pytest.mark.parametrize("name", LISTS)
def test_02_pagination_is_always_an_object(connected: Connected, name: str) -> None:
    for user in (connected.user, connected.api.create_user()):
        *_, last = connected.api.pages(f"{AGGREGATION}/{name}?limit=500", user)
        assert last["pagination"] == {"next_uri": None}


def test_03_next_uri_begins_with_v3_and_carries_cursor_and_filters(connected: Connected) -> None:
    account = connected.transactions[0]["account_id"]
    path = f"{AGGREGATION}/transactions?limit=2&account_id={account}&min_date=2020-01-01"
    following = ok(connected.api.get(path, connected.user))["pagination"]["next_uri"]
    assert following.startswith("/v3/")
    kept = parse_qs(urlsplit(following).query)
    assert (kept["account_id"], kept["min_date"], kept["limit"]) == ([str(account)], ["2020-01-01"], ["2"])
    assert kept["after"]


@pytest.mark.parametrize("name", LISTS)
def test_04_repeated_and_unknown_keys_are_tolerated(connected: Connected, name: str) -> None:
    ok(connected.api.get(f"{AGGREGATION}/{name}?limit=2&limit=2&account_ids[]=7&unknown=x", connected.user))


def test_05_a_new_user_has_its_uuid_and_its_external_id(api: Api) -> None:
    name = f"crm-{uuid4()}"
    created = ok(api.post(f"{AGGREGATION}/users", json={"external_user_id": name}), 201)
    assert str(UUID(created["uuid"])) == created["uuid"]
    assert created["external_user_id"] == name


def test_06_a_taken_external_id_is_a_409_with_its_code(api: Api) -> None:
    name = f"crm-{uuid4()}"
    ok(api.post(f"{AGGREGATION}/users", json={"external_user_id": name}), 201)
    again = api.post(f"{AGGREGATION}/users", json={"external_user_id": name})
    refused(again, 409, "users.creation.already_exists_with_external_user_id")


def test_07_a_token_has_its_end_and_its_user(api: Api) -> None:
    user = api.create_user()
    answer = ok(api.post(f"{AGGREGATION}/authorization/token", json={"user_uuid": user.uuid}), 201)
    assert answer["access_token"]
    assert answer["user"]["uuid"] == user.uuid
    lifetime = datetime.fromisoformat(answer["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=1, minutes=59) < lifetime <= timedelta(hours=2, seconds=1)


def test_08_after_a_401_a_new_token_makes_the_call_work(api: Api) -> None:
    user = api.create_user()
    refused(api.get(f"{AGGREGATION}/items", User(user.uuid, "over")), 401, "invalid_access_token")
    renewed = User(user.uuid, api.create_token(user.uuid))
    assert ok(api.get(f"{AGGREGATION}/items", renewed))["resources"] == []


def test_09_deleting_answers_exactly_204(api: Api) -> None:
    user = api.create_user()
    item = add_item(api, user, "1003")
    for path in (f"{AGGREGATION}/items/{item['id']}", f"{AGGREGATION}/users/{user.uuid}"):
        answer = api.delete(path, user)
        assert (answer.status_code, answer.content) == (204, b"")


def test_10_bodies_of_200_and_201_are_objects_and_202_has_none(connected: Connected) -> None:
    api, user = connected.api, connected.user
    for path in [*(f"{AGGREGATION}/{name}" for name in LISTS), "/v3/providers", "/v3/providers/574"]:
        ok(api.get(path, user))
    ok(api.post(f"{AGGREGATION}/users"), 201)
    ok(api.post(f"{AGGREGATION}/connect-sessions", user, json={"user_email": "camille@mail.example"}), 201)
    broken = add_item(api, api.create_user(), "1003")
    assert broken["id"]
    answer = api.post(f"/passerelle/v1/items/{connected.item['id']}/refresh", user)
    assert (answer.status_code, answer.content) == (202, b"")


def test_11_every_error_is_an_object_with_both_forms(api: Api) -> None:
    user = api.create_user()
    for answer, status in [
        (api.get("/v3/nothing"), 404),
        (api.get(f"{AGGREGATION}/items/1", user), 404),
        (api.get(f"{AGGREGATION}/items"), 401),
        (api.call("GET", "/v3/providers", headers={}), 400),
        (api.call("PUT", "/v3/providers"), 405),
        (api.get(f"{AGGREGATION}/items?limit=0", user), 400),
        (api.post(f"{AGGREGATION}/users", data="{", headers={**api.headers(), "Content-Type": "application/json"}), 422),
        (api.post(f"{AGGREGATION}/users", data="a=b"), 415),
        (api.post(f"{AGGREGATION}/user-management-sessions", user), 403),
    ]:
        refused(answer, status)


def every_field(value: Any, name: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [field for key, inner in value.items() for field in [(key, inner), *every_field(inner, key)]]
    return [field for inner in value for field in every_field(inner, name)] if isinstance(value, list) else []


def everything(connected: Connected) -> list[Json]:
    """All that was read, with an item that has a sentence."""
    return [connected.item, *connected.accounts, *connected.transactions, *connected.stocks, *connected.providers]


def test_12_what_ends_in_at_is_a_time_and_date_is_a_date(connected: Connected) -> None:
    token = ok(
        connected.api.post(f"{AGGREGATION}/authorization/token", json={"user_uuid": connected.user.uuid}), 201
    )
    fields = every_field([*everything(connected), token])
    times = [value for name, value in fields if name.endswith("_at")]
    assert len(times) > 100
    for value in times:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value), value
        datetime.fromisoformat(value)
    dates = [value for name, value in fields if name == "date" or name.endswith("_date")]
    assert len(dates) > 100
    assert all(date.fromisoformat(value).isoformat() == value for value in dates)


def test_13_accounts_always_have_what_clients_index(connected: Connected) -> None:
    assert len(connected.accounts) == 12
    for account in connected.accounts:
        assert {"id", "name", "item_id", "data_access", "currency_code", "balance"} <= set(account)


def test_14_transactions_always_have_what_clients_index(connected: Connected) -> None:
    always = {"id", "account_id", "date", "amount", "clean_description", "deleted", "future"}
    assert len(connected.transactions) > 1000
    assert all(always <= set(transaction) for transaction in connected.transactions)


def test_15_a_connect_session_has_its_url(api: Api, user: User) -> None:
    answer = ok(api.post(f"{AGGREGATION}/connect-sessions", user, json={"user_email": "camille@mail.example"}), 201)
    assert urlsplit(answer["url"]).scheme in ("http", "https")


@pytest.mark.parametrize("end", ["?order=7", "#/done", "?order=7&x=a%20b#/done?tab=1"])
def test_16_the_callback_keeps_its_query_and_its_fragment(api: Api, user: User, browser: Browser, end: str) -> None:
    page = drive(browser, api.create_session(user, callback_url=CALLBACK + end))
    where = left_to(browser.finish(page))
    own, ours = urlsplit(CALLBACK + end), urlsplit(where)
    assert (ours.netloc, ours.path, ours.fragment) == (own.netloc, own.path, own.fragment)
    assert ours.query.startswith(f"{own.query}&" if own.query else "source=")
    assert parameters(where)["success"] == "true"


def test_17_the_demo_bank_is_574(api: Api) -> None:
    assert ok(api.get("/v3/providers/574"))["name"] == "Demo Bank"


def test_18_a_doubled_version_is_an_unknown_path(connected: Connected) -> None:
    """Clients that put `/v3` before a `next_uri` are broken with Bridge too: no alias hides it from them."""
    following = ok(connected.api.get(f"{AGGREGATION}/transactions?limit=1", connected.user))["pagination"]["next_uri"]
    refused(connected.api.get(f"/v3{following}", connected.user), 404, "not_found")


def test_19_names_of_version_2_are_absent(connected: Connected) -> None:
    names = {name for name, _ in every_field(everything(connected))}
    assert len(names) > 40
    assert not names & V2_NAMES
