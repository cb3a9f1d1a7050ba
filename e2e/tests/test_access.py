"""What an application may use and where from, by the command line."""

from __future__ import annotations

import time
from uuid import uuid4

from client.api import AGGREGATION, Api, ok, refused
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item

# A running server sees a change within a second.
FRESH = 0.7


def update(deployment: Deployment, api: Api, *arguments: str) -> None:
    deployment.server.command("app", "update", api.application.client_id, *arguments)
    time.sleep(FRESH)


def test_features(deployment: Deployment) -> None:
    api = deployment.api("features")
    user = api.create_user()
    check, insights = f"{AGGREGATION}/accounts-information", f"{AGGREGATION}/insights/category"
    for path in (check, insights):
        refused(api.get(path, user), 403, "feature_not_enabled")
    update(deployment, api, "--feature", "account-check", "--feature", "insights")
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    (entry,) = ok(api.get(check, user))["resources"]
    assert (entry["item_id"], entry["first_name"], entry["last_name"]) == (item["id"], "CAMILLE", "MARTIN")
    assert set(entry) == {"item_id", "first_name", "last_name", "accounts"}
    shown = {account["id"]: account["iban"] for account in api.accounts(user, item["id"]) if "iban" in account}
    assert {account["id"]: account["iban"] for account in entry["accounts"]} == shown
    figures = ok(api.get(insights, user))
    assert figures["fully_analyzed_month"] == 3
    assert figures["resources"]
    update(deployment, api, "--no-feature", "insights")
    refused(api.get(insights, user), 403, "feature_not_enabled")
    ok(api.get(check, user))
    bad = deployment.server.run("app", "update", api.application.client_id, "--feature", "flying")
    assert bad.returncode != 0
    assert "account-check" in bad.stderr


def test_networks(deployment: Deployment) -> None:
    api = deployment.api("networks")
    user = api.create_user()
    update(deployment, api, "--allow-ip", "192.0.2.0/24")
    refused(api.get("/v3/providers"), 403, "forbidden_ip")
    forged = {**api.headers(), "X-Forwarded-For": "192.0.2.1"}
    refused(api.call("GET", "/v3/providers", headers=forged), 403, "forbidden_ip")
    update(deployment, api, "--allow-ip", "127.0.0.1", "--allow-ip", "::1")
    ok(api.get("/v3/providers"))
    url = api.create_session(user)
    update(deployment, api, "--remove-ip", "127.0.0.1", "--remove-ip", "::1")
    refused(api.get(f"{AGGREGATION}/items", user), 403, "forbidden_ip")
    # The flow is for browsers, which come from anywhere.
    assert api.call("GET", url.removeprefix(api.base), headers={}).status_code in (200, 303)
    update(deployment, api, "--remove-ip", "192.0.2.0/24")
    ok(api.get("/v3/providers"))
    bad = deployment.server.run("app", "update", api.application.client_id, "--remove-ip", "192.0.2.0/24")
    assert bad.returncode != 0


def test_requests_have_names(deployment: Deployment, api: Api) -> None:
    """The log's line of a request has its name, and the trace that it belongs to."""
    name, trace = str(uuid4()), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    answer = api.call("GET", "/v3/providers", headers={**api.headers(), "X-Request-Id": name, "traceparent": trace})
    assert answer.headers["x-request-id"] == name
    (line,) = [line for line in deployment.server.log.read_text(encoding="utf-8").splitlines() if name in line]
    assert trace.split("-")[1] in line
    assert "/v3/providers" in line
