"""Walking the Connect flow: what a user does at each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from urllib.parse import parse_qs, parse_qsl, urlsplit

from client.api import Api, Json, User
from client.browser import WAITING, Browser, Page

DEMO_BANK = 574
CODE = "123456"
PASSWORD = "any password"

# The events of a new item that is shared, as `events.summary` writes them.
NEW_ITEM_EVENTS = ["item.created", "item.account.created", "item.refreshed", "item.account.updated", "item.refreshed"]


def act(browser: Browser, page: Page, logins: Iterator[str]) -> Page:
    """The one thing to do at this page."""
    match page.state:
        case "choosing_provider":
            assert str(DEMO_BANK) in page.choices("provider_id"), page
            return browser.submit(page, {"provider_id": str(DEMO_BANK)})
        case "entering_credentials" | "editing_credentials":
            return browser.submit(page, {"login": next(logins), "password": PASSWORD})
        case "choosing_method":
            return browser.submit(page, {"method": "sms"})
        case "attesting_pro":
            return browser.submit(page, {"decision": "attest"})
        case "answering_code":
            return browser.submit(page, {"code": CODE})
        case "starting" | "choosing_accounts" | "failed":
            return browser.submit(page)
        case _:
            raise AssertionError(f"nothing to do at {page}")


def walk(browser: Browser, url: str, stops: Sequence[str], credentials: Sequence[str] = ()) -> Page:
    """Acts at every stop but the last, and returns the page of that one."""
    logins = iter(credentials)
    page = browser.open(url)
    for index, stop in enumerate(stops):
        page = browser.until(page, stop)
        if index + 1 < len(stops):
            page = act(browser, page, logins)
    return page


def drive(browser: Browser, url: str, *credentials: str, to: Sequence[str] = ("succeeded", "failed")) -> Page:
    """Does what each page asks, whatever it is, until one of the states `to` is shown. The last login repeats."""
    logins = chain(credentials, repeat((credentials or ("success",))[-1]))
    page = browser.open(url)
    for _ in range(500):
        if page.state in to:
            return page
        page = browser.refresh(page) if page.state in WAITING else act(browser, page, logins)
    raise AssertionError(f"never came to {to}: {page}")


def add_item(api: Api, user: User, login: str = "success", **body: object) -> Json:
    """Walks a whole session and leaves it; the item as the API then shows it."""
    before = {item["id"] for item in api.items(user)}
    browser = Browser()
    browser.finish(drive(browser, api.create_session(user, **body), login))
    (item,) = (item for item in api.items(user) if item["id"] not in before)
    return item


def parameters(url: str) -> dict[str, str]:
    """The query of a callback URL; a name that comes twice fails."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), url
    return dict(pairs)


def item_id_of(url: str) -> int:
    """The `item_id` that the way back carries."""
    return int(parse_qs(urlsplit(url).query)["item_id"][0])


def matches(template: str, query: str, user_uuid: str) -> int | None:
    """The item id in `query`, which must be `template` with the user and an item filled in."""
    pattern = re.escape(template).replace(r"\{item_id\}", r"(?P<item_id>[1-9]\d{0,9})")
    pattern = pattern.replace(r"\{user_uuid\}", re.escape(user_uuid))
    found = re.fullmatch(pattern, query)
    assert found, f"{query} is not {template}"
    return int(found["item_id"]) if "item_id" in found.groupdict() else None
