"""Refreshes after the flow: by the command line and by the schedule."""

from __future__ import annotations

from client.api import Api, Json, User
from client.deployment import Deploy, Deployment
from client.flow import NEW_ITEM_EVENTS, add_item
from client.receiver import Delivery


def refresh(deployment: Deployment, item: Json) -> None:
    deployment.server.command("item", "refresh", str(item["id"]))


def refreshes(deliveries: list[Delivery]) -> list[Json]:
    return [delivery.content for delivery in deliveries if delivery.type == "item.refreshed"]


def of_refresh(deployment: Deployment, api: Api, user: User, count: int) -> list[Json]:
    """The contents of the user's `item.refreshed` once there are this many."""

    def arrived(deliveries: list[Delivery]) -> list[Json]:
        return [content for content in refreshes(deliveries) if content["user_uuid"] == user.uuid]

    found = deployment.receiver.wait(api.application.webhook_path, lambda d: len(arrived(d)) >= count)
    return arrived(found)


def test_by_command(deployment: Deployment, api: Api, user: User) -> None:
    """Ids stay; what did not change is not written again."""
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    item = api.item(user, item["id"])
    accounts = {account["id"] for account in api.accounts(user, item["id"])}
    transactions = {t["id"]: t["updated_at"] for t in api.transactions(user)}
    refresh(deployment, item)
    found = of_refresh(deployment, api, user, 3)
    assert len(found) == 3
    assert found[-1]["refresh_trigger"] in {"scheduler", "api"}
    assert (found[-1]["status_code"], found[-1]["status_code_info"]) == (0, "ok")
    after = api.item(user, item["id"])
    assert after["status"] == 0
    assert after["last_successful_refresh"] > item["last_successful_refresh"]
    assert {account["id"] for account in api.accounts(user, item["id"])} == accounts
    assert {t["id"]: t["updated_at"] for t in api.transactions(user)} == transactions


def test_breaks_at_the_second(deployment: Deployment, api: Api, user: User) -> None:
    """`success.1010`: healthy first, then the bank wants the user, and goes on wanting."""
    item = add_item(api, user, "success.1010")
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert api.item(user, item["id"])["status"] == 0
    for count in (3, 4):
        refresh(deployment, item)
        last = of_refresh(deployment, api, user, count)[-1]
        assert (last["status_code"], last["status_code_info"]) == (1010, "otp_required")
        broken = api.item(user, item["id"])
        assert (broken["status"], broken["status_code_info"]) == (1010, "otp_required")
        assert broken["status_code_description"]
    assert api.transactions(user), "what was fetched stays"


def test_wrong_credentials_later(deployment: Deployment, api: Api, user: User) -> None:
    item = add_item(api, user, "otp.success.402_WRONG_PWD")
    deployment.events(api, user, NEW_ITEM_EVENTS)
    refresh(deployment, item)
    last = of_refresh(deployment, api, user, 3)[-1]
    assert (last["status_code"], last["status_code_info"]) == (402, "wrong_pwd")


def test_unknown_item(deployment: Deployment) -> None:
    for identifier in ("2000000000", "0", "first", "99999999999999999999"):
        done = deployment.server.run("item", "refresh", identifier)
        assert done.returncode != 0
        assert identifier in done.stderr
        assert "panicked" not in done.stderr


def test_by_schedule(deploy: Deploy) -> None:
    """Refreshed again and again without a command."""
    deployment = deploy({"refresh.interval_ms": 500})
    api = deployment.documented
    user = api.create_user()
    add_item(api, user)
    found = of_refresh(deployment, api, user, 4)
    assert len(found) >= 4
    assert {content["refresh_trigger"] for content in found[2:]} == {"scheduler"}
