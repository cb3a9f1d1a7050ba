"""Sessions that manage an existing item: repair, renewal, choice of accounts, and their limit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from client.api import AGGREGATION, Api, Json, User, refused
from client.browser import Browser, Page, left_to
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, act, add_item, drive, parameters, walk


def manage(api: Api, user: User, item_id: int, **body: object) -> str:
    return api.create_session(user, item_id=item_id, callback_url=CALLBACK, **body)


def days_ahead(timestamp: str) -> float:
    return (datetime.fromisoformat(timestamp) - datetime.now(UTC)) / timedelta(days=1)


def test_wrong_credentials(api: Api, user: User, browser: Browser) -> None:
    """402: new credentials, status -3 on the way, then healthy under the same id."""
    item = add_item(api, user, "402")
    assert item["status"] == 402
    page = walk(browser, manage(api, user, item["id"]), ("editing_credentials", "choosing_accounts"), ["success"])
    assert api.item(user, item["id"])["status"] == -3
    url = left_to(browser.finish(drive(browser, page.url)))
    assert parameters(url)["success"] == "true"
    assert [i["id"] for i in api.items(user)] == [item["id"]]
    assert api.item(user, item["id"])["status"] == 0


def test_new_item_is_just_added(api: Api, user: User, browser: Browser) -> None:
    """-2 while the first refresh runs; the list shows it."""
    drive(browser, api.create_session(user), to=("choosing_accounts",))
    assert [item["status"] for item in api.items(user)] == [-2]


def test_code_left(api: Api, user: User, browser: Browser) -> None:
    """1010: the first page says what will happen; nothing starts before its button."""
    item = add_item_left_at_code(api, user)
    url = manage(api, user, item["id"])
    first = browser.open(url)
    assert (first.state, first.step) == ("starting", "sync_in_progress")
    assert browser.open(url).state == "starting"
    page = walk(browser, url, ("starting", "answering_code", "choosing_accounts", "succeeded"))
    assert parameters(left_to(browser.finish(page)))["item_id"] == str(item["id"])
    healed = api.item(user, item["id"])
    assert (healed["status"], healed["status_code_info"]) == (0, "ok")
    assert 179 < days_ahead(healed["authentication_expires_at"]) <= 180


def add_item_left_at_code(api: Api, user: User) -> Json:
    browser = Browser()
    browser.exit(drive(browser, api.create_session(user), "otp", to=("answering_code",)))
    (item,) = api.items(user)
    assert item["status"] == 1010
    return item


def test_forced(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """A healthy item renewed: the code is asked again, and the consent lasts longer."""
    item = add_item(api, user, "otp")
    deployment.events(api, user, NEW_ITEM_EVENTS)
    before = api.item(user, item["id"])["authentication_expires_at"]
    url = manage(api, user, item["id"], force_reauthentication=True)
    page = walk(browser, url, ("starting", "answering_code"))
    assert api.item(user, item["id"])["status"] in {0, -3}
    page = drive(browser, page.url)
    assert parameters(left_to(browser.finish(page)))["success"] == "true"
    renewed = api.item(user, item["id"])
    assert renewed["status"] == 0
    assert renewed["authentication_expires_at"] > before


def test_forced_and_left(api: Api, user: User, browser: Browser) -> None:
    """Leaving a renewal breaks nothing."""
    item = add_item(api, user, "otp")
    url = manage(api, user, item["id"], force_reauthentication=True)
    back = left_to(browser.exit(walk(browser, url, ("starting", "answering_code"))))
    assert parameters(back)["step"] == "otp_form"
    assert api.item(user, item["id"])["status"] == 0


def test_accounts_of_a_healthy_item(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """0: the choice of accounts, as it stands; what is unticked is shared no longer, and comes back when ticked."""
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    before = api.transactions(user)
    page = drive(browser, manage(api, user, item["id"]), to=("choosing_accounts",))
    ids = [str(account["id"]) for account in api.accounts(user, item["id"])]
    assert sorted(page.ticked("account_id")) == sorted(ids)
    kept, dropped = ids[1:], ids[0]
    finish(browser, browser.submit(page, {"account_id": kept}))
    assert access(api, user, item["id"]) == {int(i): "disabled" if i == dropped else "enabled" for i in ids}
    assert {t["account_id"] for t in api.transactions(user)} == {
        t["account_id"] for t in before if t["account_id"] != int(dropped)
    }

    other = Browser()
    page = drive(other, manage(api, user, item["id"]), to=("choosing_accounts",))
    assert sorted(page.ticked("account_id")) == sorted(kept)
    newest = max(t["updated_at"] for t in before)
    finish(other, other.submit(page, {"account_id": ids}))
    assert set(access(api, user, item["id"]).values()) == {"enabled"}
    again = [t for t in api.transactions(user, f"limit=500&since={newest}") if t["account_id"] == int(dropped)]
    assert {t["id"] for t in again} >= {t["id"] for t in before if t["account_id"] == int(dropped)}


def finish(browser: Browser, page: Page) -> None:
    browser.finish(drive(browser, page.url))


def access(api: Api, user: User, item_id: int) -> dict[int, str]:
    return {account["id"]: account["data_access"] for account in api.accounts(user, item_id)}


def test_act_at_the_bank_first(api: Api, user: User, browser: Browser) -> None:
    """429: a page that says so, then a new try."""
    item = add_item(api, user, "429")
    page = walk(browser, manage(api, user, item["id"]), ("starting", "failed"))
    assert page.step == "sync_error"
    assert api.item(user, item["id"])["status"] == 429


@pytest.mark.parametrize(
    ("login", "status", "state", "step"),
    [
        ("402", 402, "editing_credentials", "edit_bank_creds_form"),
        ("1010", 1010, "starting", "sync_in_progress"),
        ("429", 429, "starting", "sync_in_progress"),
    ],
)
@pytest.mark.parametrize("mode", ["documented", "live"])
def test_left_early(
    deployment: Deployment, browser: Browser, login: str, status: int, state: str, step: str, mode: str
) -> None:
    """The item stays as it was; live names it, documented does not."""
    api = deployment.mode(mode)
    user = api.create_user()
    item = add_item(api, user, login)
    back = left_to(browser.exit(walk(browser, manage(api, user, item["id"]), (state,))))
    expected = f"source=connect&success=false&user_uuid={user.uuid}&step={step}"
    expected += f"&item_id={item['id']}" if mode == "live" else ""
    assert urlsplit(back).query == expected
    assert api.item(user, item["id"])["status"] == status


def test_repair_left_at_the_code(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """No item stays at -3."""
    item = add_item(api, user, "402")
    page = walk(browser, manage(api, user, item["id"]), ("editing_credentials", "answering_code"), ["otp"])
    assert api.item(user, item["id"])["status"] == -3
    browser.exit(page)
    deployment.events(api, user, ["item.created", "item.refreshed", "item.refreshed"])
    assert api.item(user, item["id"])["status"] == 1010


def test_body_of_other_shapes(api: Api, user: User, browser: Browser) -> None:
    """Known fields of the other shapes are tolerated, and a numeric string is an id."""
    item = add_item(api, user, "402")
    body = {"item_id": str(item["id"]), "user_email": "a@b.example", "account_types": "all", "context": "x"}
    assert browser.open(api.create_session(user, **body)).state == "editing_credentials"


def test_limit(api: Api, user: User) -> None:
    """Four management sessions per item in 24 hours; refused ones and those for new items do not count."""
    item = add_item(api, user, "402")
    for _ in range(4):
        bad = {"item_id": item["id"], "context": "not allowed"}
        refused(api.post(f"{AGGREGATION}/connect-sessions", user, json=bad), 400, "invalid_parameter", "context")
        manage(api, user, item["id"])
    answer = api.post(f"{AGGREGATION}/connect-sessions", user, json={"item_id": item["id"]})
    refused(answer, 429, "too_many_requests")
    assert int(answer.headers["retry-after"]) > 0
    api.create_session(user)
    other = add_item(api, user, "402")
    manage(api, user, other["id"])


def test_deleted_while_managed(api: Api, user: User, browser: Browser) -> None:
    """An item deleted under the user's hands ends in a page, not in a fault."""
    item = add_item(api, user, "402")
    page = browser.open(manage(api, user, item["id"]))
    assert api.delete(f"{AGGREGATION}/items/{item['id']}", user).status_code == 204
    after = browser.submit(page, {"login": "success", "password": "x"}, check=False)
    assert after.status < 500
    assert after.title
    assert api.items(user) == []


def test_consecutive_acts(api: Api, user: User, browser: Browser) -> None:
    """A repair that fails again can be tried again in the same session."""
    item = add_item(api, user, "402")
    page = walk(browser, manage(api, user, item["id"]), ("editing_credentials", "failed"), ["402_WRONG_PWD"])
    assert api.item(user, item["id"])["status_code_info"] == "wrong_pwd"
    page = browser.until(act(browser, page, iter(())), "editing_credentials")
    page = drive(browser, page.url, "success")
    assert parameters(left_to(browser.finish(page)))["success"] == "true"
