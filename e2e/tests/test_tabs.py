"""Reload, back, double submit, a second tab, a second browser; opening a link; forged and stale forms."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from client.api import Api, User
from client.browser import Browser, Page, form_target, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import CODE, NEW_ITEM_EVENTS, act, drive, walk

TO_CODE = ("choosing_provider", "entering_credentials", "answering_code")


@pytest.fixture
def url(api: Api, user: User) -> str:
    return api.create_session(user, callback_url=CALLBACK)


def test_opening_changes_nothing(deployment: Deployment, api: Api, user: User, url: str, browser: Browser) -> None:
    """Mail scanners open links, and even follow those on the page."""
    scanner = Browser()
    page = scanner.open(url)
    for link in page.soup.select("a[href]"):
        scanner.visit(requests.compat.urljoin(page.url, str(link["href"])))
    assert browser.open(url).state == "choosing_provider"
    browser.finish(drive(browser, url))
    deployment.events(api, user, NEW_ITEM_EVENTS)


def test_url_is_a_secret(api: Api, user: User) -> None:
    one, other = api.create_session(user), api.create_session(user)
    for url in (one, other):
        assert url.startswith(f"{api.base}/session/")
        assert len(url.rpartition("/")[2]) >= 43, "256 bits"
    assert one != other


@pytest.mark.parametrize("stop", range(1, 5))
def test_reload(url: str, browser: Browser, stop: int) -> None:
    """Each page is the same when it is loaded again, and when the link is opened anew."""
    stops = (*TO_CODE, "choosing_accounts", "succeeded")[:stop]
    page = walk(browser, url, stops, ["otp"])
    for again in (browser.open(page.url), browser.open(url)):
        assert (again.url, again.state, again.step, again.title) == (page.url, page.state, page.step, page.title)


def test_back(url: str, browser: Browser) -> None:
    """The address of an earlier page leads to where the session is."""
    first = browser.open(url)
    second = act(browser, first, iter(()))
    page = walk(browser, url, ("entering_credentials", "answering_code"), ["otp"])
    for earlier in (first, second):
        assert browser.open(earlier.url).url == page.url


def test_pages_ahead(url: str, browser: Browser) -> None:
    """Nor can a page be reached before its time."""
    for name in (
        "otp_form",
        "accounts",
        "sync_in_progress",
        "sync_success",
        "sync_error",
        "sync_pending",
        "end",
        "start",
    ):
        assert browser.open(f"{url}/{name}").state == "choosing_provider"


def test_form_of_an_earlier_page(api: Api, user: User, url: str, browser: Browser) -> None:
    """Going back and sending an old form again changes nothing: it leads on."""
    banks = browser.open(url)
    credentials = act(browser, banks, iter(()))
    code = browser.until(act(browser, credentials, iter(["otp"])), "answering_code")
    for stale, fields in ((banks, {"provider_id": "574"}), (credentials, {"login": "402", "password": "x"})):
        assert browser.submit(stale, fields).url == code.url
    assert len(api.items(user)) == 1
    page = drive(browser, url)
    assert left_to(browser.finish(page))
    assert browser.submit(code, {"code": CODE}).state == "succeeded"


@pytest.mark.parametrize("login", ["success", "otp"])
def test_double_submit(deployment: Deployment, api: Api, user: User, url: str, browser: Browser, login: str) -> None:
    """Every form is sent twice: one item, each event once."""
    page = browser.open(url)
    for _ in range(200):
        if page.state == "succeeded":
            break
        if not page.can("next"):
            page = browser.refresh(page)
            continue
        fields: dict[str, str | list[str]] = {"provider_id": "574", "login": login, "password": "x", "code": CODE}
        if page.state == "choosing_accounts":
            fields = {}
        browser.submit(page, fields)
        page = browser.submit(page, fields)
    browser.finish(page)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert [item["status"] for item in api.items(user)] == [0]


def test_second_tab(url: str, browser: Browser) -> None:
    """Two tabs of one browser are the same session; either goes on."""
    one, two = browser.open(url), browser.open(url)
    one = act(browser, one, iter(()))
    two = browser.submit(two, {"provider_id": "574"})
    assert two.url == one.url
    one = browser.until(act(browser, one, iter(["otp"])), "answering_code")
    assert browser.open(two.url).url == one.url
    assert left_to(browser.finish(drive(browser, url)))


def test_second_browser(url: str, browser: Browser) -> None:
    """After the first form the link opens nothing elsewhere, and the first browser goes on undisturbed."""
    other = Browser()
    other.open(url)
    page = walk(browser, url, TO_CODE, ["otp"])
    for address in (url, page.url, f"{url}/exit", f"{url}/end"):
        seen = other.open(address)
        assert (seen.status, seen.state) == (403, "other_browser")
        assert not seen.can("next")
        assert not seen.can("exit-confirm")
    token = page.form("next").select_one('input[name="csrf"]')
    assert token
    stolen = other.post(page, form_target(page, page.form("next")), {"csrf": str(token["value"]), "code": CODE})
    assert stolen.status == 403
    assert browser.open(url).state == "answering_code"
    assert left_to(browser.finish(drive(browser, url)))


def test_first_form_binds(url: str, browser: Browser) -> None:
    """Two browsers may look; who sends the first form has the session."""
    other = Browser()
    page, late = browser.open(url), other.open(url)
    act(browser, page, iter(()))
    assert other.submit(late, {"provider_id": "574"}).status == 403


def test_several_sessions_in_one_browser(api: Api, user: User, url: str, browser: Browser) -> None:
    """One cookie for the browser, not one for each session."""
    second = api.create_session(user, callback_url=CALLBACK)
    walk(browser, url, ("choosing_provider", "entering_credentials"))
    walk(browser, second, ("choosing_provider", "entering_credentials"))
    assert browser.open(url).state == browser.open(second).state == "entering_credentials"
    assert len(browser.http.cookies) == 1


def test_cookie(url: str) -> None:
    answer = requests.get(url, timeout=10, allow_redirects=True)
    cookies = [c for response in [*answer.history, answer] for c in response.raw.headers.getlist("set-cookie")]
    assert cookies
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax"} <= attributes, cookie


@pytest.mark.parametrize("token", ["", "wrong", None, "A" * 5000])
def test_csrf(url: str, browser: Browser, token: str | None) -> None:
    """A form without its token is refused with a page that says what to do, and changes nothing."""
    page = browser.open(url)
    fields = {"provider_id": "574"} | ({"csrf": token} if token is not None else {})
    refused = browser.post(page, form_target(page, page.form("next")), fields)
    assert refused.status == 403
    assert refused.title
    assert browser.open(url).state == "choosing_provider"


def test_csrf_of_another_session(api: Api, user: User, url: str, browser: Browser) -> None:
    """The token of another browser does not open this one's forms."""
    page = browser.open(url)
    foreign = Browser().open(api.create_session(user)).soup.select_one('input[name="csrf"]')
    assert foreign
    fields = {"provider_id": "574", "csrf": str(foreign["value"])}
    assert browser.post(page, form_target(page, page.form("next")), fields).status == 403


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2f..", "%00", "a" * 4000])
def test_unknown_session(api: Api, browser: Browser, token: str) -> None:
    page = browser.open(f"{api.base}/session/{token}")
    assert page.status == 404
    assert page.title


def test_exit_can_be_taken_back(url: str, browser: Browser) -> None:
    """The confirmation keeps the step beneath, and leads back to it."""
    page = walk(browser, url, TO_CODE, ["otp"])
    confirmation = browser.open(page.link("exit"))
    assert (confirmation.state, confirmation.step) == ("confirming_exit", "otp_form")
    assert browser.open(url).url == page.url
    back = {requests.compat.urljoin(confirmation.url, str(a["href"])) for a in confirmation.soup.select("a[href]")}
    assert page.url in {browser.open(link).url for link in back if link.startswith(url)}


def test_nothing_after_leaving(api: Api, user: User, url: str, browser: Browser) -> None:
    """A session that was left stays left, for every form and page."""
    page = walk(browser, url, ("choosing_provider", "entering_credentials"))
    browser.exit(page)
    after = browser.submit(page, {"login": "success", "password": "x"})
    assert (after.state, after.step) == ("left", "bank_creds_form")
    assert browser.open(page.url).state == "left"
    assert api.items(user) == []


def test_post_to_an_unknown_page(url: str, browser: Browser) -> None:
    page = browser.open(url)
    for name in ("nothing", "highlighted_banks/x"):
        assert browser.post(page, f"{url}/{name}", {"csrf": "x"}).status in {403, 404, 405}


def test_connection_kept(deployment: Deployment) -> None:
    """A form that comes a moment after its head, for a page that there is not, leaves the connection as it was."""
    server = urlsplit(deployment.server.url)
    address = (server.hostname, server.port)
    for path in ("/session/unknown/nothing", "/session/unknown/highlighted_banks/x", "/nowhere"):
        with socket.create_connection(address, timeout=5) as connection:
            answers = connection.makefile("rb")
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n".encode())
            time.sleep(0.05)
            connection.sendall(b"csrf=x")
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            text = answers.read().decode()
            assert text.startswith("HTTP/1.1 404 "), path
            assert "HTTP/1.1 200 OK" in text, path


def test_bad_bank(url: str, browser: Browser) -> None:
    """A bank that is not on the list is refused on the page."""
    for value in ("", "1", "abc", "99999999999999999999"):
        page: Page = browser.submit(browser.open(url), {"provider_id": value}, check=False)
        assert page.status < 500
        assert browser.open(url).state == "choosing_provider"


def test_user_deleted_meanwhile(api: Api, user: User, url: str, browser: Browser) -> None:
    page = walk(browser, url, TO_CODE, ["otp"])
    assert api.delete(f"/v3/aggregation/users/{user.uuid}").status_code == 204
    for seen in (browser.open(page.url), browser.submit(page, {"code": CODE}, check=False)):
        assert seen.status < 500
        assert seen.title
