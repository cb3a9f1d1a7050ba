"""A bank with a site of its own: the user is sent there, agrees, refuses or walks away, and comes back, or elsewhere."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from client.api import Api, User
from client.browser import Browser, Page, check_page, form_target, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, drive, parameters

BANK = 576


@pytest.fixture
def url(api: Api, user: User) -> str:
    return api.create_session(user, provider_id=BANK, callback_url=CALLBACK, context="order-1")


def at_the_bank(browser: Browser, url: str) -> Page:
    """From the first page to where the bank's site begins."""
    page = browser.open(url)
    assert (page.state, page.step) == ("entering_credentials", "bank_creds_form")
    assert page.form("next").select("input:not([type=hidden])") == [], "nothing is typed here"
    page = browser.until(browser.submit(page), "at_bank")
    assert page.step == "bank_creds_form"
    assert page.refresh == (0.0, page.link("next")), "it goes on by itself"
    return page


def answer(browser: Browser, site: str, decision: str, login: str = "success") -> str:
    """Logs in on the bank's site and decides; the address that the bank sends back to."""
    page = browser.http.get(site, timeout=30)
    assert page.status_code == 200
    form = BeautifulSoup(page.text, "html.parser").select("form")[0]
    typed = {str(field["name"]): str(field.get("value", "")) for field in form.select("input")}
    consent = browser.http.post(
        urljoin(site, str(form["action"])), data={**typed, "login": login, "password": "x"}, timeout=30
    )
    form = BeautifulSoup(consent.text, "html.parser").select("form")[0]
    hidden = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    back = browser.http.post(
        urljoin(site, str(form["action"])), data={**hidden, "decision": decision}, allow_redirects=False, timeout=30
    )
    assert back.status_code == 303
    return str(back.headers["location"])


def come_back(browser: Browser, address: str) -> Page:
    page = Page(browser.http.get(address, timeout=30))
    check_page(page)
    return page


def test_agreed(deployment: Deployment, api: Api, user: User, url: str, browser: Browser) -> None:
    page = at_the_bank(browser, url)
    assert api.items(user) == [], "no item before the bank knows the user"
    page = come_back(browser, answer(browser, page.link("next"), "agree"))
    assert page.step == "sync_in_progress"
    page = browser.until(page, "choosing_accounts")
    (item,) = api.items(user)
    assert item["provider_id"] == BANK
    page = browser.until(browser.submit(page), "succeeded")
    expected = {
        "source": "connect", "success": "true", "user_uuid": user.uuid, "item_id": str(item["id"]), "context": "order-1"
    }  # fmt: skip
    assert parameters(left_to(browser.finish(page))) == expected
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert api.item(user, item["id"])["status"] == 0
    assert api.transactions(user)


def test_refused_and_tried_again(api: Api, user: User, url: str, browser: Browser) -> None:
    page = come_back(browser, answer(browser, at_the_bank(browser, url).link("next"), "refuse"))
    page = browser.until(page, "failed")
    assert page.step == "sync_error"
    assert api.items(user) == [], "refused there: no item"
    page = browser.until(browser.submit(page), "at_bank")
    page = browser.until(come_back(browser, answer(browser, page.link("next"), "agree")), "choosing_accounts")
    assert len(api.items(user)) == 1


def test_refused_and_left(api: Api, user: User, url: str, browser: Browser) -> None:
    page = come_back(browser, answer(browser, at_the_bank(browser, url).link("next"), "refuse"))
    page = browser.until(page, "failed")
    left = parameters(left_to(browser.finish(page)))
    assert (left["success"], left["step"]) == ("false", "sync_error")
    assert "item_id" not in left
    assert api.items(user) == []


def test_walked_away(api: Api, user: User, url: str, browser: Browser) -> None:
    """Whoever comes back by the browser's button stays on our page, and can leave it."""
    at_the_bank(browser, url)
    page = browser.open(f"{url}/bank_creds_form")
    assert page.state == "at_bank"
    assert page.refresh is None or page.refresh[1] == page.url, "it does not go to the bank again by itself"
    left = parameters(left_to(browser.exit(page)))
    assert (left["success"], left["step"]) == ("false", "bank_creds_form")
    assert api.items(user) == []


def test_begun_again(url: str, browser: Browser) -> None:
    """The bank's page was lost: a new visit begins, and the old one leads nowhere."""
    page = at_the_bank(browser, url)
    old = answer(browser, page.link("next"), "agree")
    form = page.soup.select("form.aside-action")[0]
    token = str(form.select("input[name=csrf]")[0]["value"])
    page = browser.until(browser.post(page, form_target(page, form), {"csrf": token}), "at_bank")
    assert browser.http.get(old, timeout=30).status_code == 404
    page = come_back(browser, answer(browser, page.link("next"), "agree"))
    browser.until(page, "choosing_accounts")


def test_another_bank(api: Api, user: User, browser: Browser) -> None:
    page = browser.open(api.create_session(user, callback_url=CALLBACK))
    page = browser.submit(browser.submit(page, {"provider_id": str(BANK)}))
    page = browser.until(page, "at_bank")
    form = page.soup.select("form.aside-action")[0]
    token = str(form.select("input[name=csrf]")[0]["value"])
    page = browser.post(page, form_target(page, form), {"csrf": token, "change_bank": "1"})
    assert page.state == "choosing_provider"
    assert left_to(browser.finish(drive(browser, page.url)))


def test_came_back_twice(api: Api, user: User, url: str, browser: Browser) -> None:
    """The second return leads to where the session is, also when that is its end."""
    back = answer(browser, at_the_bank(browser, url).link("next"), "agree")
    page = browser.until(come_back(browser, back), "choosing_accounts")
    again = come_back(browser, back)
    assert (again.state, again.title) == (page.state, page.title)
    page = browser.until(browser.submit(page), "succeeded")
    assert come_back(browser, back).state == "succeeded"
    assert len(api.items(user)) == 1


def test_came_back_late(api: Api, user: User, url: str, browser: Browser) -> None:
    """The session was left in another tab meanwhile: the return shows its end, and changes nothing."""
    page = at_the_bank(browser, url)
    back = answer(browser, page.link("next"), "agree")
    browser.exit(page)
    late = browser.http.get(back, timeout=30)
    assert late.status_code == 200
    assert Page(late).state == "left"
    assert api.items(user) == []


def test_came_back_by_post(url: str, browser: Browser) -> None:
    """A browser sends no cookie of ours with another site's form: the answer sends it on to where it does."""
    back = answer(browser, at_the_bank(browser, url).link("next"), "agree")
    bare = Browser()
    parts = urlsplit(back)
    data = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    sent_on = bare.http.post(back.partition("?")[0], data=data, allow_redirects=False, timeout=30)
    assert sent_on.status_code == 303
    page = come_back(browser, urljoin(back, str(sent_on.headers["location"])))
    browser.until(page, "choosing_accounts")


def test_came_back_elsewhere(url: str, browser: Browser) -> None:
    """Another browser is asked before it goes on; the session then belongs to it."""
    page = at_the_bank(browser, url)
    back = answer(browser, page.link("next"), "agree")
    other = Browser()
    asked = Page(other.http.get(back, timeout=30))
    assert (asked.status, asked.state, asked.step) == (200, "confirming_return", None)
    for shown in ("Banque Aurore", "documented", "c•••@mail.example"):
        assert shown in asked.text, "whose session it is"
    assert "camille" not in asked.html
    assert browser.open(url).state == "at_bank", "asking changes nothing"
    assert Page(Browser().http.post(urljoin(back, "/return/confirm"), data={"given": "state=x"})).status in {403, 404}
    forged = other.http.post(urljoin(back, "/return/confirm"), data={"given": urlsplit(back).query, "csrf": "x"})
    assert forged.status_code == 403
    page = other.until(other.submit(asked), "choosing_accounts")
    assert Page(browser.http.get(url, timeout=30)).state == "other_browser"
    assert left_to(other.finish(other.until(other.submit(page), "succeeded")))


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?code=y", "?state=%00"])
def test_nobody_came_back(deployment: Deployment, browser: Browser, query: str) -> None:
    page = Page(browser.http.get(f"{deployment.url}/return{query}", timeout=30))
    assert (page.status, page.state) == (404, "unknown_link")


@pytest.mark.parametrize("login", ["1003", "1005_CLOSED_ACCOUNT", "429"])
def test_failed_at_the_bank(api: Api, user: User, url: str, browser: Browser, login: str) -> None:
    """Agreed, but the bank does not give: the login decides, as at the Demo Bank."""
    back = answer(browser, at_the_bank(browser, url).link("next"), "agree", login)
    page = browser.until(come_back(browser, back), "failed")
    assert page.step == "sync_error"
    assert api.items(user) == []


def test_renewed(api: Api, user: User, url: str, browser: Browser) -> None:
    """An item that exists is renewed by another visit, and keeps its id."""
    back = answer(browser, at_the_bank(browser, url).link("next"), "agree")
    page = browser.until(come_back(browser, back), "choosing_accounts")
    browser.until(browser.submit(page), "succeeded")
    (item,) = api.items(user)
    renewal = api.create_session(user, item_id=item["id"], force_reauthentication=True, callback_url=CALLBACK)
    page = browser.until(browser.submit(browser.open(renewal)), "at_bank")
    page = browser.until(come_back(browser, answer(browser, page.link("next"), "agree")), "succeeded")
    assert parameters(left_to(browser.finish(page)))["item_id"] == str(item["id"])
    (after,) = api.items(user)
    assert after["id"] == item["id"]
    assert after["authentication_expires_at"] > item["authentication_expires_at"]
