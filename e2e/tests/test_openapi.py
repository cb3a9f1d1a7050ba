"""The OpenAPI document: served, true, and looked at by schemathesis; and its page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from client import operations
from client.api import AGGREGATION, ok
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item
from client.operations import DOCUMENT

E2E = Path(__file__).parent.parent
KINDS = ["item", "account", "transaction", "stock"]
# Enough to see what is broken, the same each time. By hand: more, another seed, and a file for what was found.
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "5")
SEED = os.environ.get("SCHEMATHESIS_SEED", "1")
REPORT = os.environ.get("SCHEMATHESIS_REPORT")


class Customer:
    """A user with an item and data of every kind, of an application that may do everything."""

    def __init__(self, deployment: Deployment) -> None:
        self.url = deployment.url
        self.api = deployment.documented
        features = ["--feature", "account-check", "--feature", "insights"]
        deployment.server.command("app", "update", self.api.application.client_id, *features)
        self.user = self.api.create_user("crm-4711")
        self.item = add_item(self.api, self.user, account_types="all")
        deployment.events(self.api, self.user, NEW_ITEM_EVENTS)

    def configuration(self) -> str:
        """schemathesis.toml with what it asks for."""
        values = {
            "URL": self.url,
            "CLIENT_ID": self.api.application.client_id,
            "CLIENT_SECRET": self.api.application.client_secret,
            "TOKEN": self.user.token,
            "USER": self.user.uuid,
            **{kind.upper(): self.api.all(f"{AGGREGATION}/{kind}s", self.user)[0]["id"] for kind in KINDS},
        }
        text = (E2E / "schemathesis.toml").read_text(encoding="utf-8")
        return re.sub(r'"\$\{(\w+)\}"', lambda place: json.dumps(values[place[1]]), text)


@pytest.fixture(scope="module")
def customer(deployment: Deployment) -> Customer:
    return Customer(deployment)


def test_document_is_served(deployment: Deployment) -> None:
    answer = requests.get(f"{deployment.url}/openapi.json", timeout=10)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == DOCUMENT
    assert answer.json()["openapi"].startswith("3.1.")


def test_extensions_are_apart() -> None:
    for operation, documented in operations.ALL.items():
        assert (documented["tags"] == ["Extensions"]) == (" /passerelle/" in operation), operation


def test_examples_are_as_their_schemas_say() -> None:
    """Every body has an example, and every example is valid."""
    schemas, named = DOCUMENT["components"]["schemas"], DOCUMENT["components"]["examples"]
    for operation, documented in operations.ALL.items():
        for part in [documented.get("requestBody", {}), *documented["responses"].values()]:
            if content := part.get("content", {}).get("application/json"):
                of_schema = schemas.get(content["schema"].get("$ref", "").rpartition("/")[2], {})
                shown = [content.get("example"), of_schema.get("example"), *of_schema.get("examples", [])]
                shown += [named[name]["value"] for name in content.get("examples", {})]
                assert any(shown), operation
                for example in filter(None, shown):
                    operations.validator(content["schema"]).validate(example)


def test_table_of_tests() -> None:
    """docs/conformance.md has a row for each operation, and the tests that it names exist."""
    rows = operations.rows()
    assert rows.keys() == operations.ALL.keys()
    for operation, tests in rows.items():
        assert tests, operation
        for test in tests:
            file, _, name = test.partition("::")
            assert re.search(rf"^def {name}\(", (E2E / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE), test


def test_page(deployment: Deployment) -> None:
    """Every operation and every code of an error can be read, and nothing comes from elsewhere."""
    answer = requests.get(f"{deployment.url}/docs/api", timeout=10)
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = answer.text
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!/|#)', page)
    for operation, documented in operations.ALL.items():
        assert f'id="{documented["operationId"]}"' in page, operation
        assert operation.partition(" ")[2] in page
    for code in DOCUMENT["components"]["examples"]:
        # An operation that is documented has neither an unknown path nor an unknown method.
        assert f"<code>{code}</code>" in page or code in ("not_found", "method_not_allowed"), code
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.long
def test_schemathesis_finds_nothing(deployment: Deployment, customer: Customer, tmp_path: Path) -> None:
    """All checks, by examples, at the borders, at random, and from answer to request (schemathesis.toml)."""
    (tmp_path / "schemathesis.toml").write_text(customer.configuration(), encoding="utf-8")
    python = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    run = ["run", f"{deployment.url}/openapi.json", "--checks", "all", "--seed", SEED, "--max-examples", EXAMPLES]
    done = subprocess.run(
        [*python, *run, "--no-color"],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "client.schemathesis_hooks", "PYTHONPATH": str(E2E)},
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    if REPORT:
        Path(REPORT).write_text(done.stdout + done.stderr, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
    assert ok(deployment.documented.get("/v3/providers")), "the server still answers"
