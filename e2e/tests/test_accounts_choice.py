"""The choice of accounts: its default, its maximum, and what sharing means."""

from __future__ import annotations

import pytest

from client.api import AGGREGATION, Api, User, ok
from client.browser import Browser, Page, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, drive, parameters

TO_CHOICE = ("choosing_accounts",)


def at_choice(api: Api, user: User, browser: Browser, **body: object) -> Page:
    return drive(browser, api.create_session(user, callback_url=CALLBACK, **body), to=TO_CHOICE)


def enabled(api: Api, user: User) -> list[str]:
    (item,) = api.items(user)
    return [str(a["id"]) for a in api.accounts(user, item["id"]) if a["data_access"] == "enabled"]


def test_all_ticked(api: Api, user: User, browser: Browser) -> None:
    page = at_choice(api, user, browser)
    assert page.step == "sync_in_progress"
    assert len(page.choices("account_id")) == 6
    assert page.ticked("account_id") == page.choices("account_id")


@pytest.mark.parametrize("maximum", [1, 3, 6, 100])
def test_maximum(api: Api, user: User, browser: Browser, maximum: int) -> None:
    """Ticked up to the maximum; the maximum may be shared."""
    page = at_choice(api, user, browser, max_selectable_accounts=maximum)
    ticked = page.ticked("account_id")
    assert len(ticked) == min(maximum, 6)
    browser.finish(drive(browser, browser.submit(page).url))
    assert sorted(enabled(api, user)) == sorted(ticked)


def test_more_than_the_maximum(api: Api, user: User, browser: Browser) -> None:
    """Refused with a message; the choice stays open."""
    page = at_choice(api, user, browser, max_selectable_accounts=2)
    again = browser.submit(page, {"account_id": page.choices("account_id")[:3]})
    assert (again.state, again.step) == ("choosing_accounts", "sync_in_progress")
    assert again.alerts
    assert browser.open(page.url).state == "choosing_accounts"
    assert enabled(api, user) == []
    chosen = page.choices("account_id")[1:3]
    browser.finish(drive(browser, browser.submit(again, {"account_id": chosen}).url))
    assert sorted(enabled(api, user)) == sorted(chosen)


def test_foreign_account(api: Api, user: User, browser: Browser) -> None:
    """An account that is not on the page is never shared."""
    page = at_choice(api, user, browser)
    after = browser.submit(
        page, {"account_id": [page.choices("account_id")[0], "1", "99999999999999999999"]}, check=False
    )
    assert after.status < 500
    assert set(enabled(api, user)) <= set(page.choices("account_id"))


def test_no_choice(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """`allow_account_selection: false`: no such page, everything shared."""
    url = api.create_session(user, callback_url=CALLBACK, allow_account_selection=False)
    seen: list[str | None] = []
    page = drive(browser, url, to=("choosing_accounts", "succeeded"))
    seen.append(page.state)
    assert seen == ["succeeded"]
    assert parameters(left_to(browser.finish(page)))["success"] == "true"
    assert len(enabled(api, user)) == 6
    deployment.events(api, user, NEW_ITEM_EVENTS)


def test_only_one(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """Disabled accounts are listed without IBAN and balance, have no transactions, and no event names them."""
    page = at_choice(api, user, browser)
    chosen = page.choices("account_id")[0]
    browser.finish(drive(browser, browser.submit(page, {"account_id": chosen}).url))
    deliveries = deployment.events(api, user, NEW_ITEM_EVENTS)
    (item,) = api.items(user)
    accounts = {str(account["id"]): account for account in api.accounts(user, item["id"])}
    assert len(accounts) == 6
    for account_id, account in accounts.items():
        one = ok(api.get(f"{AGGREGATION}/accounts/{account_id}", user))
        assert one == account
        shared = account_id == chosen
        assert account["data_access"] == ("enabled" if shared else "disabled")
        for field in ("iban", "balance", "accounting_balance", "instant_balance"):
            assert shared or field not in account
        moved = api.transactions(user, f"limit=500&account_id={account_id}")
        assert bool(moved) == shared
    named = {str(d.content["account_id"]) for d in deliveries if d.type.startswith("item.account.")}
    assert named == {chosen}
    for delivery in deliveries:
        if delivery.type.startswith("item.account."):
            assert delivery.content["balance"] == accounts[chosen]["balance"]
