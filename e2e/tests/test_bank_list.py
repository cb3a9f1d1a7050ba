"""The choice of a bank: groups and their branches, the search and what it forgives, countries."""

from __future__ import annotations

import pytest

from client.api import Api, User
from client.browser import Browser, Page, form_target, left_to
from client.deployment import CALLBACK
from client.flow import drive, parameters

GROUP = "Caisse des Rives"
BRANCHES = {"600", "601", "602", "603", "604", "605"}


@pytest.fixture
def url(api: Api, user: User) -> str:
    return api.create_session(user, callback_url=CALLBACK)


def names(page: Page) -> list[str]:
    """What can be chosen, in order, without what is said of it."""
    found = []
    for button in page.soup.select("button.bank .name"):
        for small in button.select("small"):
            small.extract()
        found.append(button.get_text(" ", strip=True))
    return found


def back(browser: Browser, page: Page) -> Page:
    form = page.soup.select("form.aside-action")[0]
    token = str(form.select("input[name=csrf]")[0]["value"])
    return browser.post(page, form_target(page, form), {"csrf": token, "change_bank": "1"})


def test_a_group_is_one_entry(url: str, browser: Browser) -> None:
    page = browser.open(url)
    assert page.choices("group") == [GROUP]
    assert not BRANCHES & set(page.choices("provider_id"))
    assert "6 branches" in page.text
    assert names(page)[0] == "Demo Bank", "the highlighted one is first"


def test_branch(api: Api, user: User, url: str, browser: Browser) -> None:
    page = browser.submit(browser.open(url), {"group": GROUP})
    assert (page.state, page.step) == ("choosing_branch", "sub_banks_list")
    assert set(page.choices("provider_id")) == BRANCHES
    page = browser.submit(page, {"provider_id": "601"})
    assert page.state == "entering_credentials"
    assert "Caisse des Rives Bretagne" in page.title
    assert left_to(browser.finish(drive(browser, url)))
    assert [item["provider_id"] for item in api.items(user)] == [601]


def test_left_at_the_branches(api: Api, user: User, url: str, browser: Browser) -> None:
    page = browser.submit(browser.open(url), {"group": GROUP})
    told = parameters(left_to(browser.exit(page)))
    assert (told["success"], told["step"]) == ("false", "sub_banks_list")
    assert "item_id" not in told
    assert api.items(user) == []


def test_back_to_the_banks(url: str, browser: Browser) -> None:
    page = browser.submit(browser.open(url), {"group": GROUP})
    assert browser.open(url).state == "choosing_branch", "it is where it was"
    page = back(browser, page)
    assert page.state == "choosing_provider"
    page = browser.submit(browser.submit(page, {"group": GROUP}), {"provider_id": "604"})
    page = back(browser, page)
    assert page.state == "choosing_branch", "from the form to the branches, where the choice is remembered"
    assert back(browser, page).state == "choosing_provider"


@pytest.mark.parametrize("fields", [{"group": "Unknown"}, {"provider_id": "575"}, {"provider_id": "99"}, {}])
def test_what_is_not_offered(url: str, browser: Browser, fields: dict[str, str | list[str]]) -> None:
    page = browser.submit(browser.open(url), fields)
    assert (page.status, page.state) == (422, "choosing_provider")
    assert page.alerts


def test_refused_choice_loses_nothing(url: str, browser: Browser) -> None:
    """A bank that went away meanwhile: the country and the search stay."""
    page = browser.open(f"{browser.open(url).url}?country=DE&q=linden")
    again = browser.submit(page, {"provider_id": "99"})
    assert again.status == 422
    assert names(again) == ["Lindenhof Bank"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("demo", ["Demo Bank"]),
        ("DÉMO", ["Demo Bank"]),
        ("dmeo", ["Demo Bank"]),
        ("phare banque", ["Banque du Phare"]),
        ("rives", [GROUP]),
        ("rives nord", ["Caisse des Rives Nord"]),
        ("mediteranée", ["Caisse des Rives Méditerranée"]),
        ("lille", ["Caisse des Rives Nord"]),
        ("bnaque aurore", ["Banque Aurore"]),
        ("lindenhof", []),
    ],
)
def test_search(url: str, browser: Browser, typed: str, found: list[str]) -> None:
    page = browser.open(f"{browser.open(url).url}?q={typed}")
    assert names(page) == found
    if not found:
        assert "cannot be connected yet" in page.text, "what to do when a bank is not there"


def test_search_among_branches(url: str, browser: Browser) -> None:
    page = browser.submit(browser.open(url), {"group": GROUP})
    assert names(browser.open(f"{page.url}?q=bordeau")) == ["Caisse des Rives Sud-Ouest"]
    nothing = browser.open(f"{page.url}?q=demo")
    assert names(nothing) == []
    assert browser.open(page.url).choices("provider_id")


@pytest.mark.parametrize(
    ("country", "first"),
    [("ES", "Banco Almendro"), ("DE", "Lindenhof Bank"), ("IT", "Banca Cipresso"), ("BE", "Banque du Beffroi")],
)
def test_country(api: Api, user: User, browser: Browser, country: str, first: str) -> None:
    page = browser.open(api.create_session(user, country_code=country, callback_url=CALLBACK))
    assert names(page)[0] == first
    other = browser.open(f"{page.url}?country=NL")
    assert names(other) == ["Polderbank"], "a bank without accounts to read is not offered"
    page = browser.submit(other, {"provider_id": "650"})
    assert page.state == "entering_credentials"
    assert left_to(browser.finish(drive(browser, page.url)))


def test_capabilities(api: Api, user: User, browser: Browser) -> None:
    """Only banks that can do all that is asked for."""
    page = browser.open(api.create_session(user, capabilities=["aggregation", "single_payment"]))
    assert names(page) == ["Demo Bank"]
    assert page.choices("group") == []


def test_health(api: Api, user: User, browser: Browser) -> None:
    """What is the matter with a bank is said before it is chosen, and there is a way on and a way back."""
    page = browser.open(api.create_session(user, country_code="ES", callback_url=CALLBACK))
    assert "Caja Meseta Out of service at the moment" in page.text
    page = browser.submit(page, {"provider_id": "611"})
    assert page.state == "entering_credentials"
    assert page.alerts == ["Caja Meseta is out of service at the moment. You can try all the same, or choose another bank."]
    page = browser.until(browser.submit(page, {"login": "success", "password": "x"}), "failed")
    assert page.step == "sync_error"
    assert [item["status"] for item in api.items(user)] == [1003]
    other = browser.open(api.create_session(user, country_code="ES", callback_url=CALLBACK))
    assert back(browser, browser.submit(other, {"provider_id": "611"})).state == "choosing_provider"


def test_health_on_the_api(api: Api) -> None:
    banks = {bank["id"]: bank for bank in api.all("/v3/providers?limit=500")}
    status = {id_: bank["health_status"].get("aggregation") for id_, bank in banks.items()}
    assert (status[574], status[606], status[611]) == ({"status": "healthy"}, {"status": "degraded"}, {"status": "down"})
    assert status[575] is None
