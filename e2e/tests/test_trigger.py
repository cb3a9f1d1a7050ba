"""`passerelle trigger`: every event of a sandbox application when it is wanted, as webhooks and the API tell it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as StandardWebhook

from client.api import AGGREGATION, Api, Json, User, ok
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item
from client.listener import Listener
from client.receiver import Delivery
from client.signature import bridge_signature

# The content of each kind, as documented: field to its type.
CONTENTS: dict[str, dict[str, Any]] = {
    "user.deleted": {"user_uuid": str},
    "item.created": {"item_id": int, "user_uuid": str},
    "item.refreshed": {
        "account_types": str,
        "authentication_expires_at": str,
        "full_refresh": bool,
        "item_id": int,
        "refresh_trigger": str,
        "status_code": int,
        "status_code_info": str,
        "user_uuid": str,
    },
    "item.deleted": {"item_id": int, "user_uuid": str},
    "item.account.created": {
        "account_id": int,
        "balance": float,
        "data_access": str,
        "item_id": int,
        "user_uuid": str,
    },
    "item.account.updated": {
        "account_id": int,
        "balance": float,
        "data_access": str,
        "item_id": int,
        "nb_deleted_transactions": int,
        "nb_new_transactions": int,
        "nb_updated_transactions": int,
        "user_uuid": str,
    },
    "item.account.deleted": {"account_id": int, "item_id": int, "user_uuid": str},
    "TEST_EVENT": {"item_id": int, "status": int, "user_uuid": str},
}


def trigger(deployment: Deployment, api: Api, kind: str, *more: str) -> Json:
    where = ("--client-id", api.application.client_id, *more)
    printed: Json = json.loads(deployment.server.command("trigger", kind, *where, "--json"))
    return printed


def arrived(deployment: Deployment, api: Api, count: int) -> list[Delivery]:
    path = api.application.webhook_path
    deployment.receiver.wait(path, lambda deliveries: len(deliveries) >= count)
    time.sleep(0.2)
    deliveries = deployment.receiver.deliveries(path)
    assert len(deliveries) == count, [delivery.type for delivery in deliveries]
    return deliveries


def test_listed(deployment: Deployment) -> None:
    """Without a database."""
    command = [deployment.server.binary, "trigger", "--list"]
    alone = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert {line.split()[0] for line in alone.stdout.splitlines()} == set(CONTENTS)


@pytest.mark.parametrize("kind", CONTENTS)
def test_each(deployment: Deployment, kind: str) -> None:
    """It arrives, signed, alone, and with the content that is documented; the API knows what it tells of."""
    api = deployment.api(f"each-{kind}")
    triggered = trigger(deployment, api, kind)
    (delivery,) = arrived(deployment, api, 1)
    assert triggered["type"] == delivery.type == kind
    assert triggered["webhooks"] == 1
    secret = api.application.webhook_secret
    assert delivery.headers["bridgeapi-signature"] == bridge_signature(secret, delivery.body)
    if kind != "TEST_EVENT":
        delivery.verify(secret)
    content = delivery.content
    assert triggered["content"] == content
    assert list(content) == sorted(content, key=list(CONTENTS[kind]).index), "in the documented order"
    assert {name: type(value) for name, value in content.items()} == CONTENTS[kind]
    if kind == "TEST_EVENT":
        assert (content["item_id"], content["status"]) == (1234567890, 0)
        return
    user = User(content["user_uuid"], api.create_token(content["user_uuid"]))
    if "item_id" in content:
        item = api.item(user, content["item_id"])
        assert (item["status"], item["provider_id"]) == (0, 574)
    if "status_code" in content:
        assert (content["status_code"], content["status_code_info"]) == (0, "ok")
        assert content["refresh_trigger"] == "scheduler"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", content["authentication_expires_at"])
    if "account_id" in content:
        account = ok(api.get(f"{AGGREGATION}/accounts/{content['account_id']}", user))
        assert account["item_id"] == content["item_id"]
        if "balance" in content:
            assert account["balance"] == content["balance"]
            assert account["data_access"] == content["data_access"] == "enabled"
    if "nb_new_transactions" in content:
        assert content["nb_new_transactions"] > 0


def test_its_item_is_one(deployment: Deployment) -> None:
    """It is made once, is a real one, and can be refreshed, which brings its transactions; deleted, another is made."""
    api = deployment.api("its-item")
    first = trigger(deployment, api, "item.created")["content"]
    assert trigger(deployment, api, "item.account.updated")["content"]["item_id"] == first["item_id"]
    arrived(deployment, api, 2)
    user = User(first["user_uuid"], api.create_token(first["user_uuid"]))
    assert api.transactions(user) == []
    accounts = api.accounts(user, first["item_id"])
    deployment.server.command("item", "refresh", str(first["item_id"]))
    kinds = ["item.created", "item.account.updated", "item.refreshed"]
    deployment.receiver.wait(
        api.application.webhook_path, lambda deliveries: any(d.type == kinds[-1] for d in deliveries)
    )
    assert {d.type for d in deployment.receiver.deliveries(api.application.webhook_path)} == set(kinds)
    assert api.transactions(user) != []
    assert [account["id"] for account in api.accounts(user, first["item_id"])] == [a["id"] for a in accounts]
    assert api.delete(f"{AGGREGATION}/items/{first['item_id']}", user).status_code == 204
    again = trigger(deployment, api, "item.created")["content"]
    assert again["user_uuid"] == user.uuid
    assert again["item_id"] != first["item_id"]


def test_of_a_user(deployment: Deployment) -> None:
    """A user or an item that is named: the event says what they are now."""
    api = deployment.api("of-a-user")
    user = api.create_user()
    item_id = add_item(api, user)["id"]
    before = len(deployment.events(api, user, NEW_ITEM_EVENTS))
    told = trigger(deployment, api, "item.deleted", "--item", str(item_id))["content"]
    assert told == {"item_id": item_id, "user_uuid": user.uuid}
    assert trigger(deployment, api, "item.account.deleted", "--user", user.uuid)["content"]["item_id"] == item_id
    trigger(deployment, api, "user.deleted", "--user", user.uuid)
    deliveries = arrived(deployment, api, before + 3)
    assert sorted(d.type for d in deliveries[before:]) == ["item.account.deleted", "item.deleted", "user.deleted"]
    assert {d.content["user_uuid"] for d in deliveries[before:]} == {user.uuid}
    # Nothing but the event happened.
    assert api.item(user, item_id)["status"] == 0


def test_refused(deployment: Deployment) -> None:
    """Real users hear of nothing that did not happen; and what does not fit is said."""
    api, another = deployment.api("refused"), deployment.api("refused-another")
    production = deployment.api("refused-production", ["app.example"], sandbox=False)
    user = another.create_user()
    own = ("--client-id", api.application.client_id)
    elsewhere = str(add_item(another, user)["id"])
    for arguments, words, code in (
        (("item.created", "--client-id", production.application.client_id), "production application", 4),
        (("item.created", "--client-id", "sandbox_id_of_nobody"), "no application", 3),
        (("item.created", *own, "--user", user.uuid), "no user", 3),
        (("item.created", *own, "--item", elsewhere), "no item", 3),
        (("item.created", *own, "--user", api.create_user().uuid), "has no item", 4),
        (("TEST_EVENT", *own, "--item", elsewhere), "--item", 2),
        (("passerelle.webhook.disabled", *own), "--list", 2),
    ):
        done = deployment.server.run("trigger", *arguments)
        assert done.returncode == code, done.stderr
        assert words in done.stderr, done.stderr
    unknown = deployment.server.run("trigger", "item.renamed", *own)
    assert unknown.returncode == 2
    assert "item.refreshed" in unknown.stderr
    assert ok(production.get("/passerelle/v1/events"))["resources"] == []
    assert ok(api.get("/passerelle/v1/events"))["resources"] == []


def test_heard_by_listen(deployment: Deployment) -> None:
    """The two commands together: a developer's receiver hears it, whether or not there is a webhook."""
    api = deployment.api("heard-by-listen")
    listed = deployment.server.command("webhook", "list", "--client-id", api.application.client_id, "--json")
    (webhook,) = json.loads(listed)
    deployment.server.command("webhook", "delete", str(webhook["id"]), "--yes")
    with Listener(deployment.server, api, deployment.receiver.url("/laptop"), "--from", "start") as listener:
        assert trigger(deployment, api, "item.refreshed")["webhooks"] == 0
        deployment.receiver.wait("/laptop", lambda deliveries: len(deliveries) == 1)
        (delivery,) = deployment.receiver.deliveries("/laptop")
        whsec = listener.wait_for("whsec_").split()[0]
        StandardWebhook(whsec).verify(delivery.body, dict(delivery.headers))
        assert listener.stop() == 0
