"""Webhooks: contents, signatures, attempts; and the receiver's own check against the published vector."""

from __future__ import annotations

import time
from statistics import median

import pytest

from client.api import AGGREGATION, Api, User
from client.browser import Browser
from client.deployment import Deploy, Deployment
from client.events import of_user
from client.flow import NEW_ITEM_EVENTS, add_item, drive
from client.receiver import Delivery
from client.server import Settings
from client.signature import bridge_signature, standard_signature

QUICK: Settings = {"webhooks.schedule_ms": [0, 60, 60, 60, 60, 60], "webhooks.timeout_ms": 400}


def test_published_vector() -> None:
    secret = "644b2ac3-0797-4ec6-9537-cb5c0af9caf9"
    body = (
        b'{"content":{"item_id":1234567890,"status":0,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},'
        b'"timestamp":1611681789,"type":"TEST_EVENT"}'
    )
    assert bridge_signature(secret, body) == "v1=FAA8ECAC21DA6405D789C76EDB4003756398E7169DACC3FA70CF5919A81374A8"
    assert standard_signature("k", "i", "1", b"{}") != standard_signature("k", "i", "2", b"{}")


def test_contents(deployment: Deployment, api: Api, user: User) -> None:
    """The fields of each event, and nothing else."""
    item = add_item(api, user)
    events = deployment.events(api, user, NEW_ITEM_EVENTS)
    item = api.item(user, item["id"])
    own = {"item_id", "user_uuid"}
    account = own | {"account_id", "balance", "data_access"}
    refreshed = own | {"account_types", "full_refresh", "refresh_trigger", "status_code", "status_code_info"}
    fields = {
        "item.created": own,
        "item.account.created": account,
        "item.account.updated": account | {"nb_deleted_transactions", "nb_new_transactions", "nb_updated_transactions"},
        "item.refreshed": refreshed,
    }
    balances = {a["id"]: a["balance"] for a in api.accounts(user, item["id"])}
    for event in events:
        assert set(event.content) - {"authentication_expires_at"} == fields[event.type], event.type
        if event.type.startswith("item.account."):
            assert event.content["balance"] == balances[event.content["account_id"]]
            assert event.content["data_access"] == "enabled"
    last = events[-1].content
    assert last.get("authentication_expires_at", "")[:19] == item.get("authentication_expires_at", "")[:19]
    new = sum(e.content["nb_new_transactions"] for e in events if e.type == "item.account.updated")
    assert 0 < new < len(api.transactions(user)), "the first days came before"


def test_soon(deploy: Deploy) -> None:
    """Attempted within 100 ms, with the default pause between two looks for work."""
    deployment = deploy({"jobs.poll_ms": 1_000})
    api = deployment.documented
    user = api.create_user()
    offset = time.time() - time.monotonic()
    add_item(api, user)
    events = deployment.events(api, user, NEW_ITEM_EVENTS)
    waits = [event.received_at + offset - event.timestamp / 1000 for event in events]
    assert median(waits) < 0.1, waits
    assert max(waits) < 1, waits


def test_attempted_when_the_browser_returns(deployment: Deployment, api: Api, user: User, browser: Browser) -> None:
    """With the callback in the browser's address bar the first events are on their way."""
    browser.finish(drive(browser, api.create_session(user)))
    time.sleep(0.1)
    arrived = {d.type for d in of_user(deployment.receiver.deliveries(api.application.webhook_path), user.uuid)}
    assert {"item.created", "item.account.created", "item.refreshed"} <= arrived


def attempts(deployment: Deployment, api: Api, user: User, kind: str, count: int) -> list[Delivery]:
    def of_kind(deliveries: list[Delivery]) -> list[Delivery]:
        return [delivery for delivery in of_user(deliveries, user.uuid) if delivery.type == kind]

    path = api.application.webhook_path
    return of_kind(deployment.receiver.wait(path, lambda d: len(of_kind(d)) >= count))


def answering(deployment: Deployment, name: str, *answers: tuple[int, dict[str, str]]) -> Api:
    """An application whose receiver gives these answers in turn to each event, then accepts."""
    api = deployment.api(name)
    seen: dict[str, int] = {}

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        if delivery.path != api.application.webhook_path:
            return 200, {}
        count = seen[delivery.webhook_id] = seen.get(delivery.webhook_id, 0) + 1
        return answers[count - 1] if count <= len(answers) else (200, {})

    deployment.receiver.answer = answer
    time.sleep(1.1)
    return api


def delete_user(api: Api) -> User:
    user = api.create_user()
    assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
    return user


def test_retried(deploy: Deploy) -> None:
    """Until it is accepted: the same id and the same bytes, signed with the time of the attempt."""
    deployment = deploy(QUICK)
    api = answering(deployment, "retried", (500, {}), (404, {}), (302, {"location": deployment.receiver.url("/away")}))
    user = delete_user(api)
    tries = attempts(deployment, api, user, "user.deleted", 4)
    assert len(tries) == 4
    assert len({attempt.webhook_id for attempt in tries}) == len({attempt.body for attempt in tries}) == 1
    for attempt in tries:
        attempt.verify(api.application.webhook_secret)
    assert deployment.receiver.deliveries("/away") == [], "redirects are not followed"
    time.sleep(0.5)
    assert len(attempts(deployment, api, user, "user.deleted", 4)) == 4, "accepted is accepted"


def test_given_up(deploy: Deploy) -> None:
    """The schedule ends."""
    deployment = deploy(QUICK)
    api = answering(deployment, "given-up", *[(503, {})] * 50)
    user = delete_user(api)
    assert len(attempts(deployment, api, user, "user.deleted", 6)) == 6
    time.sleep(0.5)
    assert len(attempts(deployment, api, user, "user.deleted", 6)) == 6


def test_any_success(deploy: Deploy) -> None:
    deployment = deploy(QUICK)
    api = answering(deployment, "any-success", (204, {}))
    user = delete_user(api)
    attempts(deployment, api, user, "user.deleted", 1)
    time.sleep(0.5)
    assert len(attempts(deployment, api, user, "user.deleted", 1)) == 1


def test_slow_receiver(deploy: Deploy) -> None:
    """A receiver that takes too long has failed."""
    deployment = deploy(QUICK)
    api = answering(deployment, "slow-receiver")
    quick = deployment.receiver.answer

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        first = len(attempts(deployment, api, user, "user.deleted", 0)) == 1
        time.sleep(1.0 if first else 0)
        return quick(delivery)

    user = api.create_user()
    deployment.receiver.answer = answer
    api.delete(f"{AGGREGATION}/users/{user.uuid}")
    tries = attempts(deployment, api, user, "user.deleted", 2)
    assert len(tries) == 2
    assert tries[0].webhook_id == tries[1].webhook_id


def test_gone(deploy: Deploy) -> None:
    """410 switches the webhook off."""
    deployment = deploy(QUICK)
    api = answering(deployment, "gone", (410, {}))
    first = delete_user(api)
    assert len(attempts(deployment, api, first, "user.deleted", 1)) == 1
    time.sleep(0.5)
    second = delete_user(api)
    time.sleep(0.5)
    deliveries = deployment.receiver.deliveries(api.application.webhook_path)
    assert len(of_user(deliveries, first.uuid)) == 1
    assert of_user(deliveries, second.uuid) == []


def test_in_order(deploy: Deploy) -> None:
    """A user's later events wait until the receiver has taken the earlier ones."""
    deployment = deploy({"webhooks.timeout_ms": 5_000})
    api = deployment.api("in-order")
    answered: list[str] = []
    early: list[str] = []

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        if delivery.path == api.application.webhook_path:
            if delivery.type == "item.created":
                time.sleep(1)
            elif "item.created" not in answered:
                early.append(delivery.type)
            answered.append(delivery.type)
        return 200, {}

    deployment.receiver.answer = answer
    time.sleep(1.1)
    user = api.create_user()
    add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert early == []


def test_retry_after(deploy: Deploy) -> None:
    deployment = deploy(QUICK)
    api = answering(deployment, "retry-after", (429, {"retry-after": "2"}))
    user = delete_user(api)
    first, second = attempts(deployment, api, user, "user.deleted", 2)[:2]
    assert second.received_at - first.received_at >= 1.9


def test_each_application_its_own(deployment: Deployment) -> None:
    """No event reaches the webhook of another application."""
    user = delete_user(deployment.live)
    deployment.events(deployment.live, user, ["user.deleted"])
    assert of_user(deployment.receiver.deliveries(deployment.documented.application.webhook_path), user.uuid) == []
