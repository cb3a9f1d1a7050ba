"""A browser without script. It knows pages only by their marks: data-step, data-state, data-action, forms and links."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

# States that pass by themselves: their pages refresh.
WAITING = frozenset(
    {"going_to_bank", "back_from_bank", "authenticating", "approving_in_app", "synchronising", "pending"}
)
STEPS = frozenset(
    {
        "email_validation_form", "highlighted_banks", "sub_banks_list", "bank_creds_form", "edit_bank_creds_form",
        "sync_in_progress", "otp_form", "pro_validation_form", "sync_success", "sync_error", "sync_pending",
    }
)  # fmt: skip
ENDED = frozenset({"left", "expired", "confirming_exit"})
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")


class Page:
    """One page as the server sent it."""

    def __init__(self, response: requests.Response) -> None:
        self.url = response.url
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text
        self.soup = BeautifulSoup(response.text, "html.parser")
        main = self.soup.find("main")
        self.main = main if isinstance(main, Tag) else None

    @property
    def step(self) -> str | None:
        return _text(self.main.get("data-step")) if self.main else None

    @property
    def state(self) -> str | None:
        return _text(self.main.get("data-state")) if self.main else None

    @property
    def language(self) -> str | None:
        html = self.soup.find("html")
        return _text(html.get("lang")) if isinstance(html, Tag) else None

    @property
    def title(self) -> str:
        heading = self.soup.find("h1")
        return heading.get_text(" ", strip=True) if heading else ""

    @property
    def text(self) -> str:
        return self.soup.get_text(" ", strip=True)

    @property
    def alerts(self) -> list[str]:
        return [alert.get_text(" ", strip=True) for alert in self.soup.select('[role="alert"]')]

    @property
    def refresh(self) -> tuple[float, str] | None:
        """Seconds and address of the page's own refresh."""
        meta = self.soup.find("meta", attrs={"http-equiv": re.compile("^refresh$", re.IGNORECASE)})
        if not isinstance(meta, Tag):
            return None
        seconds, _, address = str(meta["content"]).partition(";")
        target = re.sub(r"^\s*url\s*=\s*", "", address, flags=re.IGNORECASE).strip("'\" ")
        return float(seconds), urljoin(self.url, target) if target else self.url

    def marked(self, action: str) -> list[Tag]:
        return self.soup.select(f'[data-action="{action}"]')

    def form(self, action: str) -> Tag:
        found = [tag for tag in self.marked(action) if tag.name == "form"]
        assert len(found) == 1, f'{len(found)} forms "{action}" on {self}'
        return found[0]

    def link(self, action: str) -> str:
        found = {urljoin(self.url, str(tag["href"])) for tag in self.marked(action) if tag.name == "a"}
        assert len(found) == 1, f'{len(found)} links "{action}" on {self}'
        return found.pop()

    def can(self, action: str) -> bool:
        return bool(self.marked(action))

    def choices(self, name: str) -> list[str]:
        """The values of the check boxes, radios or buttons of this name."""
        return [str(tag["value"]) for tag in self.soup.select(f'[name="{name}"][value]')]

    def ticked(self, name: str) -> list[str]:
        return [str(tag["value"]) for tag in self.soup.select(f'input[name="{name}"][checked]')]

    def __repr__(self) -> str:
        return f"<{self.status} {self.url} {self.step}/{self.state}: {self.title!r} {self.alerts}>"


@dataclass(frozen=True)
class Left:
    """The browser was sent to another origin."""

    url: str


Seen = Page | Left
Fields = Mapping[str, str | list[str]]


class Browser:
    """Cookies and a language, nothing else. Each page it sees is checked for what every page must be."""

    def __init__(self, language: str = "en") -> None:
        self.http = requests.Session()
        self.http.headers["Accept-Language"] = language
        self.http.headers["Accept"] = "text/html"

    def open(self, url: str) -> Page:
        return shown(self.visit(url))

    def visit(self, url: str) -> Seen:
        """GET, redirects followed as long as they stay on the origin."""
        return self._follow(self.http.get(url, allow_redirects=False, timeout=30), url)

    def submit(self, page: Page, fields: Fields | None = None, *, action: str = "next", check: bool = True) -> Page:
        """Sends the form of this mark as a person would: what is in it, and `fields` typed over it."""
        form = page.form(action)
        data = filled(form)
        for name, value in (fields or {}).items():
            data[name] = value
        return self.post(page, form_target(page, form), data, check=check)

    def press(self, page: Page, name: str, value: str = "1") -> Page:
        """Presses a button beside the page's main form, which sends nothing but itself."""
        (button,) = page.soup.select(f'button[name="{name}"][value="{value}"]')
        form = button.find_parent("form")
        assert isinstance(form, Tag), page
        return self.post(page, form_target(page, form), {**filled(form), name: value})

    def post(self, page: Page, url: str, data: Fields, *, check: bool = True) -> Page:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        headers = {"Origin": origin, "Referer": page.url}
        response = self.http.post(url, data=data, headers=headers, allow_redirects=False, timeout=30)
        if response.is_redirect:
            assert response.status_code == 303, f"{response.status_code} after a form"
            target = urljoin(url, response.headers["location"])
            assert same_origin(url, target), f"a form's redirect leaves the origin: {target}"
        return shown(self._follow(response, url, check=check))

    def press(self, page: Page, name: str) -> Page:
        """Presses the button of that name, which sends its form."""
        (button,) = page.soup.select(f'button[name="{name}"]')
        form = button.find_parent("form")
        assert isinstance(form, Tag), button
        return self.post(page, form_target(page, form), filled(form) | {name: str(button["value"])})

    def refresh(self, page: Page) -> Page:
        """What a waiting page does without script; the wait is cut short."""
        assert page.refresh, f"a waiting page must refresh: {page}"
        seconds, address = page.refresh
        time.sleep(min(seconds, 0.05))
        return self.open(address)

    def until(self, page: Page, *states: str, timeout: float = 15.0) -> Page:
        """Waits on pages that move on by themselves until one of `states` is shown."""
        deadline = time.monotonic() + timeout
        while page.state not in states:
            assert page.state in WAITING, f"expected {states}, at {page}"
            assert time.monotonic() < deadline, f"still at {page}"
            page = self.refresh(page)
        return page

    def finish(self, page: Page) -> Seen:
        """The page's own way back: straight to the application, or to the end page that leads there."""
        link = page.link("finish")
        if not same_origin(link, page.url):
            return Left(link)
        return self.ending(self.open(link))

    def exit(self, page: Page) -> Seen:
        """The exit link, its confirmation, and the end page."""
        seen = self.open(page.link("exit"))
        if page.state == "succeeded":
            return self.ending(seen)
        assert seen.state == "confirming_exit", seen
        return self.ending(self.submit(seen, action="exit-confirm"))

    def ending(self, page: Page) -> Seen:
        """What the end page does: goes on to the callback by itself, or is the status page."""
        if not page.can("finish"):
            assert page.refresh is None, f"the status page stays: {page}"
            return page
        assert page.refresh, f"an end page with a callback goes on by itself: {page}"
        seconds, address = page.refresh
        assert seconds == 0
        assert address == page.link("finish")
        return Left(address)

    def _follow(self, response: requests.Response, url: str, *, check: bool = True) -> Seen:
        for _ in range(10):
            if not response.is_redirect:
                page = Page(response)
                if check and page.status in {200, 422}:
                    check_page(page)
                return page
            target = urljoin(response.url, response.headers["location"])
            if not same_origin(url, target):
                return Left(target)
            response = self.http.get(target, allow_redirects=False, timeout=30)
        raise AssertionError(f"more than ten redirects from {url}")


def shown(seen: Seen) -> Page:
    assert isinstance(seen, Page), f"left to {seen.url}"
    return seen


def left_to(seen: Seen) -> str:
    """The address outside to which the browser was sent."""
    assert isinstance(seen, Left), seen
    return seen.url


def same_origin(one: str, other: str) -> bool:
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def form_target(page: Page, form: Tag) -> str:
    assert str(form.get("method", "")).lower() == "post", form
    return urljoin(page.url, str(form.get("action") or page.url))


def filled(form: Tag) -> dict[str, str | list[str]]:
    """What the form sends as it stands."""
    data: dict[str, str | list[str]] = {}
    for field in form.select("input[name]"):
        kind = str(field.get("type", "text"))
        if kind in {"submit", "button", "image"} or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        before = data.get(str(field["name"]))
        value = str(field.get("value", ""))
        data[str(field["name"])] = (
            value if before is None else [*([before] if isinstance(before, str) else before), value]
        )
    return data


def check_page(page: Page) -> None:
    """What is true of every page of the flow."""
    assert page.headers["content-type"].lower().startswith("text/html; charset=utf-8"), page
    assert "no-store" in page.headers["cache-control"], page
    assert page.headers["referrer-policy"] == "same-origin", page
    assert page.headers["x-content-type-options"] == "nosniff", page
    policy = dict(part.strip().partition(" ")[::2] for part in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'", policy
    assert policy["form-action"] == "'self'", policy
    assert policy["frame-ancestors"] == "'none'", policy
    assert "unsafe" not in page.headers["content-security-policy"], policy
    assert page.language in LANGUAGES, page
    assert len(page.soup.find_all("main")) == len(page.soup.find_all("h1")) == 1, page
    assert page.soup.select("[data-step]") == page.soup.select("[data-state]") == [page.main], page
    assert page.step in STEPS, page
    assert page.soup.select("[style], script:not([src])") == [], page
    assert page.can("exit") or page.state in ENDED or page.url.endswith("/end"), page
    for form in page.soup.select("form"):
        if str(form.get("method", "")).lower() == "post":
            assert form.select_one('input[type="hidden"][name="csrf"][value]'), f"a form without its token on {page}"
    for field in page.soup.select("input:not([type=hidden]):not([type=submit])"):
        assert _is_labelled(page.soup, field), f"{field} has no label on {page}"


def _is_labelled(soup: BeautifulSoup, field: Tag) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return bool(field.get("id") and soup.find("label", attrs={"for": str(field["id"])}))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
