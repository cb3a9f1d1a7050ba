"""The operations of the OpenAPI document: which were called, by which test, and whether each answer is as documented."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import jsonschema_rs
import requests

REPOSITORY = Path(__file__).parent.parent.parent
DOCUMENT: dict[str, Any] = json.loads((REPOSITORY / "docs/openapi.json").read_text(encoding="utf-8"))

# By "GET /v3/providers/{id}" what the document says of it.
ALL: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
_PATHS = {path: re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in DOCUMENT["paths"]}

# The operations called in this process, each with the tests that did: "test_users.py::test_delete".
called: defaultdict[str, set[str]] = defaultdict(set)
_validators: dict[tuple[str, int], Any] = {}


def check(method: str, path: str, response: requests.Response) -> None:
    """Notes what was called, and checks the answer. One without a request id is not the API's: a proxy made it."""
    bare = path.partition("?")[0]
    template = next((template for template, form in _PATHS.items() if form.fullmatch(bare)), "")
    operation = f"{method} {template}"
    if operation not in ALL or "x-request-id" not in response.headers:
        return
    called[operation].add(_this_test())
    documented = ALL[operation]["responses"].get(str(response.status_code))
    assert documented, f"{operation} answered {response.status_code}, which is not documented: {response.text}"
    if "content" not in documented:
        assert not response.content, f"{operation} answered {response.status_code} with a body: {response.text}"
        return
    key = (operation, response.status_code)
    if key not in _validators:
        schema = documented["content"]["application/json"]["schema"]
        _validators[key] = validator(schema)
    problem = next(_validators[key].iter_errors(response.json()), None)
    assert problem is None, f"{operation} answered {response.status_code} with what is not documented: {problem}"


def validator(schema: dict[str, Any]) -> Any:
    """Of a schema of the document, with what it refers to."""
    whole = {**schema, "components": {"schemas": DOCUMENT["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def rows() -> dict[str, list[str]]:
    """The table of operations and tests in docs/conformance.md: by operation the tests that show it."""
    text = (REPOSITORY / "docs/conformance.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `((?:GET|POST|DELETE) /\S+)` \| `\w+` \| (.+) \|$", text, re.MULTILINE)
    return {operation: re.findall(r"`(test_\w+\.py::test_\w+)`", tests) for operation, tests in found}


def complaints(by_test: dict[str, set[str]]) -> list[str]:
    """What is wrong after all tests ran: operations that none called, and rows of the table that are not so."""
    never = [f"no test calls {operation}" for operation in ALL if not by_test.get(operation)]
    wrong = [
        f"docs/conformance.md says that {test} calls {operation}, and it does not"
        for operation, tests in rows().items()
        for test in tests
        if test not in by_test.get(operation, set())
    ]
    return never + wrong


def _this_test() -> str:
    """`tests/test_users.py::test_delete[x] (call)` is `test_users.py::test_delete`; a fixture's calls are nobody's, since
    tests share fixtures."""
    test, _, phase = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")
    return re.split(r"\[", test, maxsplit=1)[0].rpartition("/")[2] if phase == "(call)" else ""
