"""Headers, bodies and errors, on every path."""

from __future__ import annotations

import pytest

from client.api import AGGREGATION, Api, User, ok, refused

USERS = f"{AGGREGATION}/users"
ITEMS = f"{AGGREGATION}/items"
PATHS = [
    ("GET", USERS),
    ("POST", USERS),
    ("GET", f"{USERS}/00000000-0000-4000-8000-000000000000"),
    ("DELETE", f"{USERS}/00000000-0000-4000-8000-000000000000"),
    ("POST", f"{AGGREGATION}/authorization/token"),
    ("GET", "/v3/providers"),
    ("GET", "/v3/providers/574"),
]
USER_PATHS = [
    ("POST", f"{AGGREGATION}/connect-sessions"),
    ("GET", ITEMS),
    ("GET", f"{ITEMS}/1"),
    ("DELETE", f"{ITEMS}/1"),
    ("GET", f"{AGGREGATION}/accounts"),
    ("GET", f"{AGGREGATION}/accounts/1"),
    ("GET", f"{AGGREGATION}/transactions"),
    ("GET", f"{AGGREGATION}/transactions/1"),
]


def without(headers: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


@pytest.mark.parametrize(("method", "path"), PATHS + USER_PATHS)
def test_version(api: Api, user: User, method: str, path: str) -> None:
    headers = api.headers(user.token)
    refused(api.call(method, path, headers=without(headers, "Bridge-Version")), 400, "invalid_bridge_version")
    for wrong in ("2021-06-01", "", "latest"):
        refused(api.call(method, path, headers={**headers, "Bridge-Version": wrong}), 400, "invalid_bridge_version")


@pytest.mark.parametrize(("method", "path"), PATHS + USER_PATHS)
@pytest.mark.parametrize("name", ["Client-Id", "Client-Secret"])
def test_client(api: Api, user: User, method: str, path: str, name: str) -> None:
    """A 401 says which header is missing."""
    headers = api.headers(user.token)
    error = refused(api.call(method, path, headers=without(headers, name)), 401, "invalid_client_credentials")
    assert name.lower() in error["message"].lower()
    for wrong in ("", "wrong", headers[name] + "0", headers[name][:-1]):
        refused(api.call(method, path, headers={**headers, name: wrong}), 401, "invalid_client_credentials")


@pytest.mark.parametrize(("method", "path"), USER_PATHS)
def test_bearer(api: Api, user: User, method: str, path: str) -> None:
    headers = api.headers(user.token)
    error = refused(api.call(method, path, headers=without(headers, "Authorization")), 401, "invalid_access_token")
    assert "authorization" in error["message"].lower()
    for wrong in ("", "Bearer", "Bearer ", "Bearer x", f"Basic {user.token}", user.token, f"Bearer {user.token[:-1]}"):
        refused(api.call(method, path, headers={**headers, "Authorization": wrong}), 401, "invalid_access_token")


def test_header_names_in_lower_case(api: Api, user: User) -> None:
    headers = {name.lower(): value for name, value in api.headers(user.token).items()}
    assert ok(api.call("GET", ITEMS, headers=headers))["resources"] == []
    headers["authorization"] = f"bearer {user.token}"
    assert api.call("GET", ITEMS, headers=headers).status_code == 200


def test_content_type_without_a_body(api: Api, user: User) -> None:
    headers = {**api.headers(user.token), "Content-Type": "application/json"}
    ok(api.call("GET", f"{ITEMS}?", headers=headers))
    assert api.call("DELETE", f"{USERS}/{user.uuid}", headers=headers).status_code == 204


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
def test_wrong_content_type(api: Api, user: User, content_type: str | None) -> None:
    headers = api.headers(user.token) | ({"Content-Type": content_type} if content_type else {})
    for path in (USERS, f"{AGGREGATION}/connect-sessions", f"{AGGREGATION}/authorization/token"):
        refused(api.call("POST", path, headers=headers, data=b'{"a":1}'), 415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_content_types(api: Api, content_type: str) -> None:
    ok(api.call("POST", USERS, headers={**api.headers(), "Content-Type": content_type}, data=b"{}"), 201)


@pytest.mark.parametrize("body", [b"{", b"nothing", b'{"a":}', b"\xff\xfe", b'{"user_uuid":"a"', b"[" * 5000])
def test_not_json(api: Api, user: User, body: bytes) -> None:
    headers = {**api.headers(user.token), "Content-Type": "application/json"}
    for path in (USERS, f"{AGGREGATION}/connect-sessions", f"{AGGREGATION}/authorization/token"):
        refused(api.call("POST", path, headers=headers, data=body), 422, "invalid_json")


@pytest.mark.parametrize("body", ["[]", '"text"', "7", "true"])
def test_not_an_object(api: Api, user: User, body: str) -> None:
    headers = {**api.headers(user.token), "Content-Type": "application/json"}
    for path in (USERS, f"{AGGREGATION}/connect-sessions", f"{AGGREGATION}/authorization/token"):
        answer = api.call("POST", path, headers=headers, data=body)
        assert answer.status_code in {400, 422}
        refused(answer, answer.status_code)


def test_empty_body(api: Api, user: User) -> None:
    answer = api.post(f"{AGGREGATION}/connect-sessions", user)
    assert answer.status_code in {400, 415, 422}
    refused(answer, answer.status_code)


@pytest.mark.parametrize(
    "path",
    ["/v3", "/v3/", "/v3/nothing", f"{AGGREGATION}/nothing", f"{ITEMS}/1/refresh", "/v2/items", "/v3/v3/providers"],
)
def test_unknown_path(api: Api, user: User, path: str) -> None:
    refused(api.get(path, user), 404, "not_found")
    refused(api.post(path, user, json={}), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", USERS),
        ("PATCH", ITEMS),
        ("POST", ITEMS),
        ("DELETE", "/v3/providers"),
        ("GET", f"{AGGREGATION}/connect-sessions"),
    ],
)
def test_wrong_method(api: Api, user: User, method: str, path: str) -> None:
    answer = api.call(method, path, token=user.token)
    refused(answer, 405)
    assert answer.headers["allow"]


def test_body_too_large(api: Api, user: User) -> None:
    refused(api.post(f"{AGGREGATION}/connect-sessions", user, json={"context": "a" * 20_000_000}), 413)


@pytest.mark.parametrize(
    "identifier", ["0", "-1", "1", "2147483648", "9223372036854775808", "1" * 40, "abc", "1.5", "%20"]
)
@pytest.mark.parametrize("resource", ["items", "accounts", "transactions"])
def test_no_such_resource(api: Api, user: User, resource: str, identifier: str) -> None:
    refused(api.get(f"{AGGREGATION}/{resource}/{identifier}", user), 404, f"{resource}.not_found")
    if resource == "items":
        refused(api.delete(f"{ITEMS}/{identifier}", user), 404, "items.not_found")


def test_health(api: Api) -> None:
    for path in ("/health/live", "/health/ready"):
        assert api.call("GET", path, headers={}).status_code == 200


def test_security_headers(api: Api, user: User) -> None:
    for answer in (api.get(ITEMS, user), api.get("/v3/nothing")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in answer.headers["cache-control"]
