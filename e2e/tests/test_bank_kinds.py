"""Banks of every kind beside the Demo Bank: numbers and a second password, a choice of ways, a photo, a QR code, a new
code, and business accounts. Each in all of its ways; the ends are those of spec/demo-bank.md 2.2."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from client.api import Api, Json, User
from client.browser import Browser, Page, left_to
from client.deployment import CALLBACK, Deploy, Deployment
from client.flow import NEW_ITEM_EVENTS, parameters

NUMBERS, METHODS, QR = 577, 578, 579
HIDDEN = "••••••••"


def begin(api: Api, user: User, browser: Browser, provider: int, **body: object) -> Page:
    page = browser.open(api.create_session(user, provider_id=provider, callback_url=CALLBACK, **body))
    assert page.step == "bank_creds_form"
    return page


def picture(browser: Browser, page: Page) -> str:
    """The picture on the page, as it is served."""
    (image,) = page.soup.select("main .picture img")
    assert image["alt"]
    answer = browser.http.get(urljoin(page.url, str(image["src"])), timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    return answer.text


def succeeds(browser: Browser, page: Page) -> None:
    page = browser.until(page, "choosing_accounts")
    page = browser.until(browser.submit(page), "succeeded")
    assert parameters(left_to(browser.finish(page)))["success"] == "true"


def fails(browser: Browser, page: Page, api: Api, user: User, status: int, info: str) -> None:
    page = browser.until(page, "failed")
    (item,) = api.items(user)
    assert (item["status"], item["status_code_info"]) == (status, info)
    told = parameters(left_to(browser.finish(page)))
    assert (told["success"], told["step"]) == ("false", "sync_error")


# -- numbers and a second password ------------------------------------------------------------------------------------


def numbers(page: Page) -> dict[str, Json]:
    fields = page.form("next").select("input:not([type=hidden])")
    return {str(field["name"]): field.attrs for field in fields}


def test_numbers_form(api: Api, user: User, browser: Browser) -> None:
    fields = numbers(begin(api, user, browser, NUMBERS))
    assert list(fields) == ["login", "password", "password2"]
    assert [field.get("inputmode") for field in fields.values()] == ["numeric", "numeric", None]
    assert [field["type"] for field in fields.values()] == ["text", "password", "password"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"login": "1234567", "password": "123456", "password2": "x"}, "login"),
        ({"login": "12345678a", "password": "123456", "password2": "x"}, "login"),
        ({"login": "123456789012", "password": "123456", "password2": "x"}, "login"),
        ({"login": "12345678", "password": "12345", "password2": "x"}, "password"),
        ({"login": "12345678", "password": "secret", "password2": "x"}, "password"),
        ({"login": "12345678", "password": "123456", "password2": ""}, "password2"),
    ],
)
def test_numbers_refused(api: Api, user: User, browser: Browser, typed: dict[str, str], wrong: str) -> None:
    page = browser.submit(begin(api, user, browser, NUMBERS), dict(typed))
    assert page.status == 422
    fields = numbers(page)
    assert [name for name, field in fields.items() if field.get("aria-invalid") == "true"] == [wrong]
    assert fields["login"]["value"] == typed["login"], "what was typed stays"
    assert not fields["password"].get("value"), "but no secret"
    assert not fields["password2"].get("value")
    assert api.items(user) == []


def test_numbers_succeed(api: Api, user: User, browser: Browser) -> None:
    page = begin(api, user, browser, NUMBERS)
    succeeds(browser, browser.submit(page, {"login": "12345678", "password": "123456", "password2": "anything"}))


def test_second_password_decides(api: Api, user: User, browser: Browser) -> None:
    page = begin(api, user, browser, NUMBERS)
    page = browser.submit(page, {"login": "12345678", "password": "123456", "password2": "402_WRONG_PWD2"})
    page = browser.until(page, "failed")
    page = browser.submit(page)
    assert (page.step, page.state) == ("edit_bank_creds_form", "editing_credentials")
    assert list(numbers(page)) == ["login", "password", "password2"]
    succeeds(browser, browser.submit(page, {"login": "12345678", "password": "123456", "password2": "right"}))


# -- a choice of ways -------------------------------------------------------------------------------------------------


def choose(api: Api, user: User, browser: Browser, login: str = "success") -> Page:
    page = begin(api, user, browser, METHODS)
    page = browser.until(browser.submit(page, {"login": login, "password": "x"}), "choosing_method")
    assert page.step == "otp_form"
    assert page.choices("method") == ["sms", "photo", "app"]
    return page


def test_method_sms(api: Api, user: User, browser: Browser) -> None:
    page = browser.until(browser.submit(choose(api, user, browser), {"method": "sms"}), "answering_code")
    succeeds(browser, browser.submit(page, {"code": "123 456"}))


def test_method_app(api: Api, user: User, browser: Browser) -> None:
    page = browser.until(browser.submit(choose(api, user, browser), {"method": "app"}), "choosing_accounts")
    succeeds(browser, page)


def test_method_photo(api: Api, user: User, browser: Browser) -> None:
    page = browser.until(browser.submit(choose(api, user, browser), {"method": "photo"}), "answering_code")
    assert picture(browser, page).startswith("<svg")
    for code in ("12345", "1234567", "12345a", ""):
        page = browser.submit(page, {"code": code})
        assert (page.status, page.state) == (422, "answering_code"), code
    succeeds(browser, browser.submit(page, {"code": "123456"}))


def test_method_unknown(api: Api, user: User, browser: Browser) -> None:
    page = browser.submit(choose(api, user, browser), {"method": "carrier pigeon"})
    assert (page.status, page.state) == (422, "choosing_method")


def test_method_wrong_code_then_another_way(api: Api, user: User, browser: Browser) -> None:
    page = browser.until(browser.submit(choose(api, user, browser, "otp_fail"), {"method": "sms"}), "answering_code")
    page = browser.until(browser.submit(page, {"code": "123456"}), "answering_code")
    assert page.alerts, "the code was wrong"
    page = browser.until(browser.press(page, "other_method"), "choosing_method")
    page = browser.until(browser.submit(page, {"method": "photo"}), "answering_code")
    assert page.alerts == []


def test_method_never_approved(api: Api, user: User, browser: Browser) -> None:
    page = browser.submit(choose(api, user, browser, "app2app_expiry"), {"method": "app"})
    fails(browser, page, api, user, 1010, "otp_required")


def test_method_app_then_sms(deploy: Deploy, browser: Browser) -> None:
    api = deploy({"demo.app_approval_ms": 60_000}).documented
    user = api.create_user()
    page = browser.until(browser.submit(choose(api, user, browser), {"method": "app"}), "approving_in_app")
    page = browser.until(browser.press(page, "other_method"), "choosing_method")
    page = browser.until(browser.submit(page, {"method": "sms"}), "answering_code")
    succeeds(browser, browser.submit(page, {"code": "123456"}))


@pytest.mark.parametrize("chosen", [None, "sms", "photo"])
def test_method_left(deployment: Deployment, browser: Browser, chosen: str | None) -> None:
    api = deployment.live
    user = api.create_user()
    page = choose(api, user, browser)
    if chosen:
        page = browser.until(browser.submit(page, {"method": chosen}), "answering_code")
    told = parameters(left_to(browser.exit(page)))
    (item,) = api.items(user)
    assert (told["success"], told["step"], told["item_id"]) == ("false", "otp_form", str(item["id"]))
    assert (item["status"], item["status_code_info"]) == (1010, "otp_required")


# -- a QR code --------------------------------------------------------------------------------------------------------


def test_qr(deploy: Deploy, browser: Browser) -> None:
    api = deploy({"demo.app_approval_ms": 700}).documented
    user = api.create_user()
    page = begin(api, user, browser, QR)
    assert list(numbers(page)) == ["login"]
    page = browser.until(browser.submit(page, {"login": "camille"}), "approving_in_app")
    assert page.step == "otp_form"
    drawing = picture(browser, page)
    assert re.match(r"<\?xml[^>]*><svg", drawing), drawing[:80]
    succeeds(browser, page)


def test_qr_expired(api: Api, user: User, browser: Browser) -> None:
    page = browser.submit(begin(api, user, browser, QR), {"login": "app2app_expiry"})
    fails(browser, page, api, user, 1010, "otp_required")


def test_no_picture_elsewhere(api: Api, user: User, browser: Browser) -> None:
    page = begin(api, user, browser, QR)
    assert browser.http.get(page.url.replace("bank_creds_form", "picture"), timeout=30).status_code == 404


# -- a new code -------------------------------------------------------------------------------------------------------


def ask_code(api: Api, user: User, browser: Browser, login: str = "otp") -> Page:
    page = begin(api, user, browser, 574)
    return browser.until(browser.submit(page, {"login": login, "password": "x"}), "answering_code")


def test_new_code(api: Api, user: User, browser: Browser) -> None:
    page = ask_code(api, user, browser, "otp_fail")
    page = browser.until(browser.submit(page, {"code": "1"}), "answering_code")
    assert page.alerts
    page = browser.until(browser.press(page, "new_code"), "answering_code")
    assert page.alerts == [], "the new code is not wrong"
    assert page.soup.select('main .note[role="status"]'), "that it is a new one is said"
    page = browser.until(browser.press(page, "new_code"), "answering_code")
    assert page.soup.select('button[name="new_code"]') == [], "a bank makes only so many"
    told = parameters(left_to(browser.exit(page)))
    assert told["step"] == "otp_form"


def test_code_in_time(api: Api, user: User, browser: Browser) -> None:
    page = ask_code(api, user, browser)
    (validity,) = page.soup.select("#validity[role=status]")
    assert "5 more minutes" in validity.get_text()
    succeeds(browser, browser.submit(page, {"code": "123456"}))


def test_code_too_late(deploy: Deploy, browser: Browser) -> None:
    """A code that came too late ends in 1010; one asked for anew is in time (spec/connect-flow.md 3, otp_form)."""
    api = deploy({"demo.code_lifetime_ms": 0}).documented
    user = api.create_user()
    page = ask_code(api, user, browser)
    (validity,) = page.soup.select("#validity strong")
    assert validity.get_text()
    assert page.soup.select('button[name="new_code"]'), "the way out is offered"
    fails(browser, browser.submit(page, {"code": "123456"}), api, user, 1010, "otp_required")


# -- business accounts ------------------------------------------------------------------------------------------------


def attest(api: Api, user: User, browser: Browser, **body: object) -> Page:
    page = begin(api, user, browser, 574, **body)
    page = browser.submit(page, {"login": "pro", "password": "x"})
    if body.get("allow_account_selection") is not False:
        page = browser.submit(browser.until(page, "choosing_accounts"))
    page = browser.until(page, "attesting_pro")
    assert page.step == "pro_validation_form"
    assert "Compte Professionnel 3" in page.text
    return page


def accounts(api: Api, user: User) -> list[Json]:
    (item,) = api.items(user)
    return api.accounts(user, item["id"])


def business(api: Api, user: User) -> list[Json]:
    return [account for account in accounts(api, user) if account["pro"]]


@pytest.mark.parametrize("selects", [True, False])
def test_pro_attested(deployment: Deployment, browser: Browser, selects: bool) -> None:
    api = deployment.documented
    user = api.create_user()
    page = attest(api, user, browser, allow_account_selection=selects)
    for account in business(api, user):
        assert account["name"] == HIDDEN, "nothing is shown before"
        assert "iban" not in account
        assert "balance" not in account
    assert api.transactions(user) == []
    page = browser.until(browser.submit(page, {"decision": "attest"}), "succeeded")
    assert parameters(left_to(browser.finish(page)))["success"] == "true"
    deployment.events(api, user, NEW_ITEM_EVENTS)
    shown = business(api, user)
    assert [account["name"] for account in shown] == ["Compte Professionnel 3", "Compte Professionnel 4"]
    assert all("iban" in account and "balance" in account for account in shown)
    moved = {transaction["account_id"] for transaction in api.transactions(user, "limit=500")}
    assert {account["id"] for account in shown} <= moved


def test_pro_left(deployment: Deployment, browser: Browser) -> None:
    """Left before it is attested, the item stays at 1100 until it is (spec/demo-bank.md 3, items.md 2)."""
    api = deployment.live
    user = api.create_user()
    told = parameters(left_to(browser.exit(attest(api, user, browser))))
    (item,) = api.items(user)
    assert told == {
        "source": "connect", "success": "false", "user_uuid": user.uuid, "step": "pro_validation_form",
        "item_id": str(item["id"]),
    }  # fmt: skip
    assert (item["status"], item["status_code_info"]) == (1100, "pro_account_locked")
    deployment.events(api, user, ["item.created", "item.refreshed"])
    assert {account["name"] for account in business(api, user)} == {HIDDEN}
    assert api.transactions(user) == []

    page = browser.open(api.create_session(user, item_id=item["id"], callback_url=CALLBACK))
    assert page.step == "pro_validation_form", "a session for it begins where it was left"
    page = browser.until(browser.submit(page, {"decision": "attest"}), "succeeded")
    browser.finish(page)
    assert api.item(user, item["id"])["status"] == 0
    assert HIDDEN not in {account["name"] for account in accounts(api, user)}


def test_pro_without_them(api: Api, user: User, browser: Browser) -> None:
    page = browser.until(browser.submit(attest(api, user, browser), {"decision": "exclude"}), "succeeded")
    browser.finish(page)
    assert {account["data_access"] for account in business(api, user)} == {"disabled"}
    (item,) = api.items(user)
    assert item["status"] == 0
    assert len([account for account in accounts(api, user) if account["data_access"] == "enabled"]) == 4

    # The others can be shared later, and are attested then; who leaves that changes nothing.
    page = browser.open(api.create_session(user, item_id=item["id"], callback_url=CALLBACK))
    everything = {"account_id": page.choices("account_id")}
    page = browser.submit(page, everything)
    assert page.state == "attesting_pro"
    browser.exit(page)
    assert api.item(user, item["id"])["status"] == 0
    assert {account["data_access"] for account in business(api, user)} == {"disabled"}


def test_pro_only(api: Api, user: User, browser: Browser) -> None:
    """Who shares nothing else can't go on without them."""
    page = begin(api, user, browser, 574)
    page = browser.until(browser.submit(page, {"login": "pro", "password": "x"}), "choosing_accounts")
    labels = {str(box["value"]): box.find_parent("label").get_text() for box in page.soup.select("[name=account_id]")}
    pro = [value for value, label in labels.items() if "Professionnel" in label]
    page = browser.until(browser.submit(page, {"account_id": pro}), "attesting_pro")
    assert page.choices("decision") == ["attest"]
    refused = browser.submit(page, {"decision": "exclude"})
    assert (refused.status, refused.state) == (422, "attesting_pro")


# -- a branch is remembered -------------------------------------------------------------------------------------------


def test_branch_remembered(api: Api, user: User, browser: Browser) -> None:
    page = browser.open(api.create_session(user, callback_url=CALLBACK))
    page = browser.submit(page, {"group": "Caisse des Rives"})
    page = browser.submit(page, {"provider_id": "603"})
    page = browser.press(page, "change_bank")
    assert (page.step, page.state) == ("sub_banks_list", "choosing_branch"), "back to the branches"
    (chosen,) = (button for button in page.soup.select("button.bank") if button.select("small"))
    assert chosen["value"] == "603"
    page = browser.press(page, "change_bank")
    assert page.step == "highlighted_banks"
