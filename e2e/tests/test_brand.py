"""An application's own look: name, logo, colour and highlighted banks on every page, and nothing typed in its style."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

import pytest
import requests

from client.api import AGGREGATION, Api
from client.browser import WAITING, Browser, Page, form_target, shown
from client.deployment import CALLBACK, Deploy, Deployment
from client.flow import act, add_item, drive, walk

COLOUR = "#0a7c66"
STYLESHEET = re.compile(r"/brand/0a7c66\.[A-Za-z0-9_-]{12}\.css")
NAME = "Ångström & \"Söhne\" <u>l'été"  # u: no page has one
TO_FORM = ("choosing_provider", "entering_credentials")


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


# One green pixel.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", (1).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\x0a\x7c\x66"))
    + chunk(b"IEND", b"")
)


def update(deployment: Deployment, api: Api, *flags: str) -> None:
    deployment.server.command("app", "update", api.application.client_id, *flags)


@pytest.fixture(scope="module")
def branded(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An application with a name that has to be escaped, a logo and a colour."""
    logo: Path = tmp_path_factory.mktemp("logo") / "logo.png"
    logo.write_bytes(PNG)
    api = deployment.api("branded")
    update(deployment, api, "--name", NAME, "--logo", str(logo), "--accent-colour", COLOUR.upper())
    return api


@pytest.fixture
def highlighting(deployment: Deployment, request: pytest.FixtureRequest) -> Api:
    """An application of the test's own, for its highlighted banks."""
    return deployment.api(re.sub(r"\W+", "-", request.node.name))


def stylesheets(page: Page) -> list[str]:
    return [str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]")]


def wears_the_brand(page: Page) -> None:
    """Name, logo and colour; the colour after the pages' own style, which it is to change."""
    first, last = stylesheets(page)
    assert first.startswith("/assets/connect."), page
    assert STYLESHEET.fullmatch(last), page
    header = page.soup.select(".application")[0]
    assert header.get_text(strip=True) == NAME, page
    assert str(header.select("img")[0]["src"]).startswith("/logos/"), page
    assert page.soup.title
    assert page.soup.title.get_text().endswith(NAME), page
    assert page.soup.select("u, [style], style, script:not([src])") == [], page


def wears_no_brand(page: Page) -> None:
    assert len(stylesheets(page)) == 1, page
    assert page.soup.select(".application")[0].get_text(strip=True) == "Passerelle"


def test_every_page(branded: Api, browser: Browser) -> None:
    """From the choice of a bank to the status page."""
    page = browser.open(branded.create_session(branded.create_user()))
    seen = set()
    for _ in range(500):
        wears_the_brand(page)
        seen.add(page.state)
        if page.state == "succeeded":
            break
        wears_the_brand(browser.open(page.link("exit")))
        page = browser.refresh(page) if page.state in WAITING else act(browser, page, iter(["otp"]))
    assert seen >= {*TO_FORM, "answering_code", "choosing_accounts", "succeeded"}
    status = shown(browser.finish(page))
    assert status.url.endswith("/end")
    wears_the_brand(status)


@pytest.mark.parametrize("login", ["402", "1003"])
def test_failures(branded: Api, browser: Browser, login: str) -> None:
    page = drive(browser, branded.create_session(branded.create_user()), login)
    assert page.state == "failed"
    wears_the_brand(page)


def test_branches(branded: Api, browser: Browser) -> None:
    page = browser.open(branded.create_session(branded.create_user()))
    page = browser.submit(page, {"group": "Caisse des Rives"})
    assert page.state == "choosing_branch"
    wears_the_brand(page)


def test_return_in_another_browser(branded: Api, browser: Browser) -> None:
    """Whose session it is, is what that page is about."""
    page = browser.open(branded.create_session(branded.create_user(), provider_id=576))
    page = browser.until(browser.submit(page), "at_bank")
    state = re.search(r"[?&]state=([^&]+)", page.link("next"))
    assert state
    other = Page(Browser().http.get(f"{branded.base}/return?state={state[1]}&code=x", timeout=30))
    assert other.state == "confirming_return"
    wears_the_brand(other)


def test_stylesheet(branded: Api, browser: Browser) -> None:
    """Computed colours and nothing else, kept for ever."""
    path = stylesheets(browser.open(branded.create_session(branded.create_user())))[1]
    answer = requests.get(branded.base + path, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f"--fill:{COLOUR};" in answer.text
    rule = r":root\{(--[a-z-]+:#[0-9a-f]{6};?)+\}"
    assert re.fullmatch(rf"{rule}\n@media \(prefers-color-scheme:dark\)\{{{rule}\}}\n", answer.text)


@pytest.mark.parametrize(
    "file",
    [
        "0a7c66.css", "0a7c66.AAAAAAAAAAAA.css", "red.AAAAAAAAAAAA.css", "0a7c66;}.AAAAAAAAAAAA.css",
        "..%2f..%2fetc%2fpasswd", "%230a7c66.AAAAAAAAAAAA.css", "",
    ],
)  # fmt: skip
def test_other_stylesheets(branded: Api, file: str) -> None:
    assert requests.get(f"{branded.base}/brand/{file}", timeout=30).status_code == 404


@pytest.mark.parametrize(
    "colour",
    [
        "", "#", "red", "0a7c66", "#0a7", "#0a7c6", "#0a7c66ff", "#0a7c6g", "rgb(1,2,3)", "#0a7c66;}*{display:none",
        "#0a7c66 ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["create", "update"])
def test_colours_that_are_none(deployment: Deployment, branded: Api, command: str, colour: str) -> None:
    what = ["--name", "Never", "--sandbox"] if command == "create" else [branded.application.client_id]
    done = deployment.server.run("app", command, *what, "--accent-colour", colour)
    assert done.returncode != 0
    assert "--accent-colour" in done.stderr
    assert done.stdout == ""
    listed = json.loads(deployment.server.command("app", "list", "--json"))
    assert all(application["name"] != "Never" for application in listed)


def test_settings(deployment: Deployment) -> None:
    """Set, listed and cleared; what is cleared is gone from the pages within a second."""
    create = ("app", "create", "--name", "Settings", "--sandbox", "--json", "--accent-colour", "#FFE600")
    created = json.loads(deployment.server.command(*create, "--highlight", "610", "--highlight", "574"))

    def listed() -> tuple[object, object]:
        found = json.loads(deployment.server.command("app", "list", "--json"))
        (mine,) = (application for application in found if application["client_id"] == created["client_id"])
        return mine.get("accent_colour"), mine["highlighted_providers"]

    assert listed() == ("#ffe600", [610, 574])
    text = deployment.server.command("app", "show", created["client_id"])
    assert re.search(r"ACCENT COLOUR +#ffe600$", text, re.MULTILINE)
    assert re.search(r"HIGHLIGHTED BANKS +610 574$", text, re.MULTILINE)
    deployment.server.command("app", "update", created["client_id"], "--name", "Other")
    assert listed() == ("#ffe600", [610, 574]), "an update changes what it names"
    deployment.server.command("app", "update", created["client_id"], "--highlight", "574")
    assert listed() == ("#ffe600", [574]), "in place of those before"
    deployment.server.command("app", "update", created["client_id"], "--no-accent-colour", "--no-highlights")
    assert listed() == (None, [])
    for name in ("", "  ", "x" * 101):
        refused = deployment.server.run("app", "update", created["client_id"], "--name", name)
        assert refused.returncode != 0
        assert "--name" in refused.stderr
    both = deployment.server.run("app", "update", created["client_id"], "--no-highlights", "--highlight", "574")
    assert both.returncode != 0


@pytest.mark.parametrize(
    ("sandbox", "ids", "named"),
    [
        (True, ["99"], "99"),
        (True, ["574", "99"], "99"),
        (True, ["575"], "575"),
        (True, ["574", "601", "574"], "574"),
        (True, ["0"], "0"),
        (True, ["Demo Bank"], "Demo Bank"),
        (False, ["574"], "574"),
    ],
)
def test_highlights_that_are_none(deployment: Deployment, sandbox: bool, ids: list[str], named: str) -> None:
    """Unknown, without accounts to read, twice, or not there for production applications."""
    flags = [flag for id_ in ids for flag in ("--highlight", id_)]
    kind = ["--sandbox"] if sandbox else []
    done = deployment.server.run("app", "create", "--name", "Never", *kind, *flags)
    assert done.returncode != 0
    assert "--highlight" in done.stderr
    assert named in done.stderr
    assert done.stdout == ""


def test_highlighted_banks(deployment: Deployment, highlighting: Api, browser: Browser) -> None:
    """First and in the application's order, a branch as the bank that it is; the others as ever."""
    url = highlighting.create_session(highlighting.create_user())
    usual = browser.open(url)
    assert usual.choices("provider_id")[0] == "574"
    assert usual.soup.select("form.banks h2") == [], "the catalogue's own have no heading"
    update(deployment, highlighting, "--highlight", "576", "--highlight", "601")
    page = browser.open(url)
    assert page.choices("provider_id")[:2] == ["576", "601"]
    assert sorted([*page.choices("provider_id"), "601"]) == sorted([*usual.choices("provider_id"), "601", "601"])
    assert page.choices("group") == ["Caisse des Rives"], "its other branches are where they were"
    headings = [heading.get_text(strip=True) for heading in page.soup.select("form.banks h2")]
    assert headings == [f"Suggested by {highlighting.application.webhook_path.rpartition('/')[2]}", "Other banks"]
    found = browser.open(f"{page.url}?q=rives")
    assert found.choices("provider_id") == [], "a search finds what it finds"
    page = browser.submit(page, {"provider_id": "601"})
    assert page.state == "entering_credentials"
    assert "Bretagne" in page.title


def test_country_of_highlighted_banks(deployment: Deployment, highlighting: Api, browser: Browser) -> None:
    """The session's country has no effect then; the reader's choice has."""
    update(deployment, highlighting, "--highlight", "610", "--highlight", "576")
    user = highlighting.create_user()
    for body in ({}, {"country_code": "FR"}, {"country_code": "DE"}):
        page = browser.open(highlighting.create_session(user, **body))
        assert country(page) == "ES"
        assert page.choices("provider_id")[0] == "610"
    french = browser.open(f"{page.url}?country=FR")
    assert (country(french), french.choices("provider_id")[0]) == ("FR", "576")
    german = browser.open(f"{page.url}?country=DE")
    assert (country(german), german.choices("provider_id")[0]) == ("DE", "620"), "none here: the catalogue's"
    update(deployment, highlighting, "--no-highlights")
    assert country(browser.open(highlighting.create_session(user, country_code="DE"))) == "DE"


def country(page: Page) -> str:
    return str(page.soup.select("select[name=country] option[selected]")[0]["value"])


def test_highlighted_banks_must_do_what_is_asked(deployment: Deployment, highlighting: Api, browser: Browser) -> None:
    update(deployment, highlighting, "--highlight", "610", "--highlight", "574")
    capabilities = ["aggregation", "single_payment"]
    session = highlighting.create_session(highlighting.create_user(), capabilities=capabilities, country_code="FR")
    page = browser.open(session)
    assert page.choices("provider_id") == ["574"]


def test_problem_pages(branded: Api, browser: Browser) -> None:
    """Where the session is known they look like its application, and tell nothing else of it."""
    user = branded.create_user()
    url = branded.create_session(user, callback_url=CALLBACK)
    page = walk(browser, url, TO_FORM)
    other = Browser().open(url)
    assert (other.status, other.state) == (403, "other_browser")
    wears_the_brand(other)
    for secret in ("camille", "app.example", user.uuid, "Demo Bank"):
        assert secret not in other.html
    stale = browser.post(page, form_target(page, page.form("next")), {"csrf": "stale"})
    assert stale.state == "csrf"
    wears_the_brand(stale)
    unreadable = browser.http.post(form_target(page, page.form("next")), json={}, timeout=30)
    assert unreadable.status_code == 415
    wears_the_brand(Page(unreadable))


def test_problem_page_of_a_deleted_item(branded: Api, browser: Browser) -> None:
    user = branded.create_user()
    item = add_item(branded, user, "402")
    page = browser.open(branded.create_session(user, item_id=item["id"]))
    assert branded.delete(f"{AGGREGATION}/items/{item['id']}", user).status_code == 204
    gone = browser.open(page.url)
    assert (gone.status, gone.state) == (410, "expired_link")
    wears_the_brand(gone)


@pytest.mark.parametrize("path", ["/session/unknown", "/session/unknown/end", "/nowhere", "/return?state=unknown"])
def test_problem_pages_of_nobody(branded: Api, browser: Browser, path: str) -> None:
    """An unknown link tells of no application."""
    wears_no_brand(browser.open(branded.base + path))


def test_expired(deploy: Deploy, browser: Browser) -> None:
    deployment = deploy({"connect.lifetime_ms": 1})
    api = deployment.documented
    update(deployment, api, "--accent-colour", COLOUR)
    page = browser.open(api.create_session(api.create_user()))
    assert page.state == "expired"
    assert STYLESHEET.fullmatch(stylesheets(page)[-1])
