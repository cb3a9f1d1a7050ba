"""Planted secrets and personal data, and every place where they must not be: the log, answers that are errors, metrics,
what commands print, and, for what is sealed or hashed, the whole database.

A bank's data (accounts, transactions, stocks) lies in the database as it is: there, and in answers to its application.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4

import pytest
import requests

from client.api import AGGREGATION, Api, Json, User, ok
from client.browser import Browser, Page
from client.database import Sqlite
from client.deployment import CALLBACK, Deployment
from client.flow import CODE, drive
from client.server import Settings

DEMO_BANK, NUMBERS, METHODS = 574, 577, 578
LOGIN, PASSWORD = "login-of-camille", "password-of-camille"
DIGITS, PIN, SECOND = "83920174", "640718", "second-of-camille"
WRONG_PASSWORD = "402_WRONG_PWD2"
EMAIL, VALIDATED = "camille.canary@mail.example", "validated.canary@mail.example"
EXTERNAL_ID, NOTE = "crm-of-camille", "a-note-nobody-wants"
CONTEXT = "order-of-camille"
SMTP_PASSWORD = "password-of-the-mail-server"
RECEIVED = "an answer of a receiver"
MADE_UP = "secret-of-a-stranger"
KEY = "key-of-a-request"
SETTINGS: Settings = {
    "metrics.listen": "127.0.0.1:0",
    "metrics.sample_ms": 20,
    "webhooks.schedule_ms": [0, 20, 40],
    "mail.from": "Passerelle <no-reply@passerelle.example>",
    # Nobody listens there: a mail that can't be sent is told of in the log.
    "mail.host": "127.0.0.1",
    "mail.port": 9,
    "mail.encryption": "tls",
    "mail.username": "passerelle",
    "mail.password": SMTP_PASSWORD,
}


class Walk:
    """Everything that a server does with secrets and data, done once; what is known afterwards."""

    def __init__(self, directory: Path) -> None:
        self.deployment = Deployment(directory, SETTINGS)
        self.errors: list[str] = []
        self.printed: list[str] = []
        # What is sealed or hashed.
        self.secrets: dict[str, str] = {
            "login": LOGIN,
            "password": PASSWORD,
            "number": DIGITS,
            "second password": SECOND,
            "SMTP password": SMTP_PASSWORD,
            "made up": MADE_UP,
            "key of a request": KEY,
        }
        # What is personal, and known to the application.
        self.personal: dict[str, str] = {
            "e-mail": EMAIL,
            "e-mail to validate": VALIDATED,
            "external id": EXTERNAL_ID,
            "note": NOTE,
            "context": CONTEXT,
            "answer of a receiver": RECEIVED,
        }

    def do(self) -> None:
        deployment = self.deployment
        api = deployment.documented
        deployment.receiver.body = RECEIVED.encode()
        deployment.receiver.answer = lambda _delivery: (500, {})
        deployment.start()
        for known in (deployment.documented, deployment.live):
            name = known.application.client_id
            self.secrets |= {
                f"client secret of {name}": known.application.client_secret,
                f"webhook secret of {name}": known.application.webhook_secret,
            }
        user = self._user(api)
        self._flows(api, user)
        self._validation()
        self._data(api, user)
        deployment.receiver.wait(api.application.webhook_path, lambda deliveries: len(deliveries) >= 6)
        self._errors(api, user)
        self._commands(api)
        self.metrics = requests.get(self._metrics_url(), timeout=10).text
        self.log = deployment.server.log.read_text(encoding="utf-8")

    def _user(self, api: Api) -> User:
        body = {"external_user_id": EXTERNAL_ID, "note": NOTE}
        headers = {**api.headers(), "Idempotency-Key": KEY}
        created = [ok(api.call("POST", f"{AGGREGATION}/users", headers=headers, json=body), 201) for _ in range(2)]
        assert created[0] == created[1]
        user = User(created[0]["uuid"], api.create_token(created[0]["uuid"]))
        self.secrets["token"] = user.token
        self.personal["user"] = user.uuid
        return user

    def _begin(self, api: Api, user: User, browser: Browser, **body: object) -> Page:
        headers = {**api.headers(user.token), "Idempotency-Key": str(uuid4())}
        asked = {"user_email": EMAIL, "context": CONTEXT, "callback_url": CALLBACK, **body}
        created = ok(api.call("POST", f"{AGGREGATION}/connect-sessions", headers=headers, json=asked), 201)
        url = str(created["url"])
        self.secrets[f"URL {len(self.secrets)}"] = url.rpartition("/")[2]
        return browser.open(url)

    def _keep_cookies(self, browser: Browser) -> None:
        for cookie in browser.http.cookies:
            if cookie.value:
                self.secrets[f"cookie {len(self.secrets)}"] = cookie.value

    def _flows(self, api: Api, user: User) -> None:
        browser = Browser()
        page = self._begin(api, user, browser, provider_id=DEMO_BANK, account_types="all")
        page = browser.submit(page, {"login": LOGIN, "password": PASSWORD})
        page = browser.until(page, "answering_code", "choosing_accounts")
        if page.state == "answering_code":
            page = browser.until(browser.submit(page, {"code": CODE}), "choosing_accounts")
        browser.finish(browser.until(browser.submit(page), "succeeded"))
        self._keep_cookies(browser)

        browser = Browser()
        page = self._begin(api, user, browser, provider_id=NUMBERS)
        typed = {"login": DIGITS, "password": PIN, "password2": WRONG_PASSWORD}
        page = browser.submit(browser.until(browser.submit(page, typed), "failed"))
        assert page.state == "editing_credentials"
        page = browser.submit(page, {**typed, "password2": SECOND})
        page = browser.submit(browser.until(page, "choosing_accounts"))
        browser.finish(browser.until(page, "succeeded"))
        self._keep_cookies(browser)

        browser = Browser()
        page = self._begin(api, user, browser, provider_id=METHODS)
        page = browser.until(browser.submit(page, {"login": LOGIN, "password": PASSWORD}), "choosing_method")
        page = browser.until(browser.submit(page, {"method": "photo"}), "answering_code")
        (image,) = page.soup.select("main .picture img")
        drawing = browser.http.get(urljoin(page.url, str(image["src"])), timeout=30).text
        # While the bank waits for the code, the picture is kept.
        middle = len(drawing) // 2
        self.secrets["picture"] = drawing[middle - 30 : middle + 30]
        self._look_at_the_database()
        browser.exit(page)
        self._keep_cookies(browser)

        browser = Browser()
        page = self._begin(api, user, browser, provider_id=DEMO_BANK)
        browser.finish(drive(browser, page.url, "pro"))
        self._keep_cookies(browser)

    def _look_at_the_database(self) -> None:
        self.stored_midway = self.deployment.database.dump()

    def _validation(self) -> None:
        """A code for an address that the mail can't be sent to."""
        api = self.deployment.api("validating", sandbox=False)
        self.deployment.server.command("app", "update", api.application.client_id, "--email-validation", "required")
        browser = Browser()
        page = browser.open(api.create_session(api.create_user(), user_email=VALIDATED, callback_url=CALLBACK))
        page = browser.submit(page)
        assert page.state == "answering_email_code"
        page = browser.submit(page, {"code": "000000"}, check=False)
        self.secrets["client secret of the third"] = api.application.client_secret

    def _data(self, api: Api, user: User) -> None:
        """All that the API says of the user's money."""
        accounts = [account for item in api.items(user) for account in api.accounts(user, item["id"])]
        stocks = api.all(f"{AGGREGATION}/stocks?limit=500", user)
        transactions = api.transactions(user)
        assert accounts
        assert stocks
        assert transactions
        for account in accounts:
            self._note(account, "iban", "name", "balance")
        for transaction in transactions:
            self._note(transaction, "clean_description", "provider_description", "amount")
        for stock in stocks:
            self._note(stock, "label", "isin", "total_value")

    def _note(self, resource: Json, *names: str) -> None:
        for name in names:
            value = resource.get(name)
            # Short ones stand in any text.
            text = f"{abs(value):.2f}" if isinstance(value, float | int) else str(value or "")
            if len(text) >= 6:
                self.personal[f"{name} {resource['id']}"] = text

    def _errors(self, api: Api, user: User) -> None:
        """Answers that are no success, of the API and of pages, with secrets in what was sent."""
        sessions, users = f"{AGGREGATION}/connect-sessions", f"{AGGREGATION}/users"
        own = api.headers(user.token)
        stolen = {**own, "Client-Secret": MADE_UP}
        bad = {"user_email": f"{EMAIL} {MADE_UP}", "context": f"{CONTEXT} {MADE_UP}", "callback_url": MADE_UP}
        answers = [
            api.call("POST", sessions, headers=own, json={**bad, "capabilities": [MADE_UP], "item_id": EMAIL}),
            api.call("POST", sessions, headers={**own, "Content-Type": "application/json"}, data=f'{{"a":"{MADE_UP}"'),
            api.call("POST", sessions, headers=own, json={"callback_url": f"https://u:{MADE_UP}@{MADE_UP}.example/"}),
            api.call("POST", users, headers=api.headers(), json={"external_user_id": EXTERNAL_ID}),
            api.call("POST", users, headers={**api.headers(), "Idempotency-Key": KEY}, json={"other": MADE_UP}),
            api.call("GET", f"{AGGREGATION}/items", headers=stolen),
            api.call("GET", f"{AGGREGATION}/items", headers={**own, "Authorization": f"Bearer {MADE_UP}"}),
            api.call("GET", f"{AGGREGATION}/items/{MADE_UP}", headers=own),
            api.call("GET", f"/v3/{MADE_UP}?token={user.token}", headers=own),
            api.call("GET", f"{AGGREGATION}/transactions?after={MADE_UP}&since={MADE_UP}", headers=own),
            api.call("GET", f"/session/{MADE_UP}", headers={}),
            api.call("POST", f"/session/{MADE_UP}/bank_creds_form", headers={}, data={"password": MADE_UP}),
            api.call("GET", f"/return?state={MADE_UP}&code={MADE_UP}", headers={}),
            api.call("GET", f"/{MADE_UP}", headers={}),
        ]
        assert {answer.status_code // 100 for answer in answers} == {4}, [a.status_code for a in answers]
        with without(self.deployment, "transactions"):
            broken = api.call("GET", f"{AGGREGATION}/transactions?account_id=1", headers=own)
        assert broken.status_code == 500, broken.text
        self.errors = [answer.text for answer in [*answers, broken]]

    def _commands(self, api: Api) -> None:
        name = api.application.client_id
        webhook = str(
            json.loads(self.deployment.server.command("webhook", "list", "--client-id", name, "--json"))[0]["id"]
        )
        for arguments in (
            ("app", "list"),
            ("webhook", "list", "--client-id", name),
            ("webhook", "deliveries", webhook),
            ("event", "list", "--client-id", name),
            ("keys", "list"),
        ):
            for output in ((), ("--json",)):
                done = self.deployment.server.run(*arguments, *output)
                assert done.returncode == 0 or "--json" in done.stderr, (arguments, done.stderr)
                self.printed.append(done.stdout + done.stderr)

    def _metrics_url(self) -> str:
        said = re.search(r"(http://127\.0\.0\.1:\d+/metrics)", self.deployment.server.log.read_text(encoding="utf-8"))
        assert said
        return said[1]


class without:
    """A database that lacks a table for a while: whoever asks for it meets a fault of ours."""

    def __init__(self, deployment: Deployment, table: str) -> None:
        self.database, self.table = deployment.database, table

    def __enter__(self) -> None:
        self._execute(f"ALTER TABLE {self.table} RENAME TO away")

    def __exit__(self, *_: object) -> None:
        self._execute(f"ALTER TABLE away RENAME TO {self.table}")

    def _execute(self, sql: str) -> None:
        if isinstance(self.database, Sqlite):
            connection = sqlite3.connect(self.database.path, timeout=20, isolation_level=None)
            connection.execute(sql)
            connection.close()
        else:
            self.database.query(sql)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    walk = Walk(tmp_path_factory.mktemp("server"))
    try:
        walk.do()
        yield walk
    finally:
        walk.deployment.close()


NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?!\d)")


def found(planted: dict[str, str], texts: Iterable[str]) -> list[str]:
    """What of it stands in the texts; numbers stand alone."""
    text = "\n".join(texts)
    numbers = set(NUMBER.findall(text))
    return [
        f"{name}: {value}"
        for name, value in planted.items()
        if (value in numbers if NUMBER.fullmatch(value) else value in text)
    ]


def test_log(walk: Walk) -> None:
    """At `debug`, so at `info` too."""
    assert found(walk.secrets | walk.personal, [walk.log]) == []
    assert CODE not in re.findall(r"(?<![\d.])\d{6}(?!\d)", walk.log)


def test_log_has_one_line_for_each_request(walk: Walk) -> None:
    lines = [json.loads(line) for line in walk.log.splitlines() if line.startswith("{")]
    requests_ = [line for line in lines if line.get("message") == "answered"]
    for line in requests_:
        assert line["level"] == "INFO"
        assert set(line) >= {"timestamp", "method", "route", "status", "duration_ms"}
        assert "{" in line["route"] or not re.search(r"\d{3}|[A-Za-z0-9_-]{30}", line["route"]), line
    routes = {line["route"] for line in requests_}
    assert routes >= {
        "/session/{token}",
        "/session/{token}/bank_creds_form",
        "/v3/aggregation/items/{id}",
        "/v3/aggregation/connect-sessions",
        "none",
    }
    called = [line for line in requests_ if line["route"] == "/v3/aggregation/connect-sessions"]
    assert all(line["request.id"] for line in called)
    assert all(isinstance(line["application.id"], int) for line in called if line["status"] == 201)
    stranger = [line for line in requests_ if line["status"] == 401 and line["route"] == "/v3/aggregation/items"]
    assert stranger
    assert "application.id" not in stranger[0], "whoever shows a wrong secret is nobody"


def test_errors(walk: Walk) -> None:
    known = {name: value for name, value in walk.personal.items() if name != "context"}
    assert found(walk.secrets | known, walk.errors) == []


def test_metrics(walk: Walk) -> None:
    assert "passerelle_http_requests_total" in walk.metrics
    assert found(walk.secrets | walk.personal, [walk.metrics]) == []


def test_commands(walk: Walk) -> None:
    """What an operator sees: events and answers of receivers are among it, no secret is."""
    assert any(RECEIVED in text for text in walk.printed)
    assert found(walk.secrets, walk.printed) == []


def test_database(walk: Walk) -> None:
    """Midway, while a bank waits for a code, and at the end. A dump of PostgreSQL shows bytes in hexadecimal."""
    for stored in (walk.stored_midway, walk.deployment.database.dump()):
        assert walk.personal["user"].encode() in stored, "this is where the data is"
        for name, secret in walk.secrets.items():
            assert secret.encode() not in stored, name
            assert secret.encode().hex().encode() not in stored, f"{name}, as bytes are dumped"
        assert VALIDATED.encode().hex().encode() not in stored
