"""Every bad field of a session's body has its error, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from client.api import AGGREGATION, Api, User, ok, refused
from client.browser import Browser
from client.flow import add_item

SESSIONS = f"{AGGREGATION}/connect-sessions"
EMAIL = {"user_email": "camille@mail.example"}

# field -> bad values
BAD: dict[str, list[Any]] = {
    "user_email": ["camille", "camille@", "@mail.example", "a b@mail.example", "", 7, ["a@b.example"]],
    "country_code": ["XX", "fr", "FRA", "", 33],
    "capabilities": ["aggregation", ["aggregation", "flying"], [1], {"0": "aggregation"}],
    "account_types": ["savings", "ALL", "", ["all"], True],
    "allow_account_selection": ["yes", "true", 1],
    "max_selectable_accounts": [0, -1, 1.5, "many", True, 2**70],
    "callback_url": [
        "javascript:alert(1)",
        "https://user:secret@app.example/",
        "https://app.example@evil.example/",
        "acme://app.example/back",
        "http://app.example/",
        "https://192.0.2.1/",
        "/back",
        "app.example",
        "",
        7,
    ],
    "context": ["A" * 101, "two words", "under_score", "é", "a\n", 7],
    "provider_id": ["bank", 5.5, True, [574]],
    "item_id": ["first", 5.5, True, [1]],
    "force_reauthentication": ["yes", 1],
    "parent_url": [7, ["https://app.example"]],
}
# Out of range for an id, or unknown: not a bad form, but no such thing either.
NO_SUCH_ID = [0, -1, 2**31, 2**31 + 574, 2**63, 2**64, 10**30, 1e300, "99999999999999999999"]


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_bad_field(api: Api, user: User, field: str, value: object) -> None:
    refused(api.post(SESSIONS, user, json={**EMAIL, field: value}), 400, "invalid_parameter", field)
    unchanged(api, user)


def unchanged(api: Api, user: User) -> None:
    assert api.items(user) == []
    api.create_session(user)


@pytest.mark.parametrize("field", ["provider_id", "item_id"])
@pytest.mark.parametrize("value", NO_SUCH_ID)
def test_id_out_of_range(api: Api, user: User, field: str, value: object) -> None:
    response = api.post(SESSIONS, user, json={**EMAIL, field: value})
    assert response.status_code in {400, 404}
    refused(response, response.status_code, property=field if response.status_code == 400 else None)
    unchanged(api, user)


def test_foreign_domain(api: Api, user: User) -> None:
    body = {**EMAIL, "callback_url": "https://evil.example/"}
    code = "connect_session.callback_url_not_whitelisted"
    refused(api.post(SESSIONS, user, json=body), 400, code, "callback_url")
    unchanged(api, user)


def test_unknown_provider(api: Api, user: User) -> None:
    refused(api.post(SESSIONS, user, json={**EMAIL, "provider_id": 2_000_000_000}), 404, "providers.not_found")


def test_provider_without_aggregation(api: Api, user: User) -> None:
    providers = api.all("/v3/providers?limit=500")
    without = [provider["id"] for provider in providers if "aggregation" not in provider["capabilities"]]
    assert without, "the sandbox has a bank that only does payments"
    refused(
        api.post(SESSIONS, user, json={**EMAIL, "provider_id": without[0]}), 400, "invalid_parameter", "provider_id"
    )
    unchanged(api, user)


def test_missing_email(api: Api, user: User) -> None:
    for body in ({}, {"provider_id": 574}, {"user_email": None}):
        refused(api.post(SESSIONS, user, json=body), 400, "invalid_parameter", "user_email")
    unchanged(api, user)


def test_item_of_another_user(api: Api, user: User) -> None:
    """Neither of another user nor of another application: as if there were none."""
    item = add_item(api, api.create_user(), "402")
    refused(api.post(SESSIONS, user, json={"item_id": item["id"]}), 404, "items.not_found")
    refused(api.post(SESSIONS, user, json={"item_id": 2_000_000_000}), 404, "items.not_found")
    unchanged(api, user)


def test_several_errors_at_once(api: Api, user: User) -> None:
    """The first error is repeated on top of the list."""
    answer = api.post(SESSIONS, user, json={"user_email": "camille", "context": "two words"})
    refused(answer, 400, "invalid_parameter")
    named = {error["property"] for error in answer.json()["errors"]}
    assert named <= {"user_email", "context"}
    assert named


@pytest.mark.parametrize(
    "body",
    [
        {"provider_id": 574},
        {"provider_id": "574"},
        {"country_code": "GB", "capabilities": ["aggregation"], "account_types": "all"},
        {"context": "A" * 100, "max_selectable_accounts": 1, "allow_account_selection": False},
        {"context": "order-4711", "callback_url": "https://app.example/?a=b#c"},
        {"callback_url": None, "context": None, "item_id": None, "provider_id": None, "country_code": None},
        {"prefill_email": "x@y.example", "redirect_url": "nowhere", "country": "fr", "unknown": {"a": [1]}},
    ],
)
def test_good_body(api: Api, user: User, body: dict[str, Any]) -> None:
    """Explicit null is absent, unknown keys are ignored, a numeric string is an id."""
    answer = ok(api.post(SESSIONS, user, json={**EMAIL, **body}), 201)
    assert set(answer) == {"id", "url"}
    state = "entering_credentials" if body.get("provider_id") else "choosing_provider"
    assert Browser().open(answer["url"]).state == state


def test_capabilities_filter_the_banks(api: Api, user: User, browser: Browser) -> None:
    """The list shows only banks that have all of them."""
    providers = api.all("/v3/providers?limit=500")
    wanted = {"aggregation", "bulk_payment_scheduled"}
    page = browser.open(api.create_session(user, capabilities=sorted(wanted)))
    having = {str(provider["id"]) for provider in providers if wanted <= set(provider["capabilities"])}
    assert set(page.choices("provider_id")) == having
