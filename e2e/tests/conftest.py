"""Servers for the tests: each module has its own, with the settings that it names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from client import operations
from client.api import Api, User
from client.browser import Browser
from client.database import POSTGRES
from client.deployment import Deploy, Deployment
from client.server import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-operation",
        action="store_true",
        help="after all tests: every operation of docs/openapi.json was called, as docs/conformance.md says",
    )


def pytest_configure() -> None:
    if not os.path.isfile(os.environ.get("PASSERELLE_BIN", "")):
        pytest.exit("PASSERELLE_BIN must name the server's binary", returncode=2)


def pytest_report_header() -> str:
    return f"server's database: {'PostgreSQL' if POSTGRES else 'SQLite'}"


def pytest_testnodedown(node: Any) -> None:
    """What a process of the run called."""
    for operation, tests in node.workeroutput.get("operations", {}).items():
        operations.called[operation].update(tests)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        listed = {operation: sorted(tests) for operation, tests in operations.called.items()}
        session.config.workeroutput["operations"] = listed
    elif session.config.getoption("--every-operation"):
        complaints = operations.complaints(operations.called)
        print("\n" + "\n".join(complaints))
        if complaints:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A module shares its servers, so it runs in one process; parts of long ones are groups, and begin first.

    What is about one engine alone runs with that engine.
    """
    other = "sqlite" if POSTGRES else "postgres"
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker(other)])
    items[:] = [item for item in items if not item.get_closest_marker(other)]
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="module")
def deploy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deploy]:
    """Starts a server with settings; servers with the same settings are shared within the module."""
    started: dict[str, Deployment] = {}

    def start(settings: Settings) -> Deployment:
        key = repr(settings)
        if key not in started:
            started[key] = Deployment(tmp_path_factory.mktemp("server"), settings).start()
        return started[key]

    yield start
    for deployment in started.values():
        deployment.close()


@pytest.fixture(scope="module")
def deployment(deploy: Deploy, request: pytest.FixtureRequest) -> Deployment:
    """The module's server; a module may name `SETTINGS`."""
    return deploy(getattr(request.module, "SETTINGS", {}))


@pytest.fixture
def api(deployment: Deployment) -> Api:
    """The application in the documented mode."""
    return deployment.documented


@pytest.fixture
def user(api: Api) -> User:
    return api.create_user()


@pytest.fixture
def browser() -> Browser:
    return Browser()
