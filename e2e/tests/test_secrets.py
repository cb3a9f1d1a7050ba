"""What must not be readable: in the database's files, and in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.api import Api, User
from client.browser import Browser
from client.deployment import CALLBACK, Deployment
from client.flow import NEW_ITEM_EVENTS, drive


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path).start()
    yield deployment
    deployment.close()


def connect(deployment: Deployment) -> tuple[Api, User, str, str]:
    """A session walked to its end with a login that stands nowhere else; its URL's token and the cookie's value."""
    api, browser = deployment.documented, Browser()
    user = api.create_user()
    url = api.create_session(user, callback_url=CALLBACK)
    browser.finish(drive(browser, url, "login-of-camille"))
    deployment.events(api, user, NEW_ITEM_EVENTS)
    (cookie,) = (c.value for c in browser.http.cookies if c.value)
    return api, user, url.rpartition("/")[2], cookie


def test_secrets_are_sealed_or_hashed(deployment: Deployment) -> None:
    api, user, token, cookie = connect(deployment)
    application = api.application
    stored = deployment.server.database.dump()
    assert user.uuid.encode() in stored, "this is where the data is"
    for secret in (
        "login-of-camille",
        "any password",
        user.token,
        token,
        cookie,
        application.client_secret,
        application.webhook_secret,
    ):
        assert secret.encode() not in stored, secret
        assert secret.encode().hex().encode() not in stored, f"{secret}, as bytes are dumped"


def test_key_ring_is_private(deployment: Deployment) -> None:
    path = deployment.server.database.key_path
    assert path.stat().st_mode & 0o777 == 0o600


def test_log_names_routes_and_nobody(deployment: Deployment) -> None:
    api, user, token, cookie = connect(deployment)
    iban = api.accounts(user, api.items(user)[0]["id"])[0]["iban"]
    log = deployment.server.log.read_text(encoding="utf-8")
    assert "/session/{token}/bank_creds_form" in log, "requests are logged by the route's template"
    for private in (
        token,
        cookie,
        user.token,
        user.uuid,
        "camille@mail.example",
        "login-of-camille",
        "any password",
        iban,
        api.application.client_secret,
        api.application.webhook_secret,
    ):
        assert private not in log, private
    assert not re.search(r"/session/[A-Za-z0-9_-]{20,}", log)
