"""Which callback URLs are accepted, and how the parameters are joined to them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from client.api import AGGREGATION, Api, User
from client.browser import Browser, left_to, shown
from client.deployment import CALLBACK, CALLBACK_HOST, Deployment
from client.expected import redirect_domains
from client.flow import drive

# callback URL -> what comes before and after our parameters
FORMS = {
    "https://app.example": ("https://app.example/?", ""),
    "https://app.example/back?bridge=connected": ("https://app.example/back?bridge=connected&", ""),
    "https://app.example/back#done": ("https://app.example/back?", "#done"),
    "https://app.example/back?bridge=connected#/banks?tab=2": (
        "https://app.example/back?bridge=connected&",
        "#/banks?tab=2",
    ),
    "http://localhost:3000/back": ("http://localhost:3000/back?", ""),
}


@pytest.mark.parametrize("context", [None, "order-4711", "A" * 100])
@pytest.mark.parametrize("callback_url", FORMS)
def test_left_early(api: Api, user: User, browser: Browser, callback_url: str, context: str | None) -> None:
    body = {"callback_url": callback_url} | ({"context": context} if context else {})
    before, after = FORMS[callback_url]
    own = f"source=connect&success=false&user_uuid={user.uuid}&step=highlighted_banks"
    own += f"&context={context}" if context else ""
    assert left_to(browser.exit(browser.open(api.create_session(user, **body)))) == before + own + after


@pytest.mark.parametrize("mode", ["documented", "live"])
@pytest.mark.parametrize("callback_url", FORMS)
def test_finished(deployment: Deployment, browser: Browser, mode: str, callback_url: str) -> None:
    api = deployment.mode(mode)
    user = api.create_user()
    page = drive(browser, api.create_session(user, callback_url=callback_url, context="order-4711"))
    (item,) = api.items(user)
    before, after = FORMS[callback_url]
    step = "&step=sync_success" if mode == "live" else ""
    own = f"source=connect&success=true&user_uuid={user.uuid}{step}&item_id={item['id']}&context=order-4711"
    assert left_to(browser.finish(page)) == before + own + after


def test_domain_removed_meanwhile(deployment: Deployment, browser: Browser) -> None:
    """The domain is checked again at the end: the session ends on the status page, which says so."""
    api = deployment.api("removed", (CALLBACK_HOST, "other.example"))
    update = ("app", "update", api.application.client_id)
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    other = api.create_session(user, callback_url="https://other.example/")
    page = drive(browser, url)
    deployment.server.command(*update, "--remove-redirect-domain", CALLBACK_HOST)
    time.sleep(1.1)

    ended = shown(browser.finish(browser.open(page.url)))

    assert ended.step == "sync_success"
    assert CALLBACK_HOST not in "".join(str(link["href"]) for link in ended.soup.select("a[href]"))
    refused = api.post(
        f"{AGGREGATION}/connect-sessions", user, json={"user_email": "a@b.example", "callback_url": CALLBACK}
    )
    assert refused.status_code == 400
    assert left_to(browser.exit(browser.open(other))).startswith("https://other.example/?")
    deployment.server.command(*update, "--add-redirect-domain", CALLBACK_HOST)
    time.sleep(1.1)
    assert left_to(browser.finish(browser.open(url))).startswith(CALLBACK)


def test_domains_at_creation(deployment: Deployment) -> None:
    """redirect_domains.toml, case by case."""
    applications: dict[str, Api | None] = {}
    wrong = list(mismatches(deployment, applications))
    assert wrong == []
    assert sum(api is not None for api in applications.values()) > 10


def mismatches(deployment: Deployment, applications: dict[str, Api | None]) -> Iterator[str]:
    for case in redirect_domains():
        key = f"{case['environment']}-{case['entries']}"
        if key not in applications:
            applications[key] = application(deployment, case["entries"], sandbox=case["environment"] == "sandbox")
        api = applications[key]
        if api is None:
            # The command line refuses to list what can never be a callback domain.
            if case["result"] != "invalid":
                yield f"{case['name']}: {case['entries']} was refused"
            continue
        body = {"user_email": "a@b.example", "callback_url": case["callback_url"]}
        answer = api.post(f"{AGGREGATION}/connect-sessions", api.create_user(), json=body)
        found = answer.status_code, (answer.json().get("errors") or [{}])[0].get("code")
        expected = {
            "allowed": (201, None),
            "not_whitelisted": (400, "connect_session.callback_url_not_whitelisted"),
            "invalid": (400, "invalid_parameter"),
        }[case["result"]]
        if found != expected:
            yield f"{case['name']}: {case['callback_url']} with {case['entries']} is {found}"


def application(deployment: Deployment, entries: list[str], *, sandbox: bool) -> Api | None:
    try:
        return deployment.api(f"domains-{'-'.join(entries)}-{sandbox}", entries, sandbox=sandbox)
    except AssertionError:
        return None


def test_seen_hosts_only(api: Api, user: User, browser: Browser) -> None:
    """The way back leads to the callback's own host and nowhere else."""
    page = drive(browser, api.create_session(user, callback_url=CALLBACK))
    hosts = {urlsplit(str(link["href"])).hostname for link in page.soup.select("a[href]")}
    assert hosts <= {None, "localhost", CALLBACK_HOST}
