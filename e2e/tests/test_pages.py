"""Pages: words in seven languages, search, errors by the field, and what the waiting pages do."""

from __future__ import annotations

import pytest

from client.api import Api, User
from client.browser import LANGUAGES, Browser, Page, left_to
from client.deployment import CALLBACK, Deploy
from client.flow import drive, parameters, walk

TO_FORM = ("choosing_provider", "entering_credentials")


@pytest.fixture
def url(api: Api, user: User) -> str:
    return api.create_session(user, callback_url=CALLBACK)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr", "fr"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB", "en"),
        ("pl,fr;q=0.5,en;q=0.4", "fr"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("es", "es"),
        ("it-CH;q=0.9, fr;q=0.8", "it"),
        ("pt-BR", "pt"),
        ("nl-BE", "nl"),
        ("pl", "en"),
        ("", "en"),
    ],
)
def test_language_of_the_browser(url: str, accepted: str, language: str) -> None:
    assert Browser(accepted).open(url).language == language


def test_language_switch(url: str, browser: Browser) -> None:
    """The choice stays on the page, and for the pages after it."""
    english = walk(browser, url, TO_FORM)
    french = browser.submit(english, {"language": "fr"}, action="language")
    assert (french.url, french.language, french.state) == (english.url, "fr", english.state)
    assert french.title != english.title
    assert browser.open(url).language == "fr"
    page = drive(browser, url)
    assert page.language == "fr"
    assert page.choices("language") == list(LANGUAGES)
    titles = set()
    for language in LANGUAGES:
        page = browser.submit(page, {"language": language}, action="language")
        assert page.language == language
        titles.add(page.title)
    assert len(titles) == len(LANGUAGES)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "\\\\evil.example", "javascript:alert(1)", "x" * 3000]
)
def test_language_switch_stays_here(url: str, browser: Browser, target: str) -> None:
    """No open redirect by its return address."""
    page = browser.open(url)
    seen = browser.submit(page, {"language": "fr", "return_to": target}, action="language", check=False)
    assert seen.url.startswith(page.url.rpartition("/session/")[0])
    assert browser.submit(page, {"language": "xx"}, action="language", check=False).status < 500


def test_who_asks(url: str, browser: Browser) -> None:
    """The first page names the application, and says what is asked and for how long."""
    page = browser.open(url)
    assert "documented" in page.text, "the application's name"
    assert "180" in page.text


def test_search(url: str, browser: Browser) -> None:
    page = browser.open(f"{url}/highlighted_banks?q=demo")
    assert "574" in page.choices("provider_id")
    nothing = browser.open(f"{url}/highlighted_banks?q=zzzzzz")
    assert nothing.choices("provider_id") == []
    assert "zzzzzz" in str(nothing.soup.select_one('input[name="q"]'))
    hostile = browser.open(f"{url}/highlighted_banks?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert not hostile.soup.select("script:not([src])")


@pytest.mark.parametrize(
    "fields", [{"login": ""}, {"password": ""}, {"login": "", "password": ""}, {"login": "x" * 5000}]
)
def test_incomplete_credentials(api: Api, user: User, url: str, browser: Browser, fields: dict[str, str]) -> None:
    """A message by each bad field, what was typed kept (but no secret), and no item yet."""
    page = walk(browser, url, TO_FORM)
    again = browser.submit(page, {"login": "success", "password": "hidden-secret", **fields})
    assert (again.state, again.step) == ("entering_credentials", "bank_creds_form")
    assert again.alerts
    for name in fields:
        field = again.soup.select_one(f'input[name="{name}"]')
        assert field
        assert field.get("aria-invalid") == "true"
        described = str(field["aria-describedby"]).split()
        assert any(again.soup.find(id=identifier) for identifier in described)
    assert "hidden-secret" not in again.html
    if "login" not in fields:
        assert 'value="success"' in again.html
    assert api.items(user) == []


def test_secret_fields(url: str, browser: Browser) -> None:
    page = walk(browser, url, TO_FORM)
    password = page.soup.select_one('input[name="password"]')
    assert password
    assert password["type"] == "password"
    assert "required" not in page.form("next").attrs


def test_wrong_code(url: str, browser: Browser) -> None:
    """The same page with a message; the session is not over."""
    page = walk(browser, url, (*TO_FORM, "answering_code"), ["otp_fail"])
    assert page.alerts == []
    again = walk(browser, page.url, ("answering_code", "answering_code"))
    assert (again.state, again.step) == ("answering_code", "otp_form")
    assert again.alerts


@pytest.mark.parametrize("code", ["", "   ", "x" * 2000])
def test_code_that_is_none(url: str, browser: Browser, code: str) -> None:
    page = walk(browser, url, (*TO_FORM, "answering_code"), ["otp"])
    again = browser.submit(page, {"code": code})
    assert again.state == "answering_code"
    assert again.alerts


def test_codes_are_limited(deploy: Deploy, browser: Browser) -> None:
    """After the last attempt no further code is taken."""
    api = deploy({"connect.code_attempts": 3}).documented
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    page = walk(browser, url, (*TO_FORM, *["answering_code"] * 3), ["otp_fail"])
    last = browser.submit(page, {"code": "123456"}, check=False)
    if last.status != 429:
        last = browser.until(last, "failed")
        assert last.step == "sync_error"
    browser.exit(browser.open(url))
    assert [item["status"] for item in api.items(user)] == [1010]


def test_progress(deploy: Deploy, browser: Browser) -> None:
    """While it synchronises the page shows how far it is."""
    api = deploy({"demo.page_delay_ms": 200}).documented
    page = drive(browser, api.create_session(api.create_user()), to=("choosing_accounts",))
    seen: list[str] = []
    page = browser.submit(page)
    while page.state == "synchronising":
        bar = page.soup.select_one("progress, [role=progressbar]")
        assert bar, page
        seen.append(str(bar))
        page = browser.refresh(page)
    assert page.state == "succeeded"
    assert len(set(seen)) > 1


def test_pending_goes_on(deploy: Deploy, browser: Browser) -> None:
    """Pending after a while; the open page goes on when it is done after all."""
    api = deploy({"connect.pending_after_ms": 50, "demo.slow_ms": 800}).documented
    page = drive(browser, api.create_session(api.create_user(), callback_url=CALLBACK), "slow", to=("pending",))
    assert page.step == "sync_pending"
    page = browser.until(page, "succeeded")
    assert parameters(left_to(browser.finish(page)))["success"] == "true"


def test_assets(url: str, browser: Browser) -> None:
    """Style and script come from the own origin, with a content hash, and may be kept."""
    page: Page = browser.open(url)
    files = [str(tag.get("href") or tag.get("src")) for tag in page.soup.select("link[rel=stylesheet], script[src]")]
    assert files
    for file in files:
        assert file.startswith("/")
        answer = browser.http.get(f"{url.partition('/session/')[0]}{file}", timeout=10)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
