"""The API as an application's backend calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from client import operations
from client.server import Application

VERSION = "2025-01-15"
AGGREGATION = "/v3/aggregation"
Json = dict[str, Any]


@dataclass(frozen=True)
class User:
    """A user of the application and a token to act for them."""

    uuid: str
    token: str


class Api:
    """Calls of one application. Each call returns the raw response; `ok` checks and decodes it."""

    def __init__(self, base: str, application: Application) -> None:
        self.base = base
        self.application = application
        self._http = requests.Session()

    def headers(self, token: str | None = None) -> dict[str, str]:
        own = {
            "Bridge-Version": VERSION,
            "Client-Id": self.application.client_id,
            "Client-Secret": self.application.client_secret,
        }
        return {**own, "Authorization": f"Bearer {token}"} if token else own

    def call(
        self, method: str, path: str, *, token: str | None = None, headers: dict[str, str] | None = None, **rest: Any
    ) -> requests.Response:
        """`headers` replaces the usual ones; `rest` is what `requests` takes (json, data, params)."""
        sent = self.headers(token) if headers is None else headers
        url = self.base + path
        response = self._http.request(method, url, headers=sent, timeout=30, allow_redirects=False, **rest)
        operations.check(method, path, response)
        return response

    def get(self, path: str, user: User | None = None, **rest: Any) -> requests.Response:
        return self.call("GET", path, token=user.token if user else None, **rest)

    def post(self, path: str, user: User | None = None, **rest: Any) -> requests.Response:
        return self.call("POST", path, token=user.token if user else None, **rest)

    def delete(self, path: str, user: User | None = None, **rest: Any) -> requests.Response:
        return self.call("DELETE", path, token=user.token if user else None, **rest)

    def create_user(self, external_user_id: str | None = None) -> User:
        body = {"external_user_id": external_user_id} if external_user_id else {}
        created = ok(self.post(f"{AGGREGATION}/users", json=body), 201)
        return User(created["uuid"], self.create_token(created["uuid"]))

    def create_token(self, user_uuid: str) -> str:
        answer = ok(self.post(f"{AGGREGATION}/authorization/token", json={"user_uuid": user_uuid}), 201)
        return str(answer["access_token"])

    def create_session(self, user: User, **body: Any) -> str:
        """The URL of a new Connect session; with an e-mail unless an item is managed."""
        if "item_id" not in body:
            body = {"user_email": "camille@mail.example", **body}
        answer = ok(self.post(f"{AGGREGATION}/connect-sessions", user, json=body), 201)
        assert set(answer) == {"id", "url"}
        assert answer["id"] not in answer["url"], "the id opens nothing"
        return str(answer["url"])

    def item(self, user: User, item_id: int, *, language: str | None = None) -> Json:
        headers = self.headers(user.token) | ({"Accept-Language": language} if language else {})
        return ok(self.call("GET", f"{AGGREGATION}/items/{item_id}", headers=headers))

    def items(self, user: User) -> list[Json]:
        return self.all(f"{AGGREGATION}/items?limit=500", user)

    def accounts(self, user: User, item_id: int) -> list[Json]:
        return self.all(f"{AGGREGATION}/accounts?limit=500&item_id={item_id}", user)

    def transactions(self, user: User, query: str = "limit=500") -> list[Json]:
        return self.all(f"{AGGREGATION}/transactions?{query}", user)

    def all(self, path: str, user: User | None = None) -> list[Json]:
        """Every resource of a list, page by page, by `next_uri` alone."""
        return [resource for page in self.pages(path, user) for resource in page["resources"]]

    def pages(self, path: str, user: User | None = None) -> list[Json]:
        pages = [ok(self.get(path, user))]
        while following := pages[-1]["pagination"]["next_uri"]:
            assert following.startswith("/v3/"), following
            assert len(pages) < 200, "the list never ends"
            pages.append(ok(self.get(following, user)))
        return pages


def ok(response: requests.Response, status: int = 200) -> Json:
    """The body of an answer that must have this status and be a JSON object."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    assert response.headers["content-type"].startswith("application/json")
    assert "no-store" in response.headers["cache-control"]
    body = response.json()
    assert isinstance(body, dict)
    _no_nulls(body)
    return body


def refused(response: requests.Response, status: int, code: str | None = None, property: str | None = None) -> Json:
    """The first error of an answer that must be one, in both documented shapes."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    assert response.headers["content-type"].startswith("application/json")
    body = response.json()
    first: Json = body["errors"][0]
    assert isinstance(first["message"], str)
    assert first["message"]
    assert (body["code"], body["message"]) == (first["code"], first["message"])
    assert set(first) <= {"code", "message", "property"}
    if code is not None:
        assert first["code"] == code, body
    if property is not None:
        assert first.get("property") == property, body
    return first


def _no_nulls(value: Any, key: str = "") -> None:
    """Absent values are left out; only `next_uri` is null on the last page."""
    assert value is not None or key == "next_uri", f"{key} is null"
    children = (
        value.items() if isinstance(value, dict) else ((key, v) for v in value) if isinstance(value, list) else ()
    )
    for name, child in children:
        _no_nulls(child, name)
