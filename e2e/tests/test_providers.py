"""The list of banks."""

from __future__ import annotations

from client.api import Api, ok, refused
from client.deployment import Deployment

LIST = "/v3/providers"


def ids(api: Api, query: str) -> set[int]:
    return {provider["id"] for provider in api.all(f"{LIST}?limit=500&{query}")}


def test_demo_bank(api: Api) -> None:
    bank = ok(api.get(f"{LIST}/574"))
    assert (bank["id"], bank["name"], bank["country_code"]) == (574, "Demo Bank", "FR")
    assert "aggregation" in bank["capabilities"]
    assert bank["aggregation_metadata"] == {"release_status": "active"}
    assert bank["images"]["logo"].startswith("http")
    assert bank in api.all(LIST)


def test_logo_is_served(api: Api) -> None:
    logo = api.call("GET", ok(api.get(f"{LIST}/574"))["images"]["logo"].removeprefix(api.base), headers={})
    assert logo.status_code == 200
    assert logo.headers["content-type"].startswith("image/")


def test_unknown(api: Api) -> None:
    for identifier in ("1", "0", "-574", "abc", "2147483648", "9" * 40):
        refused(api.get(f"{LIST}/{identifier}"), 404, "providers.not_found")


def test_filters(api: Api) -> None:
    """Several values by comma or by repeated keys; equal ones collapse."""
    everything = ids(api, "")
    assert 574 in everything
    for query in (
        "country_code=FR",
        "country_code=FR,DE",
        "country_code=FR&country_code=DE",
        "country_code=FR&country_code=FR",
        "capabilities=aggregation",
        "capabilities=aggregation&capabilities=aggregation",
        "aggregation_release_status=active",
        "segment=b2c",
    ):
        assert 574 in ids(api, query) <= everything, query
    assert 574 not in ids(api, "country_code=DE")
    assert 574 not in ids(api, "capabilities=aggregation,bulk_payment_scheduled,single_payment_scheduled")
    for name, value in (("country_code", "XX"), ("capabilities", "flying")):
        refused(api.get(f"{LIST}?{name}={value}"), 400, "invalid_parameter", name)


def test_pages(api: Api) -> None:
    everything = [provider["id"] for provider in api.all(f"{LIST}?limit=500")]
    assert everything == sorted(everything)
    assert [provider["id"] for provider in api.all(f"{LIST}?limit=1&country_code=FR")] == sorted(
        ids(api, "country_code=FR")
    )


def test_demo_banks_are_for_the_sandbox(deployment: Deployment) -> None:
    production = deployment.api("production", sandbox=False)
    assert 574 not in ids(production, "")
    refused(production.get(f"{LIST}/574"), 404, "providers.not_found")
    user = production.create_user()
    body = {"user_email": "a@b.example", "provider_id": 574}
    refused(production.post("/v3/aggregation/connect-sessions", user, json=body), 404, "providers.not_found")
