"""Users and their tokens."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from client.api import AGGREGATION, Api, User, ok, refused
from client.deployment import Deploy, Deployment
from client.server import Settings

USERS = f"{AGGREGATION}/users"
TOKEN = f"{AGGREGATION}/authorization/token"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("body", [{"json": {}}, {}, {"json": {"external_user_id": None}}, {"json": {"unknown": 1}}])
def test_create(api: Api, body: dict[str, Any]) -> None:
    created = ok(api.call("POST", USERS, **body), 201)
    assert set(created) == {"uuid"}
    assert str(UUID(created["uuid"])) == created["uuid"]
    assert ok(api.get(f"{USERS}/{created['uuid']}")) == created


@pytest.mark.parametrize("name", ["crm-4711", "a", "A_b-9", "x" * 128])
def test_create_with_external_id(deployment: Deployment, name: str) -> None:
    api, other = deployment.documented, deployment.live
    external = (name + uuid4().hex)[-128:]
    created = ok(api.post(USERS, json={"external_user_id": external}), 201)
    assert created["external_user_id"] == external
    refused(
        api.post(USERS, json={"external_user_id": external}), 409, "users.creation.already_exists_with_external_user_id"
    )
    ok(other.post(USERS, json={"external_user_id": external}), 201)
    found = ok(api.get(USERS, params={"external_user_id": external}))["resources"]
    assert found == [created]


@pytest.mark.parametrize("value", ["", "x" * 129, "two words", "é", "a.b", "a\n", 7, ["a"]])
def test_bad_external_id(api: Api, value: object) -> None:
    refused(api.post(USERS, json={"external_user_id": value}), 400, "invalid_parameter", "external_user_id")


def test_list(deployment: Deployment) -> None:
    api = deployment.api("listed")
    uuids = [ok(api.post(USERS), 201)["uuid"] for _ in range(5)]
    pages = api.pages(f"{USERS}?limit=2")
    assert [len(page["resources"]) for page in pages] == [2, 2, 1]
    assert sorted(user["uuid"] for page in pages for user in page["resources"]) == sorted(uuids)
    assert len(api.all(USERS)) == 5
    assert ok(deployment.api("empty").get(USERS))["pagination"] == {"next_uri": None}


@pytest.mark.parametrize("uuid", [UNKNOWN, "1", "not-a-uuid", "%00", "a" * 500])
def test_unknown(api: Api, uuid: str) -> None:
    refused(api.get(f"{USERS}/{uuid}"), 404, "users.not_found")
    refused(api.delete(f"{USERS}/{uuid}"), 404, "users.not_found")


def test_of_another_application(deployment: Deployment) -> None:
    user = deployment.documented.create_user()
    refused(deployment.live.get(f"{USERS}/{user.uuid}"), 404, "users.not_found")
    refused(deployment.live.delete(f"{USERS}/{user.uuid}"), 404, "users.not_found")
    refused(deployment.live.post(TOKEN, json={"user_uuid": user.uuid}), 401, "user.authentication.unauthorized")
    refused(deployment.live.get(f"{AGGREGATION}/items", user), 401, "invalid_access_token")


def test_token(api: Api) -> None:
    external = uuid4().hex
    created = ok(api.post(USERS, json={"external_user_id": external}), 201)
    before = datetime.now(UTC)
    for body in (
        {"user_uuid": created["uuid"]},
        {"external_user_id": external},
        {"user_uuid": created["uuid"].upper()},
    ):
        token = ok(api.post(TOKEN, json=body), 201)
        assert set(token) == {"access_token", "expires_at", "user"}
        assert token["user"] == created
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", token["expires_at"])
        lifetime = datetime.fromisoformat(token["expires_at"]) - before
        assert abs(lifetime - timedelta(hours=2)) < timedelta(minutes=1)


def test_all_tokens_live(api: Api) -> None:
    user = api.create_user()
    tokens = {user.token, *(api.create_token(user.uuid) for _ in range(3))}
    assert len(tokens) == 4
    for token in tokens:
        assert api.items(User(user.uuid, token)) == []


@pytest.mark.parametrize("body", [{"user_uuid": UNKNOWN}, {"external_user_id": "nobody"}, {"user_uuid": "not-a-uuid"}])
def test_token_of_nobody(api: Api, body: dict[str, str]) -> None:
    refused(api.post(TOKEN, json=body), 401, "user.authentication.unauthorized")


def test_token_of_nobody_as_404(deployment: Deployment) -> None:
    """Some clients need a 404 there: an application may have it."""
    api = deployment.api("not-found")
    done = deployment.server.run("app", "update", api.application.client_id, "--unknown-user-status", "404")
    if done.returncode != 0:
        pytest.skip("the command line has no such option yet")
    refused(api.post(TOKEN, json={"user_uuid": UNKNOWN}), 404)


@pytest.mark.parametrize("body", [{}, {"user_uuid": 7}, {"external_user_id": ["a"]}, {"user_uuid": None}])
def test_bad_token_body(api: Api, body: dict[str, object]) -> None:
    refused(api.post(TOKEN, json=body), 400, "invalid_parameter")


def test_token_for_both_names(api: Api) -> None:
    """Exactly one of the two."""
    user = api.create_user(external := uuid4().hex)
    body = {"user_uuid": user.uuid, "external_user_id": external}
    refused(api.post(TOKEN, json=body), 400, "invalid_parameter")


def test_tokens_are_limited(deploy: Deploy) -> None:
    """Ten per user and minute, that of `create_user` included."""
    api = deploy({"limits.authentications": 10}).documented
    minute = -1.0
    while minute != (minute := time.time() // 60):  # again, should the minute end meanwhile
        user = api.create_user()
        answers = [api.post(TOKEN, json={"user_uuid": user.uuid}) for _ in range(10)]
    assert {answer.status_code for answer in answers[:9]} == {201}
    refused(answers[-1], 429, "too_many_requests")
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


def test_requests_are_limited(deploy: Deploy) -> None:
    """Per user and per application, as documented, when nobody says otherwise."""
    limits: Settings = {"limits.application_requests": 2000, "limits.user_requests": 60}
    api = deploy(limits).documented
    minute = -1.0
    while minute != (minute := time.time() // 60):
        user = api.create_user()
        answers = [api.get(f"{AGGREGATION}/items", user) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    refused(answers[-1], 429, "too_many_requests")
    assert '"user";q=60;w=60' in answers[0].headers["ratelimit-policy"]
    assert '"user";r=59;t=' in answers[0].headers["ratelimit"]
    other = api.create_user()
    assert api.get(f"{AGGREGATION}/items", other).status_code == 200


def test_delete(deployment: Deployment) -> None:
    """Everything of the user is gone, and the name is free again."""
    api = deployment.documented
    user = api.create_user(external := uuid4().hex)
    answer = api.delete(f"{USERS}/{user.uuid}")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(api.get(f"{USERS}/{user.uuid}"), 404, "users.not_found")
    refused(api.delete(f"{USERS}/{user.uuid}"), 404, "users.not_found")
    refused(api.get(f"{AGGREGATION}/items", user), 401, "invalid_access_token")
    refused(api.post(TOKEN, json={"user_uuid": user.uuid}), 401, "user.authentication.unauthorized")
    (event,) = deployment.events(api, user, ["user.deleted"])
    assert event.content == {"user_uuid": user.uuid}
    assert api.create_user(external).uuid != user.uuid
