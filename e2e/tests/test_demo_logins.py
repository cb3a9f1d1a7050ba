"""Every login of the Demo Bank, finished and left at every page, in both callback modes, as demo_logins.toml says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from client.api import Api, Json, User
from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deploy, Deployment
from client.expected import LoginCase, account_kinds, demo_logins
from client.flow import drive, matches, walk
from client.receiver import Delivery
from client.server import Settings

# Held: what passes by itself stays long enough to be left. Pending: the flow says pending before a slow bank is done.
HELD: Settings = {"demo.app_approval_ms": 60_000, "demo.app_expiry_ms": 60_000, "demo.slow_ms": 1_500}
PENDING: Settings = {"connect.pending_after_ms": 50, "demo.slow_ms": 1_500}
SCENARIOS = [
    pytest.param(case, mode, leave_by, id=f"{case.name}, by {leave_by}, {mode}")
    for case in demo_logins()
    for leave_by in case.leave_by
    for mode in ("documented", "live")
]


def settings_for(case: LoginCase) -> Settings:
    if "slow" in case.credentials and case.stops[-1] != "synchronising":
        return PENDING
    return HELD if case.stops[-1] in {"approving_in_app", "synchronising"} else {}


@pytest.mark.parametrize(("case", "mode", "leave_by"), SCENARIOS)
def test_login(case: LoginCase, mode: str, leave_by: str, deploy: Deploy, browser: Browser) -> None:
    deployment = deploy(settings_for(case))
    api = deployment.mode(mode)
    user = api.create_user()
    page = walk(browser, api.create_session(user, callback_url=CALLBACK), case.stops, case.credentials)
    assert page.step == case.last_step
    if case.can_retry is not None:
        assert page.can("next") == case.can_retry
    if page.state == "failed":
        check_failure(api, user, page.text)

    url = left_to(browser.finish(page) if leave_by == "finish" else browser.exit(page))

    assert url.startswith(f"{CALLBACK}?")
    told = matches(case.query(mode), urlsplit(url).query, user.uuid)
    deliveries = deployment.events(api, user, case.events)
    check_item(api, user, case, told, deliveries)


def check_failure(api: Api, user: User, text: str) -> None:
    """The page says what the item says."""
    (item,) = api.items(user)
    assert item["status_code_description"] in text


def check_item(api: Api, user: User, case: LoginCase, told: int | None, deliveries: list[Delivery]) -> None:
    items = api.items(user)
    if case.item is None:
        assert items == []
        return
    (item,) = items
    assert told in (None, item["id"])
    assert {name: item[name] for name in case.item} == case.item
    assert (item["provider_id"], item["account_types"]) == (574, "payment")
    assert ("status_code_description" in item) == (case.item["status"] != 0)
    assert ("last_successful_refresh" in item) == (case.item["status"] == 0)
    accounts = api.accounts(user, item["id"])
    check_accounts(accounts, case)
    shared = {account["id"] for account in accounts if account["data_access"] == "enabled"}
    moved = {transaction["account_id"] for transaction in api.transactions(user, "limit=500&min_date=2000-01-01")}
    assert moved <= shared
    assert bool(moved) == bool(shared)
    check_events(deliveries, item, shared)


def check_accounts(accounts: list[Json], case: LoginCase) -> None:
    if case.accounts == "none":
        assert accounts == []
        return
    assert Counter(account["type"] for account in accounts) == account_kinds("payment")
    assert {account["data_access"] for account in accounts} == {case.accounts}
    for account in accounts:
        assert ("balance" in account) == (case.accounts == "enabled")
        assert ("iban" in account) <= (case.accounts == "enabled")


def check_events(deliveries: list[Delivery], item: Json, shared: set[int]) -> None:
    """Each event names the item; the last refresh says what the item says."""
    assert {delivery.content["item_id"] for delivery in deliveries} == {item["id"]}
    refreshes = list(of_type(deliveries, "item.refreshed"))
    for content in refreshes:
        assert content["refresh_trigger"] == "connect"
        assert content["account_types"] == item["account_types"]
        assert isinstance(content["full_refresh"], bool)
    assert refreshes[-1]["status_code"] == item["status"]
    assert refreshes[-1]["status_code_info"] == item["status_code_info"]
    created = [content["account_id"] for content in of_type(deliveries, "item.account.created")]
    assert sorted(created) == sorted(shared)
    if shared:
        assert [content["full_refresh"] for content in refreshes[-2:]] == [False, True]
        updated = [content["account_id"] for content in of_type(deliveries, "item.account.updated")]
        assert set(updated) <= shared
        assert len(set(updated)) == len(updated)


def of_type(deliveries: list[Delivery], name: str) -> Iterator[Json]:
    return (delivery.content for delivery in deliveries if delivery.type == name)


def test_all_accounts(deployment: Deployment, browser: Browser) -> None:
    """With `account_types: all` the twelve accounts come."""
    api = deployment.documented
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK, account_types="all")
    browser.finish(drive(browser, url))
    (item,) = api.items(user)
    assert item["account_types"] == "all"
    kinds = Counter(account["type"] for account in api.accounts(user, item["id"]))
    securities = kinds.pop("brokerage", 0) + kinds.pop("shared_saving_plan", 0)
    assert {**kinds, "securities": securities} == account_kinds("all")
