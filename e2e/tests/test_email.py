"""`email_validation_form`: a code goes to the user's address before anything else, where the application wants it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from client.api import AGGREGATION, Api, User, ok
from client.browser import LANGUAGES, Browser, Page, left_to
from client.certificates import certificate, signed
from client.deployment import CALLBACK, Deploy, Deployment
from client.flow import add_item, parameters
from client.mailbox import Mailbox
from client.server import Server, Settings

MAILBOX = Mailbox()
SENDER = "no-reply@passerelle.example"
PLAIN: Settings = {
    "mail.from": f"Passerelle <{SENDER}>",
    "mail.host": "127.0.0.1",
    "mail.port": MAILBOX.port,
    "mail.encryption": "none",
}
SETTINGS: Settings = {**PLAIN, "connect.email_code_pause_ms": 50}
STEP = "email_validation_form"
FORM, CODE, BANKS = "validating_email", "answering_email_code", "choosing_provider"


@pytest.fixture(autouse=True, scope="module")
def _mailbox() -> Iterator[None]:
    MAILBOX.start()
    yield
    MAILBOX.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The module's mail server, as it was before and after."""
    yield MAILBOX
    MAILBOX.recipient = lambda _address: "250 OK"


def requiring(deployment: Deployment, name: str, *, sandbox: bool = False, mode: str = "documented") -> Api:
    """A new application whose users validate their address."""
    api = deployment.api(name, sandbox=sandbox)
    settings = ["--email-validation", "required", "--callback-mode", mode]
    deployment.server.command("app", "update", api.application.client_id, *settings)
    return api


@pytest.fixture(scope="module")
def production(deployment: Deployment) -> Api:
    return requiring(deployment, "Acme & Co")


@pytest.fixture(scope="module")
def sandbox(deployment: Deployment) -> Api:
    return requiring(deployment, "sandbox", sandbox=True)


_numbers = iter(range(1_000_000))


def address() -> str:
    """One that no other test uses."""
    return f"camille.{next(_numbers)}@mail.example"


def begin(api: Api, user: User | None = None, **body: Any) -> tuple[Browser, Page]:
    browser = Browser()
    return browser, browser.open(api.create_session(user or api.create_user(), callback_url=CALLBACK, **body))


def asked(api: Api, email: str) -> tuple[Browser, Page]:
    """A session whose user has asked for a code."""
    browser, page = begin(api, user_email=email)
    return browser, browser.submit(page)


def code_of(email: str, count: int = 1) -> str:
    """The code of the latest of so many mails."""
    return MAILBOX.wait(email, count).code


def other(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def until(browser: Browser, page: Page, state: str, timeout: float = 15.0) -> Page:
    """Loads the page again until its session is in that state."""
    deadline = time.monotonic() + timeout
    while page.state != state:
        assert time.monotonic() < deadline, page
        time.sleep(0.05)
        page = browser.open(page.url)
    return page


def field_error(page: Page, name: str) -> str:
    """What a refused page says by the field."""
    assert page.status == 422, page
    field = page.soup.select_one(f'input[name="{name}"]')
    assert field
    assert field.get("aria-invalid") == "true", field
    described = [page.soup.select_one(f"#{reference}") for reference in str(field["aria-describedby"]).split()]
    (error,) = (tag for tag in described if tag and tag.get("role") == "alert")
    return error.get_text(" ", strip=True)


def test_right_code_goes_on(production: Api) -> None:
    email, user = address(), production.create_user()
    browser, page = begin(production, user, user_email=email)
    assert (page.step, page.state) == (STEP, FORM)
    assert email not in page.html, "shown masked"
    assert "c•••@mail.example" in page.text
    page = browser.submit(page)
    assert (page.step, page.state) == (STEP, CODE)
    code = code_of(email)
    field = page.soup.select_one('input[name="code"]')
    assert field
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    page = browser.submit(page, {"code": f" {code[:3]} {code[3:]} "})
    assert (page.step, page.state) == ("highlighted_banks", BANKS)
    assert production.items(user) == []


def test_mail(production: Api) -> None:
    email = address()
    asked(production, email)
    mail = MAILBOX.wait(email)
    message = mail.message
    assert mail.sender == SENDER
    assert mail.recipients == [email]
    assert str(message["From"]) == f"Passerelle <{SENDER}>"
    assert str(message["To"]) == email
    assert message["Message-ID"]
    assert message["Date"]
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    code = code_of(email)
    assert "Acme & Co" in str(message["Subject"])
    assert code not in str(message["Subject"])
    assert not re.search(r"https?://", mail.text("plain")), "no link to press"
    for kind, name in (("plain", "Acme & Co"), ("html", "Acme &amp; Co")):
        for said in (name, code, "10 minutes", "Nobody will ever ask you"):
            assert said in mail.text(kind), f"{said} in {kind}"


def test_language_of_the_reader(production: Api) -> None:
    subjects = set()
    for language in LANGUAGES:
        email, browser = address(), Browser(language)
        browser.submit(browser.open(production.create_session(production.create_user(), user_email=email)))
        mail = MAILBOX.wait(email)
        assert f'<html lang="{language}">' in mail.text("html")
        subjects.add(str(mail.message["Subject"]))
    assert len(subjects) == len(LANGUAGES)


def test_looking_sends_nothing(production: Api) -> None:
    email = address()
    browser, page = begin(production, user_email=email)
    for _ in range(3):
        page = browser.open(page.url)
    assert page.state == FORM
    browser.submit(page)
    MAILBOX.wait(email, 1)


def test_wrong_codes_are_counted(production: Api) -> None:
    email = address()
    browser, page = asked(production, email)
    code = code_of(email)
    for typed in ("", "12345", "12345a", "1234567"):
        page = browser.submit(page, {"code": typed})
        assert "code" in field_error(page, "code")
    for left in (4, 3, 2, 1):
        page = browser.submit(page, {"code": other(code)})
        assert "not right" in field_error(page, "code")
        assert (f"{left} attempts left" if left > 1 else "One attempt left") in page.text
        assert "not right" in browser.open(page.url).text, "said after a reload too"
    page = browser.submit(page, {"code": other(code)})
    assert page.status == 422
    assert any("wrong too often" in alert for alert in page.alerts), page
    assert page.soup.select_one('input[name="code"]') is None
    late = browser.post(page, page.url, {"csrf": csrf(page), "code": code})
    assert late.state == CODE, "the right one comes too late"
    page = browser.submit(page)
    newer = code_of(email, 2)
    if newer != code:
        page = browser.submit(page, {"code": code})
        assert "not right" in field_error(page, "code")
    assert browser.submit(page, {"code": newer}).state == BANKS


def csrf(page: Page) -> str:
    field = page.soup.select_one('input[name="csrf"]')
    assert field
    return str(field["value"])


def test_code_of_another_session(production: Api) -> None:
    email, user = address(), production.create_user()
    first, second = (begin(production, user, user_email=email) for _ in range(2))
    page = first[0].submit(first[1])
    code = code_of(email, 1)
    other_page = second[0].submit(second[1])
    newer = code_of(email, 2)
    if newer != code:
        assert "not right" in field_error(second[0].submit(other_page, {"code": code}), "code")
    assert first[0].submit(page, {"code": code}).state == BANKS


def test_expiry(deploy: Deploy) -> None:
    deployment = deploy({**SETTINGS, "connect.email_code_lifetime_ms": 700})
    email = address()
    browser, page = asked(requiring(deployment, "expiring"), email)
    code = code_of(email)
    time.sleep(0.8)
    refused = browser.submit(page, {"code": code})
    assert refused.status == 422
    assert any("expired" in alert for alert in refused.alerts), refused
    shown = browser.open(page.url)
    assert any("expired" in alert for alert in shown.alerts), "said without a try too"
    page = browser.submit(shown)
    assert browser.submit(page, {"code": code_of(email, 2)}).state == BANKS


def test_pause_between_codes(deploy: Deploy) -> None:
    deployment = deploy({**PLAIN, "connect.email_code_pause_ms": 60_000})
    email = address()
    browser, page = asked(requiring(deployment, "pausing"), email)
    code = code_of(email)
    refused = browser.press(page, "resend")
    assert refused.status == 422
    assert any(re.search(r"wait \d+ seconds", alert) for alert in refused.alerts), refused
    MAILBOX.wait(email, 1)
    assert browser.submit(refused, {"code": code}).state == BANKS


def test_most_codes(deploy: Deploy) -> None:
    deployment = deploy({**SETTINGS, "connect.email_codes": 2, "connect.email_code_lifetime_ms": 700})
    email = address()
    browser, page = asked(requiring(deployment, "few"), email)
    code_of(email, 1)
    time.sleep(0.8)
    page = browser.submit(browser.open(page.url))
    code_of(email, 2)
    assert not page.soup.select('button[name="resend"]')
    refused = browser.post(page, page.url, {"csrf": csrf(page), "resend": "1"})
    assert refused.status == 422
    assert any("No more codes" in alert for alert in refused.alerts), refused
    time.sleep(0.8)
    page = browser.open(page.url)
    assert any("No more codes" in alert for alert in page.alerts), page
    assert not page.can("next")
    MAILBOX.wait(email, 2)
    assert parameters(left_to(browser.exit(page)))["step"] == STEP


@pytest.mark.parametrize("mode", ["documented", "live"])
@pytest.mark.parametrize("state", [FORM, CODE])
def test_left(deployment: Deployment, mode: str, state: str) -> None:
    api = requiring(deployment, f"left-{mode}-{state}", mode=mode)
    user = api.create_user()
    browser, page = begin(api, user, context="order-1", user_email=address())
    if state == CODE:
        page = browser.submit(page)
    assert page.state == state
    assert parameters(left_to(browser.exit(page))) == {
        "source": "connect",
        "success": "false",
        "user_uuid": user.uuid,
        "step": STEP,
        "context": "order-1",
    }
    assert api.items(user) == []


def test_validated_once(sandbox: Api, deployment: Deployment) -> None:
    email, user = address(), sandbox.create_user()
    validate(deployment, sandbox, user, email)
    assert begin(sandbox, user, user_email=email)[1].state == BANKS
    assert begin(sandbox, user, user_email=None)[1].state == BANKS, "some address of the user is known"
    changed = address()
    assert begin(sandbox, user, user_email=changed)[1].state == FORM, "another address asks again"
    assert begin(sandbox, sandbox.create_user(), user_email=email)[1].state == FORM, "another user too"
    validate(deployment, sandbox, user, changed)
    assert begin(sandbox, user, user_email=changed)[1].state == BANKS


def validate(deployment: Deployment, api: Api, user: User, email: str) -> None:
    """Walks through the form of a sandbox session."""
    browser = Browser()
    session = session_of(api, user, user_email=email)
    page = browser.submit(browser.open(session["url"]))
    code = deployment.server.command("session", "email-code", session["id"]).strip()
    assert browser.submit(page, {"code": code}).state == BANKS


def session_of(api: Api, user: User, **body: object) -> dict[str, str]:
    return ok(api.post(f"{AGGREGATION}/connect-sessions", user, json=body), 201)


def test_managing_never_asks(deployment: Deployment) -> None:
    api = deployment.api("managing")
    user = api.create_user()
    item = add_item(api, user)
    deployment.server.command("app", "update", api.application.client_id, "--email-validation", "required")
    time.sleep(0.6)
    assert begin(api, user, item_id=item["id"], force_reauthentication=True)[1].state == "starting"
    assert begin(api, user)[1].state == FORM
    deployment.server.command("app", "update", api.application.client_id, "--email-validation", "off")
    time.sleep(0.6)
    assert begin(api, user)[1].state == BANKS


def test_preselected_bank(sandbox: Api, deployment: Deployment) -> None:
    user, browser = sandbox.create_user(), Browser()
    session = session_of(sandbox, user, user_email=address(), provider_id=574)
    page = browser.submit(browser.open(session["url"]))
    code = deployment.server.command("session", "email-code", session["id"]).strip()
    page = browser.submit(page, {"code": code})
    assert (page.step, page.state) == ("bank_creds_form", "entering_credentials")


def test_address_is_asked_for(production: Api) -> None:
    first, second = address(), address()
    browser, page = begin(production, user_email=None)
    assert page.soup.select_one('input[name="email"][type="email"][autocomplete="email"]')
    assert "enter your e-mail address" in field_error(browser.submit(page, {"email": " "}), "email")
    for typed in ("camille", "camille@mail", "a@mail.example\r\nBcc: b@mail.example", "a@b.example, c@d.example"):
        assert "not an e-mail address" in field_error(browser.submit(page, {"email": typed}), "email")
    page = browser.submit(page, {"email": f" {first} "})
    code = code_of(first)
    time.sleep(0.1)
    page = browser.press(page, "change")
    assert page.state == FORM
    page = browser.submit(page, {"email": second})
    newer = code_of(second)
    if newer != code:
        assert "not right" in field_error(browser.submit(page, {"code": code}), "code")
    assert browser.submit(page, {"code": newer}).state == BANKS
    MAILBOX.wait(first, 1)


def test_address_of_the_application_stays(production: Api) -> None:
    given, elsewhere = address(), address()
    browser, page = begin(production, user_email=given)
    page = browser.post(page, page.url, {"csrf": csrf(page), "email": elsewhere})
    assert not page.soup.select('button[name="change"]')
    page = browser.post(page, page.url, {"csrf": csrf(page), "change": "1"})
    assert page.state == CODE
    MAILBOX.wait(given, 1)
    assert MAILBOX.mails(elsewhere) == []


def test_address_is_needed_unless_it_is_asked_for(deployment: Deployment) -> None:
    api = deployment.documented
    answer = api.post(f"{AGGREGATION}/connect-sessions", api.create_user(), json={})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["property"] == "user_email"


def test_server_is_down_and_comes_back(production: Api, mailbox: Mailbox) -> None:
    email = address()
    mailbox.stop()
    try:
        browser, page = asked(production, email)
        time.sleep(0.3)
        page = browser.open(page.url)
        assert page.state == CODE
        assert "on its way" in page.text
        assert page.soup.select('button[name="resend"]')
    finally:
        mailbox.start()
    assert browser.submit(page, {"code": code_of(email)}).state == BANKS


def test_server_says_later(production: Api, mailbox: Mailbox) -> None:
    email, answers = address(), iter(["451 4.3.0 <camille> try again", "250 OK"])
    mailbox.recipient = lambda _address: next(answers)
    browser, page = asked(production, email)
    assert browser.submit(page, {"code": code_of(email)}).state == BANKS


def test_recipient_is_refused(production: Api, mailbox: Mailbox) -> None:
    mailbox.recipient = lambda address: f"550 5.1.1 <{address}>: no such user"
    browser, page = asked(production, address())
    page = until(browser, page, FORM)
    assert any("does not take mail" in alert for alert in page.alerts), page
    assert not page.can("next"), "only the application can give another"
    assert page.can("exit")

    browser, page = begin(production, user_email=None)
    page = until(browser, browser.submit(page, {"email": address()}), FORM)
    assert any("does not take mail" in alert for alert in page.alerts), page
    mailbox.recipient = lambda _address: "250 OK"
    email = address()
    page = browser.submit(page, {"email": email})
    assert browser.submit(page, {"code": code_of(email)}).state == BANKS


def test_no_mail_server(deploy: Deploy, tmp_path: Path) -> None:
    without = deploy({"connect.email_code_pause_ms": 50})
    for command in (["create", "--name", "x"], ["update", without.api("live", sandbox=False).application.client_id]):
        refused = without.server.run("app", *command, "--email-validation", "required")
        assert refused.returncode != 0
        assert "mail.host" in refused.stderr
    without.server.command("app", "create", "--name", "x", "--sandbox", "--email-validation", "required")
    assert '"email_validation":"required"' in without.server.command("app", "list", "--json")
    # A server that lost its settings.
    with_mail = Deployment(tmp_path, SETTINGS)
    api = requiring(with_mail, "lost")
    server = Server(tmp_path / "after", {}, database=with_mail.database)
    api.base = server.url
    server.start()
    try:
        browser, page = asked(api, address())
        page = until(browser, page, FORM)
        assert any("could not send" in alert for alert in page.alerts), page
        assert page.can("next"), "to be tried again"
    finally:
        server.stop()
        with_mail.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("authority"), "authority", "-x509")


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
def test_encrypted(deploy: Deploy, authority: Path, tmp_path: Path, encryption: str) -> None:
    """Encrypted with the authorities of a file, with a login; nothing reaches a server that nobody has signed for."""
    own = signed(tmp_path, "server", authority)
    stranger = certificate(tmp_path, "stranger", "-x509")
    server = Mailbox()
    secret = tmp_path / "password"
    secret.write_text("correct horse\n", encoding="utf-8")
    deployment = deploy(
        {
            **SETTINGS,
            "mail.port": server.port,
            "mail.encryption": encryption,
            "mail.ca_file": str(authority),
            "mail.username": "passerelle",
            "mail.password_file": str(secret),
        }
    )
    api = requiring(deployment, encryption)
    email = address()
    server.start(**{encryption: stranger}, login=True)
    browser, page = asked(api, email)
    time.sleep(0.7)
    server.stop()
    # Nor one without encryption.
    server.start()
    time.sleep(2)
    server.stop()
    assert server.mails(email) == []
    assert server.logins == []
    server.start(**{encryption: own}, login=True)
    try:
        mail = server.wait(email, timeout=30)
        assert mail.is_encrypted
        assert server.logins == [(b"passerelle", b"correct horse")]
        assert browser.submit(page, {"code": mail.code}).state == BANKS
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mail.encryption": "none"}, "encryption"),
        ({"mail.from": "nobody"}, "from"),
        ({"mail.encryption": "ssl"}, "mail.encryption"),
        ({"mail.username": "passerelle"}, "mail.password"),
    ],
)
def test_bad_settings_are_named(tmp_path: Path, wrong: Settings, named: str) -> None:
    settings = {**PLAIN, "mail.host": "mail.example", "mail.encryption": "tls", **wrong}
    server = Server(tmp_path, settings)
    done = server.run("serve", "--listen", "127.0.0.1:0")
    server.database.drop()
    assert done.returncode != 0
    assert named in done.stderr


def test_name_of_the_application_is_no_header(deployment: Deployment) -> None:
    api = requiring(deployment, "Acme\r\nBcc: other@mail.example\r\n\r\nHello")
    email = address()
    asked(api, email)
    mail = MAILBOX.wait(email)
    assert mail.recipients == [email]
    assert "Bcc" not in mail.message
    assert "Acme" in str(mail.message["Subject"])
    assert MAILBOX.mails("other@mail.example") == []


def test_sandbox_says_its_codes(sandbox: Api, deployment: Deployment) -> None:
    email, user, browser = address(), sandbox.create_user(), Browser()
    session = session_of(sandbox, user, user_email=email)
    command = ("session", "email-code", session["id"])
    assert "none was asked for" in deployment.server.run(*command).stderr
    page = browser.submit(browser.open(session["url"]))
    code = deployment.server.command(*command).strip()
    assert re.fullmatch(r"\d{6}", code)
    deadline = time.monotonic() + 10
    while not (said := re.findall(rf".*INFO.*{session['id']}.*", deployment.server.log.read_text(encoding="utf-8"))):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(said) == 1
    assert code in said[0]
    assert deployment.server.command(*command).strip() == code, "said again as long as it is valid"
    assert browser.submit(page, {"code": code}).state == BANKS
    assert deployment.server.run(*command).returncode != 0
    assert MAILBOX.mails(email) == []


def test_production_keeps_its_codes(tmp_path: Path, mailbox: Mailbox) -> None:
    deployment = Deployment(tmp_path, SETTINGS).start()
    try:
        api = requiring(deployment, "quiet")
        email, user, browser = address(), api.create_user(), Browser()
        mailbox.recipient = lambda address: f"451 4.3.0 <{address}> not now"
        session = session_of(api, user)
        page = browser.submit(browser.open(session["url"]), {"email": email})
        refused = deployment.server.run("session", "email-code", session["id"])
        assert refused.returncode != 0
        assert "production" in refused.stderr
        time.sleep(0.7)
        waiting = deployment.server.database.dump()
        mailbox.recipient = lambda _address: "250 OK"
        code = code_of(email)
        assert browser.submit(page, {"code": code}).state == BANKS
        stored = deployment.server.database.dump()
        log = deployment.server.log.read_text(encoding="utf-8")
        for secret in (code, email):
            assert secret not in log, secret
            for dump in (waiting, stored):
                assert secret.encode() not in dump, secret
                assert secret.encode().hex().encode() not in dump, secret
        assert "451" in log, "what the server answered is told by its code"
    finally:
        deployment.close()


def test_old_tab_is_led_on(production: Api) -> None:
    email = address()
    browser, page = begin(production, user_email=email)
    answering = browser.submit(page)
    code = code_of(email)
    assert browser.submit(answering, {"code": code}).state == BANKS
    for old in (page, answering):
        assert browser.submit(old, {"code": code}).state == BANKS
    MAILBOX.wait(email, 1)
