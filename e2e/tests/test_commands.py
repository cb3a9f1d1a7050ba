"""Users, items, sessions and applications from the command line, while the server runs."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from client.api import AGGREGATION, Api, Json, User, ok, refused
from client.browser import Browser
from client.deployment import CALLBACK, Deployment
from client.flow import CODE, DEMO_BANK, NEW_ITEM_EVENTS, PASSWORD, add_item, drive
from client.server import Server

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def server(deployment: Deployment) -> Server:
    return deployment.server


def moment(text: str) -> datetime:
    """An instant as commands print it."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text), text
    return datetime.fromisoformat(text)


def start_session(api: Api, user: User, **body: Any) -> Json:
    return ok(api.post(f"{AGGREGATION}/connect-sessions", user, json={"user_email": "camille@mail.example", **body}), 201)


# Users


def test_user_show(server: Server, api: Api) -> None:
    user = api.create_user("crm-show")
    shown = server.command_json("user", "show", user.uuid)
    before = moment(shown.pop("created_at"))
    assert abs((datetime.now(UTC) - before).total_seconds()) < 60
    assert moment(shown.pop("changed_at")) >= before
    assert shown == {
        "uuid": user.uuid,
        "client_id": api.application.client_id,
        "external_user_id": "crm-show",
        "items": [],
    }
    item = add_item(api, user)
    (found,) = server.command_json("user", "show", user.uuid)["items"]
    assert (found["id"], found["provider_id"], found["status"]) == (item["id"], DEMO_BANK, 0)
    text = server.command("user", "show", user.uuid)
    for word in (user.uuid, "crm-show", api.application.client_id, str(item["id"])):
        assert word in text


def test_user_without_external_id(server: Server, user: User) -> None:
    assert "external_user_id" not in server.command_json("user", "show", user.uuid), "what has no value is left out"


def test_user_list(server: Server, deployment: Deployment) -> None:
    """The newest first, page by page, by what an operator asks for."""
    api = deployment.api("user-list")
    uuids = [api.create_user(f"crm-list-{number}").uuid for number in range(5)][::-1]
    of_application = ("user", "list", "--app", api.application.client_id)
    assert [user["uuid"] for user in server.command_json(*of_application)] == uuids
    pages = [server.command_json(*of_application, "--limit", "2")]
    while page := server.command_json(*of_application, "--limit", "2", "--before", pages[-1][-1]["uuid"]):
        pages.append(page)
        assert len(pages) <= 3, "the list never ends"
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [user["uuid"] for page in pages for user in page] == uuids
    (found,) = server.command_json("user", "list", "--external-id", "crm-list-3")
    assert found["uuid"] == uuids[1]
    assert server.command_json(*of_application, "--external-id", "crm-nobody") == []
    assert server.command_json("user", "list", "--limit", "1")[0]["uuid"] == uuids[0], "of all applications"
    cut = server.run(*of_application, "--limit", "2")
    assert f"--before {uuids[1]}" in cut.stderr
    assert "There may be more" not in cut.stdout
    assert "may be more" not in server.run(*of_application).stderr


def test_user_delete(server: Server, api: Api, deployment: Deployment) -> None:
    """The same as over the API: everything is gone, and the webhook hears of it."""
    user = api.create_user()
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert server.command_json("user", "delete", user.uuid, "--yes") == {"uuid": user.uuid}
    refused(api.get(f"{AGGREGATION}/users/{user.uuid}"), 404, "users.not_found")
    deployment.events(api, user, [*NEW_ITEM_EVENTS, "user.deleted"])
    assert server.run("item", "show", str(item["id"])).returncode == 3
    assert server.run("user", "delete", user.uuid, "--yes").returncode == 3
    # A running server forgets the token within a second.
    time.sleep(1)
    refused(api.get(f"{AGGREGATION}/items", user), 401)


def test_deleting_asks(server: Server, api: Api, user: User) -> None:
    item = add_item(api, user)
    commands = (("item", "delete", str(item["id"])), ("user", "delete", user.uuid))
    for command in commands:
        done = server.run(*command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--yes" in done.stderr
        for typed in ("\n", "n\n", "maybe\n"):
            code, shown = server.run_in_terminal(*command, typed=typed)
            assert code == 1, shown
            assert command[-1] in shown
            assert "nothing was deleted" in shown
    assert api.items(user) == [api.item(user, item["id"])], "nothing was deleted"
    for command, typed in zip(commands, ("y\n", "YES\n"), strict=True):
        code, shown = server.run_in_terminal(*command, typed=typed)
        assert code == 0, shown
        assert "is gone" in shown
    refused(api.get(f"{AGGREGATION}/users/{user.uuid}"), 404)


# Items


def test_item_list(server: Server, deployment: Deployment) -> None:
    api = deployment.api("item-list")
    users = [api.create_user() for _ in range(2)]
    good = [add_item(api, user)["id"] for user in users]
    bad = add_item(api, users[0], "402")["id"]

    def listed(*filters: str) -> list[int]:
        items = server.command_json("item", "list", "--app", api.application.client_id, *filters)
        return [item["id"] for item in items]

    assert listed() == [bad, good[1], good[0]]
    assert listed("--user", users[0].uuid) == [bad, good[0]]
    assert listed("--status", "402") == [bad]
    assert listed("--status", "0") == [good[1], good[0]]
    assert listed("--status", "-2") == []
    assert listed("--provider", str(DEMO_BANK)) == listed()
    assert listed("--provider", "576") == []
    assert listed("--limit", "1") == [bad]
    assert listed("--before", str(bad)) == [good[1], good[0]]
    assert "402 invalid_creds" in server.command("item", "list", "--user", users[0].uuid)


def test_item_show(server: Server, api: Api, user: User) -> None:
    """How it is, with the names of the API, and nothing that the bank says of the person."""
    item = add_item(api, user)
    shown = server.command_json("item", "show", str(item["id"]))
    for name in ("id", "provider_id", "status", "status_code_info", "account_types"):
        assert shown[name] == item[name], name
    assert (shown["user_uuid"], shown["client_id"]) == (user.uuid, api.application.client_id)
    for name in ("created_at", "last_successful_refresh", "next_refresh_at", "authentication_expires_at"):
        moment(shown[name])
    accounts = api.accounts(user, item["id"])
    assert sorted(account["id"] for account in shown["accounts"]) == sorted(account["id"] for account in accounts)
    assert {account["data_access"] for account in shown["accounts"]} == {"enabled"}
    printed = server.command("item", "show", str(item["id"])) + str(shown)
    for account in accounts:
        assert str(account["id"]) in printed
        for private in (account.get("iban"), account["name"], str(account["balance"])):
            assert private is None or private not in printed, private


def test_item_refresh(server: Server, api: Api, user: User, deployment: Deployment) -> None:
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert server.command_json("item", "refresh", str(item["id"])) == {"id": item["id"]}
    deployment.events(api, user, [*NEW_ITEM_EVENTS, "item.refreshed"])


def test_item_delete(server: Server, api: Api, user: User, deployment: Deployment) -> None:
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    assert server.command_json("item", "delete", str(item["id"]), "--yes") == {"id": item["id"]}
    assert api.items(user) == []
    assert api.transactions(user) == []
    deployment.events(api, user, [*NEW_ITEM_EVENTS, "item.deleted"])
    assert server.run("item", "delete", str(item["id"]), "--yes").returncode == 3


# Sessions


def test_session_show(server: Server, api: Api, user: User) -> None:
    """The numbered record of what happened, in order, with times; and no secret in it."""
    browser = Browser()
    session = start_session(api, user, callback_url=f"{CALLBACK}?nonce=planted-nonce", context="planted-context")
    browser.finish(drive(browser, session["url"], "otp"))
    shown = server.command_json("session", "show", session["id"])
    record = shown["record"]
    assert [happened["number"] for happened in record] == list(range(1, len(record) + 1))
    times = [moment(happened["at"]) for happened in record]
    assert times == sorted(times)
    assert moment(shown["created_at"]) == times[0]
    assert [(happened["state"], happened["step"]) for happened in record] == [
        ("choosing_provider", "highlighted_banks"),
        ("entering_credentials", "bank_creds_form"),
        ("authenticating", "sync_in_progress"),
        ("answering_code", "otp_form"),
        ("authenticating", "sync_in_progress"),
        ("choosing_accounts", "sync_in_progress"),
        ("synchronising", "sync_in_progress"),
        ("succeeded", "sync_success"),
    ]
    assert record[1]["details"] == {"provider": DEMO_BANK}
    assert "details" not in record[0]
    (item,) = api.items(user)
    assert {name: shown[name] for name in ("id", "user_uuid", "kind", "status", "state", "item_id", "provider_id")} == {
        "id": session["id"],
        "user_uuid": user.uuid,
        "kind": "new",
        "status": "succeeded",
        "state": "succeeded",
        "item_id": item["id"],
        "provider_id": DEMO_BANK,
    }
    assert shown["callback_url"] == CALLBACK, "without what the application put into it"
    text = server.command("session", "show", session["id"])
    assert [line.split()[0] for line in text.splitlines()[-len(record) :]] == [str(h["number"]) for h in record]
    (cookie,) = (c.value for c in browser.http.cookies if c.value)
    secrets = (PASSWORD, CODE, "camille@mail.example", "planted-nonce", "planted-context")
    for secret in (*secrets, session["url"].rpartition("/")[2], cookie, user.token, api.application.client_secret):
        assert secret not in text, secret
        assert secret not in str(shown), secret


def test_session_that_went_wrong(server: Server, api: Api, user: User) -> None:
    """The record tells why, and not what was typed."""
    session = start_session(api, user)
    browser = Browser()
    page = drive(browser, session["url"], "login-of-camille", to=("choosing_accounts",))
    browser.exit(page)
    shown = server.command_json("session", "show", session["id"])
    assert (shown["status"], shown["record"][-1]["details"]) == ("left", {"at": "sync_in_progress"})
    assert "login-of-camille" not in server.command("session", "show", session["id"]) + str(shown)
    wrong = start_session(api, user)
    drive(Browser(), wrong["url"], "otp_fail", to=("answering_code",))
    shown = server.command_json("session", "show", wrong["id"])
    assert (shown["status"], shown["record"][-1]["details"]) == ("open", {"wrong_codes": 0, "was_wrong": False})
    failed = start_session(api, user)
    drive(browser, failed["url"], "402")
    (*_, last) = server.command_json("session", "show", failed["id"])["record"]
    assert last["details"] == {"status": 402, "info": "invalid_creds"}
    assert "info=invalid_creds status=402" in server.command("session", "show", failed["id"])


def test_session_list(server: Server, deployment: Deployment) -> None:
    api = deployment.api("session-list")
    users = [api.create_user() for _ in range(2)]
    done = start_session(api, users[0])
    browser = Browser()
    browser.finish(drive(browser, done["url"]))
    failed = start_session(api, users[1])
    drive(Browser(), failed["url"], "402")
    left = start_session(api, users[1])
    browser = Browser()
    browser.exit(browser.open(left["url"]))
    fresh = start_session(api, users[0])
    ids = [session["id"] for session in (fresh, left, failed, done)]

    def listed(*filters: str) -> list[str]:
        sessions = server.command_json("session", "list", "--app", api.application.client_id, *filters)
        return [session["id"] for session in sessions]

    assert listed() == ids
    assert listed("--user", users[0].uuid) == [fresh["id"], done["id"]]
    for session, status in zip((fresh, left, failed, done), ("open", "left", "failed", "succeeded"), strict=True):
        assert listed("--status", status) == [session["id"]], status
    assert listed("--status", "expired") == []
    (item,) = api.items(users[0])
    assert listed("--item", str(item["id"])) == [done["id"]]
    assert listed("--limit", "2") == ids[:2]
    assert listed("--limit", "2", "--before", ids[1]) == ids[2:]
    assert server.command_json("session", "list", "--limit", "1")[0]["id"] == fresh["id"]


def test_session_email_code(server: Server, api: Api, user: User) -> None:
    session = start_session(api, user)
    done = server.run("session", "email-code", session["id"])
    assert done.returncode == 4, "it is there, and wants none"


# Applications


def test_app_show(server: Server, deployment: Deployment) -> None:
    api = deployment.api("app-show")
    client_id = api.application.client_id
    changed = server.command_json("app", "update", client_id, "--accent-colour", "#0a7c66", "--feature", "insights")
    shown = server.command_json("app", "show", client_id)
    assert shown == changed
    assert shown in server.command_json("app", "list")
    moment(shown["created_at"])
    assert (shown["name"], shown["environment"], shown["features"]) == ("app-show", "sandbox", ["insights"])
    text = server.command("app", "show", client_id)
    for word in (client_id, "app-show", "sandbox", "documented", "#0a7c66", "insights", "app.example", "/hooks/app-show"):
        assert word in text, word
    for secret in (api.application.client_secret, api.application.webhook_secret):
        assert secret not in text + str(shown)


def status_with(api: Api, secret: str) -> int:
    headers = {**api.headers(), "Client-Secret": secret}
    return api.call("GET", f"{AGGREGATION}/users", headers=headers).status_code


def test_renewed_secret(server: Server, deployment: Deployment) -> None:
    """The new one is shown once and good at once; the one before for 24 hours; one before that no more."""
    api = deployment.api("renew")
    client_id, first = api.application.client_id, api.application.client_secret
    second = server.command_json("app", "renew-secret", client_id)
    assert set(second) == {"client_id", "client_secret", "former_secret_until"}
    assert re.fullmatch(r"sandbox_secret_[A-Za-z0-9]{64}", second["client_secret"])
    hours = (moment(second["former_secret_until"]) - datetime.now(UTC)).total_seconds() / 3600
    assert 23.9 < hours <= 24
    # A running server sees it within a second.
    time.sleep(1)
    assert [status_with(api, secret) for secret in (first, second["client_secret"], "other")] == [200, 200, 401]
    third = server.command_json("app", "renew-secret", client_id)
    time.sleep(1)
    secrets = (first, second["client_secret"], third["client_secret"])
    assert [status_with(api, secret) for secret in secrets] == [401, 200, 200]
    last = server.command_json("app", "renew-secret", client_id, "--now")
    assert set(last) == {"client_id", "client_secret"}
    time.sleep(1)
    secrets = (second["client_secret"], third["client_secret"], last["client_secret"])
    assert [status_with(api, secret) for secret in secrets] == [401, 401, 200]
    stored = deployment.database.dump()
    assert last["client_secret"].encode() not in stored


# Beside a server


def test_beside_a_busy_server(server: Server, deployment: Deployment) -> None:
    """Commands read and write while the server writes: neither fails, and nothing is lost or left half done."""
    api = deployment.api("busy")
    client_id = api.application.client_id
    doomed = [api.create_user() for _ in range(4)]
    items = [add_item(api, user)["id"] for user in doomed]
    done = threading.Event()
    connected: list[User] = []
    trouble: list[BaseException] = []

    def connect() -> None:
        try:
            while not done.is_set():
                user = api.create_user()
                add_item(api, user)
                connected.append(user)
        except BaseException as error:
            trouble.append(error)

    walkers = [threading.Thread(target=connect) for _ in range(3)]
    for walker in walkers:
        walker.start()
    try:
        for user, item in zip(doomed, items, strict=True):
            server.command_json("item", "refresh", str(item))
            server.command_json("item", "list", "--app", client_id)
            server.command_json("session", "list", "--app", client_id, "--status", "succeeded")
            server.command_json("item", "delete", str(item), "--yes")
            server.command_json("user", "show", user.uuid)
            server.command_json("user", "delete", user.uuid, "--yes")
            server.command_json("app", "update", client_id, "--name", f"busy {item}")
    finally:
        done.set()
        for walker in walkers:
            walker.join(60)
    assert trouble == []
    assert connected
    listed = server.command_json("user", "list", "--app", client_id, "--limit", "1000")
    assert {user["uuid"] for user in listed} == {user.uuid for user in connected}
    for user in connected:
        (item,) = api.items(user)
        assert item["status"] == 0
        assert api.transactions(user)
    if deployment.database.url.startswith("sqlite:"):
        assert deployment.database.query("PRAGMA integrity_check") == [("ok",)]
        assert deployment.database.query("PRAGMA foreign_key_check") == []
