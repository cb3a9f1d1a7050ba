"""`Idempotency-Key`: a server that dies on the way does nothing twice."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import requests

from client.api import AGGREGATION, Api, Json, ok, refused
from client.deployment import Deployment
from client.server import Server

USERS = f"{AGGREGATION}/users"


def post(api: Api, path: str, key: str, body: Json, token: str | None = None) -> requests.Response:
    headers = {**api.headers(token), "Idempotency-Key": key}
    return api.call("POST", path, headers=headers, json=body)


def count(api: Api) -> int:
    return len(api.all(f"{USERS}?limit=500"))


def test_replayed(api: Api) -> None:
    key = str(uuid4())
    first = post(api, USERS, key, {"external_user_id": key})
    created = ok(first, 201)
    again = post(api, USERS, key, {"external_user_id": key})
    assert ok(again, 201) == created
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    refused(post(api, USERS, key, {"external_user_id": "other"}), 422, "idempotency_key_reused")
    refused(post(api, USERS, "x" * 256, {}), 400, "invalid_parameter", "Idempotency-Key")


def test_a_server_that_dies_creates_nothing_twice(deployment: Deployment) -> None:
    """It ends after each of the first commits: before, between and after reservation and answer."""
    server, api = deployment.server, deployment.documented
    ends = set()
    for commits in range(1, 9):
        user = api.create_user()
        before = count(api)
        keys: list[tuple[str, Any]] = [(str(uuid4()), None), (str(uuid4()), user.token)]
        server.stop()
        server.start({"testing.abort_after_commits": commits}, wait=False)
        first = [attempt(server, api, *key) for key in keys]
        ends.add(tuple(answer is not None for answer in first))
        server.kill()
        server.start()
        for (key, token), known in zip(keys, first, strict=True):
            answer = repeat(api, key, token)
            if answer is None:
                continue  # A reservation without an answer: refused for a minute, and nothing was made.
            assert known is None or answer == known
            assert repeat(api, key, token) == answer
        made = count(api) - before
        answered = repeat(api, *keys[0]) is not None
        assert made == int(answered), commits
    assert len(ends) > 1, "the server died at different places"


def attempt(server: Server, api: Api, key: str, token: str | None) -> Json | None:
    """The answer, as soon as the server answers at all; none when it died."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and server.wait_for_exit(0.01) is None:
        try:
            response = send(api, key, token)
        except requests.RequestException as error:
            if "refused" not in str(error):
                return None
            continue
        return response.json() if response.status_code == 201 else None
    return None


def send(api: Api, key: str, token: str | None) -> requests.Response:
    if token is None:
        return post(api, USERS, key, {})
    return post(api, f"{AGGREGATION}/connect-sessions", key, {"user_email": "camille@mail.example"}, token)


def repeat(api: Api, key: str, token: str | None) -> Json | None:
    response = send(api, key, token)
    if response.status_code == 409:
        refused(response, 409, "idempotency_key_in_use")
        return None
    return ok(response, 201)
