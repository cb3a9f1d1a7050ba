"""W3C Trace Context: the trace of a request goes on with the webhooks that it causes, through jobs and restarts too."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping

import pytest

from client.api import AGGREGATION, Api, User, ok
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item
from client.receiver import Delivery
from client.server import Settings

SETTINGS: Settings = {"webhooks.schedule_ms": [0, 50, 1_500]}
STATE = "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"


def trace() -> tuple[str, str]:
    return secrets.token_hex(16), secrets.token_hex(8)


def traceparent(of: tuple[str, str], flags: str = "01") -> str:
    return f"00-{of[0]}-{of[1]}-{flags}"


def delete_user(api: Api, user: User, headers: Mapping[str, str]) -> None:
    answer = api.call("DELETE", f"{AGGREGATION}/users/{user.uuid}", headers={**api.headers(), **headers})
    assert answer.status_code == 204


def told(deployment: Deployment, api: Api, user: User, kind: str, count: int = 1) -> list[Delivery]:
    """What the receiver got of the user and the kind, as soon as there is so much of it."""

    def fitting(deliveries: list[Delivery]) -> list[Delivery]:
        return [d for d in deliveries if d.type == kind and d.content["user_uuid"] == user.uuid]

    path = api.application.webhook_path
    return fitting(deployment.receiver.wait(path, lambda deliveries: len(fitting(deliveries)) >= count))


@pytest.mark.parametrize("flags", ["00", "01"])
def test_passed_on(deployment: Deployment, api: Api, user: User, flags: str) -> None:
    """The same trace and flags, a parent of our own for each attempt, the vendors' state as it came."""
    deployment.receiver.answer = lambda delivery: (
        500 if len(told(deployment, api, user, delivery.type)) < 2 else 200,
        {},
    )
    mine = trace()
    delete_user(api, user, {"traceparent": traceparent(mine, flags), "tracestate": STATE})
    deliveries = told(deployment, api, user, "user.deleted", 2)
    deployment.receiver.answer = lambda _delivery: (200, {})
    parts = [delivery.headers["traceparent"].split("-") for delivery in deliveries]
    assert [(version, name, sampled) for version, name, _, sampled in parts] == [("00", mine[0], flags)] * 2
    parents = {parent for _, _, parent, _ in parts}
    assert len(parents) == 2
    assert all(re.fullmatch(r"[0-9a-f]{16}", parent) for parent in parents)
    assert not parents & {mine[1], "0" * 16}
    assert {delivery.headers["tracestate"] for delivery in deliveries} == {STATE}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"tracestate": STATE},
        {"traceparent": f"00-{'0' * 32}-00f067aa0ba902b7-01", "tracestate": STATE},
        {"traceparent": f"ff-{'1' * 32}-00f067aa0ba902b7-01"},
        {"traceparent": f"00-{'A' * 32}-00f067aa0ba902b7-01"},
        {"traceparent": "of camille"},
    ],
)
def test_ignored(deployment: Deployment, api: Api, user: User, wrong: dict[str, str]) -> None:
    """What is no trace is as none, and no reason to refuse a request."""
    delete_user(api, user, wrong)
    (delivery,) = told(deployment, api, user, "user.deleted")
    assert not {"traceparent", "tracestate"} & set(delivery.headers)


def test_wrong_state_is_dropped_alone(deployment: Deployment, api: Api, user: User) -> None:
    mine = trace()
    delete_user(api, user, {"traceparent": traceparent(mine), "tracestate": "Of Camille"})
    (delivery,) = told(deployment, api, user, "user.deleted")
    assert delivery.headers["traceparent"].split("-")[1] == mine[0]
    assert "tracestate" not in delivery.headers


def test_through_a_job(deployment: Deployment, api: Api, user: User) -> None:
    """A refresh is a job of its own: what it finds is told in the trace of who asked for it."""
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    before = len(told(deployment, api, user, "item.refreshed", 2))
    mine = trace()
    headers = {**api.headers(user.token), "traceparent": traceparent(mine)}
    asked = api.call("POST", f"/passerelle/v1/items/{item['id']}/refresh", headers=headers)
    assert asked.status_code == 202
    refreshed = told(deployment, api, user, "item.refreshed", before + 1)
    assert all("traceparent" not in delivery.headers for delivery in refreshed[:before]), "nobody's trace"
    assert refreshed[before].headers["traceparent"].split("-")[1] == mine[0]


def test_after_a_crash(deployment: Deployment, api: Api, user: User) -> None:
    deployment.receiver.answer = lambda _delivery: (503, {})
    mine = trace()
    delete_user(api, user, {"traceparent": traceparent(mine), "tracestate": STATE})
    before = len(told(deployment, api, user, "user.deleted", 2))
    deployment.server.kill()
    deployment.receiver.answer = lambda _delivery: (200, {})
    deployment.server.start()
    last = told(deployment, api, user, "user.deleted", before + 1)[-1]
    assert last.headers["traceparent"].split("-")[1] == mine[0]
    assert last.headers["tracestate"] == STATE


def test_log(deployment: Deployment, api: Api) -> None:
    mine = trace()
    ok(api.call("GET", "/v3/providers", headers={**api.headers(), "traceparent": traceparent(mine)}))
    lines = [
        json.loads(line) for line in deployment.server.log.read_text(encoding="utf-8").splitlines() if mine[0] in line
    ]
    assert [(line["route"], line["trace.id"]) for line in lines] == [("/v3/providers", mine[0])]
