"""Sessions end by themselves: after an idle time, and at the end of their life."""

from __future__ import annotations

import time

import pytest

from client.browser import Browser, left_to
from client.deployment import CALLBACK, Deploy
from client.flow import NEW_ITEM_EVENTS, drive, parameters, walk
from client.server import Settings

IDLE: Settings = {"connect.idle_ms": 1_000}
LIFE: Settings = {"connect.idle_ms": 60_000, "connect.lifetime_ms": 1_500}


@pytest.mark.parametrize("mode", ["documented", "live"])
def test_idle_on_the_first_page(deploy: Deploy, browser: Browser, mode: str) -> None:
    """The page says that it has expired; the way back carries the last step."""
    api = deploy(IDLE).mode(mode)
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK, context="order-4711")
    first = browser.open(url)
    time.sleep(1.3)
    page = browser.open(url)
    assert (page.state, page.step) == ("expired", "highlighted_banks")
    expected = {"source": "connect", "success": "false", "user_uuid": user.uuid, "step": "highlighted_banks"}
    assert parameters(left_to(browser.ending(page))) == expected | {"context": "order-4711"}
    assert browser.submit(first, {"provider_id": "574"}).state == "expired"


def test_without_callback(deploy: Deploy, browser: Browser) -> None:
    api = deploy(IDLE).documented
    url = api.create_session(api.create_user())
    time.sleep(1.3)
    page = browser.open(url)
    assert page.state == "expired"
    assert not page.can("finish")


@pytest.mark.parametrize("mode", ["documented", "live"])
def test_idle_at_the_code(deploy: Deploy, browser: Browser, mode: str) -> None:
    """The item needs the user again, and says so, though nobody comes back."""
    deployment = deploy(IDLE)
    api = deployment.mode(mode)
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    walk(browser, url, ("choosing_provider", "entering_credentials", "answering_code"), ["otp"])
    deployment.events(api, user, ["item.created", "item.refreshed"])
    (item,) = api.items(user)
    assert (item["status"], item["status_code_info"]) == (1010, "otp_required")
    page = browser.open(url)
    assert (page.state, page.step) == ("expired", "otp_form")
    told = parameters(left_to(browser.ending(page)))
    assert (told["success"], told["step"]) == ("false", "otp_form")
    assert told.get("item_id") == (str(item["id"]) if mode == "live" else None)


def test_idle_at_the_choice_of_accounts(deploy: Deploy, browser: Browser) -> None:
    """No item stays at -2; nothing was chosen, so nothing is shared."""
    deployment = deploy(IDLE)
    api = deployment.documented
    user = api.create_user()
    drive(browser, api.create_session(user), to=("choosing_accounts",))
    deployment.events(api, user, ["item.created", "item.refreshed"])
    (item,) = api.items(user)
    assert item["status"] == 0
    assert {account["data_access"] for account in api.accounts(user, item["id"])} == {"disabled"}


def test_activity_keeps_it_alive(deploy: Deploy, browser: Browser) -> None:
    api = deploy(IDLE).documented
    url = api.create_session(api.create_user())
    for _ in range(4):
        time.sleep(0.5)
        assert browser.open(url).state == "choosing_provider"


def test_life(deploy: Deploy, browser: Browser) -> None:
    """However busy, a session ends with its lifetime."""
    api = deploy(LIFE).documented
    url = api.create_session(api.create_user(), callback_url=CALLBACK)
    end = time.monotonic() + 3
    while (page := browser.open(url)).state == "choosing_provider":
        assert time.monotonic() < end
        time.sleep(0.2)
    assert page.state == "expired"


def test_success_does_not_expire(deploy: Deploy, browser: Browser) -> None:
    """A session that succeeded shows its outcome ever after."""
    deployment = deploy(IDLE)
    api = deployment.documented
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    drive(browser, url)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    time.sleep(1.3)
    assert parameters(left_to(browser.finish(browser.open(url))))["success"] == "true"
