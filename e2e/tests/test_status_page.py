"""Sessions without a callback URL end on the server's own status page; ended sessions show how they ended."""

from __future__ import annotations

import pytest

from client.api import Api, User
from client.browser import Browser, Page, left_to, shown
from client.deployment import CALLBACK, Deploy, Deployment
from client.flow import drive, parameters, walk

ENDINGS = {
    "worked": ("success", "succeeded", "sync_success"),
    "failed": ("1003", "failed", "sync_error"),
    "going on": ("slow", "pending", "sync_pending"),
}


def end(deploy: Deploy, ending: str, language: str) -> Page:
    """The status page after this ending."""
    login, state, _ = ENDINGS[ending]
    deployment = deploy({"connect.pending_after_ms": 50, "demo.slow_ms": 1_500} if login == "slow" else {})
    api, browser = deployment.documented, Browser(language)
    page = drive(browser, api.create_session(api.create_user()), login, to=(state,))
    return shown(browser.finish(page))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_says_how_it_ended(deploy: Deploy, language: str) -> None:
    pages = {ending: end(deploy, ending, language) for ending in ENDINGS}
    for ending, page in pages.items():
        assert page.step == ENDINGS[ending][2]
        assert page.language == language
        assert page.url.endswith("/end")
        assert not page.can("finish"), "there is nowhere to go"
        assert not page.can("next")
    assert len({page.title for page in pages.values()}) == len(pages), "each ending has its own words"


@pytest.mark.parametrize("leave", ["finish", "exit"])
def test_success_by_either_control(api: Api, user: User, browser: Browser, leave: str) -> None:
    page = drive(browser, api.create_session(user))
    seen = shown(browser.finish(page) if leave == "finish" else browser.exit(page))
    assert seen.step == "sync_success"
    assert [item["status"] for item in api.items(user)] == [0]


def test_left_early(api: Api, user: User, browser: Browser) -> None:
    url = api.create_session(user)
    page = shown(browser.exit(browser.open(url)))
    assert (page.step, page.state) == ("highlighted_banks", "left")
    again = browser.open(url)
    assert (again.step, again.state, again.title) == (page.step, page.state, page.title)
    assert api.items(user) == []


def test_left_at_the_code(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    url = api.create_session(user)
    stops = ("choosing_provider", "entering_credentials", "answering_code")
    page = shown(browser.exit(walk(browser, url, stops, ["otp"])))
    assert (page.step, page.state) == ("otp_form", "left")
    deployment.events(api, user, ["item.created", "item.refreshed"])


@pytest.mark.parametrize("login", ["success", "1003"])
def test_reopened_after_the_end(api: Api, user: User, browser: Browser, login: str) -> None:
    """An ended session shows the outcome and the same way back, as often as it is opened."""
    url = api.create_session(user, callback_url=CALLBACK)
    back = left_to(browser.finish(drive(browser, url, login)))
    for _ in range(2):
        page = browser.open(url)
        assert page.state in {"succeeded", "failed"}
        assert left_to(browser.finish(page)) == back
    assert len(api.items(user)) == 1


def test_reopened_after_leaving(api: Api, user: User, browser: Browser) -> None:
    url = api.create_session(user, callback_url=CALLBACK)
    back = left_to(browser.exit(browser.open(url)))
    assert parameters(back)["step"] == "highlighted_banks"
    assert left_to(browser.ending(browser.open(url))) == back


def test_end_before_the_end(api: Api, user: User, browser: Browser) -> None:
    """`end` of a session that goes on leads to where it is, and changes nothing."""
    url = api.create_session(user, callback_url=CALLBACK)
    page = browser.open(f"{url}/end")
    assert page.state == "choosing_provider"
