"""`passerelle doctor`: each fault of a server's surroundings is found, with what to do; and looking changes nothing."""

from __future__ import annotations

import base64
import json
import os
import pwd
import secrets
import shutil
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from client.certificates import certificate, signed
from client.database import POSTGRES, Sqlite
from client.deployment import Deployment
from client.doctor import Report, doctor
from client.mailbox import Mailbox
from client.server import Server, free_port


def look(server: Server, *more: str, **environment: str) -> Report:
    """As the operator of that server does."""
    where = [] if "--database" in more else server.database.arguments()
    where += [] if "--public-url" in more else ["--public-url", server.url]
    return doctor(*where, *more, **environment)


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path).start()
    yield deployment
    deployment.close()


def test_well(deployment: Deployment) -> None:
    """Nothing failed: 0; and no event, key or row came of it."""
    deployment.server.command("trigger", "item.created", "--client-id", deployment.documented.application.client_id)
    deployment.receiver.wait("/hooks/documented", lambda deliveries: len(deliveries) == 1)
    deployment.server.stop()
    deployment.server.start()
    before = (
        deployment.server.database.query("SELECT * FROM events"),
        len(deployment.receiver.deliveries("/hooks/documented")),
    )
    report = look(deployment.server)
    assert report.code == 0
    verdicts = {check["name"]: check["verdict"] for check in report.checks}
    expected = {"configuration", "public URL", "server", "mail", "database", "schema", "clock", "key ring"}
    assert expected <= {name for name, verdict in verdicts.items() if verdict == "ok"}, report.checks
    if not POSTGRES:
        assert {verdicts[name] for name in ("disk", "writable", "integrity", "journal")} == {"ok"}
    webhooks = [check for check in report.checks if check["name"].startswith("webhook ")]
    assert len(webhooks) == 2
    assert all(deployment.receiver.url("/hooks/") in check["seen"] for check in webhooks)
    assert "sealed" in report["key ring"]["seen"]
    after = (
        deployment.server.database.query("SELECT * FROM events"),
        len(deployment.receiver.deliveries("/hooks/documented")),
    )
    assert after == before
    # For people: a line each, with the same words.
    printed = deployment.server.command("doctor", "--public-url", deployment.server.url)
    assert all(check["seen"] in printed for check in report.checks if check["name"] not in {"clock", "disk"})


def test_nothing_is_made(tmp_path: Path, deployment: Deployment) -> None:
    """No file, no table: a database that is not there is told, not made; one of before is not brought up to date."""
    missing = tmp_path / "empty" / "passerelle.db"
    missing.parent.mkdir()
    report = look(deployment.server, "--database", f"sqlite:{missing}")
    report.failed("database", str(missing), "migrate")
    report.warned("key ring", f"{missing}.key")
    assert list(missing.parent.iterdir()) == []


@pytest.mark.sqlite
def test_schema(deployment: Deployment) -> None:
    deployment.server.stop()
    assert isinstance(deployment.server.database, Sqlite)
    path = deployment.server.database.path
    with sqlite3.connect(path) as connection:
        (latest,) = connection.execute("SELECT max(version) FROM refinery_schema_history").fetchone()
        connection.execute("DELETE FROM refinery_schema_history WHERE version = ?", (latest,))
    report = look(deployment.server)
    report.warned("schema", f"version {latest - 1}", f"knows {latest}", "passerelle migrate")
    with sqlite3.connect(path) as connection:
        row = (latest + 1, "later", "2026-01-12T09:30:00Z", "1")
        connection.execute("INSERT INTO refinery_schema_history VALUES (?, ?, ?, ?)", row)
    look(deployment.server).failed("schema", f"version {latest + 1}", "newer")


def test_configuration(tmp_path: Path, deployment: Deployment) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[connect]\nidel_ms = 1\n", encoding="utf-8")
    look(deployment.server, "--config", str(path)).failed("configuration", "idel_ms")
    look(deployment.server, "--database", "mysql://x").failed("configuration", "database.url")


@pytest.mark.sqlite
def test_damaged_database(deployment: Deployment) -> None:
    deployment.server.stop()
    assert isinstance(deployment.server.database, Sqlite)
    path = deployment.server.database.path
    content = bytearray(path.read_bytes())
    # All pages behind the first few, where tables are listed.
    start = 4096 * 8
    content[start:] = bytes(byte ^ 0x55 for byte in content[start:])
    path.write_bytes(content)
    report = look(deployment.server)
    name = "integrity" if any(check["name"] == "integrity" for check in report.checks) else "database"
    report.failed(name, "backup")
    path.write_bytes(b"this is no database" * 1000)
    look(deployment.server).failed("database", "backup")


@pytest.mark.sqlite
def test_journal(deployment: Deployment) -> None:
    deployment.server.stop()
    assert isinstance(deployment.server.database, Sqlite)
    with sqlite3.connect(deployment.server.database.path) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    look(deployment.server).warned("journal", "delete", "WAL")


@pytest.mark.sqlite
def test_clock_of_the_past(deployment: Deployment) -> None:
    """Events of tomorrow: the clock was set back."""
    deployment.server.command("trigger", "TEST_EVENT", "--client-id", deployment.documented.application.client_id)
    assert isinstance(deployment.server.database, Sqlite)
    with sqlite3.connect(deployment.server.database.path, timeout=20) as connection:
        connection.execute("UPDATE events SET created_at = created_at + 86400000000")
    look(deployment.server).failed("clock", "before the latest event", "NTP")


def test_keys(deployment: Deployment) -> None:
    """Gone, of another database, one too few, readable by others, damaged."""
    ring = deployment.server.database.key_path
    deployment.server.command("keys", "rotate")
    right = ring.read_text(encoding="ascii")
    (first, second) = right.splitlines()
    another = new_key()
    for content, words in (
        (f"{first}\n", ("key 2 seals 2 values", "no such key")),
        (f"{first}\n2 {another}\n", ("key 2 seals 2 values", "another key")),
        ("nonsense\n", ("damaged",)),
    ):
        ring.write_text(content, encoding="ascii")
        look(deployment.server).failed("key ring", *words)
    ring.write_text(right, encoding="ascii")
    ring.chmod(0o644)
    look(deployment.server).failed("key ring", "chmod 600")
    ring.chmod(0o600)
    assert look(deployment.server)["key ring"]["verdict"] == "ok"
    ring.unlink()
    look(deployment.server).failed("key ring", "2 values are sealed", "copy back")
    assert not ring.exists(), "looking made none"
    ring.write_text(right, encoding="ascii")
    ring.chmod(0o600)
    assert second in right


def new_key() -> str:
    """A key that sealed nothing."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.mark.sqlite
def test_disk(deployment: Deployment) -> None:
    report = look(deployment.server, "--min-free-mib", str(10**12))
    report.failed("disk", f"{10**12} MiB", "make room")


@pytest.mark.sqlite
def test_not_writable(deployment: Deployment) -> None:
    """For a user who may read all of it and write nothing."""
    deployment.server.stop()
    folder = Path(tempfile.mkdtemp(prefix="doctor-"))
    try:
        assert isinstance(deployment.server.database, Sqlite)
        path = folder / "passerelle.db"
        shutil.copy(deployment.server.database.path, path)
        shutil.copy(deployment.server.binary, folder / "passerelle")
        # Root may write everything.
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        path.chmod(0o444)
        folder.chmod(0o555)
        command = [str(folder / "passerelle"), "doctor", "--database", f"sqlite:{path}", "--json"]
        as_user: Any = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd="/", **as_user)
        Report(done.returncode, json.loads(done.stdout)).failed("writable", str(path), "Permission denied")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_unreachable_webhook(deployment: Deployment) -> None:
    """A closed port; a name that is none; private addresses where they are closed; one that is switched off."""
    server, client = deployment.server, deployment.documented.application.client_id
    port = free_port()
    for url in (f"http://127.0.0.1:{port}/hooks", "https://receiver.invalid/hooks"):
        server.command("webhook", "create", "--client-id", client, "--url", url)
    listed = json.loads(server.command("webhook", "list", "--client-id", client, "--json"))
    own, closed, nowhere = (f"webhook {webhook['id']}" for webhook in listed)
    report = look(server)
    report.failed(closed, f"127.0.0.1:{port}", "onnection refused")
    report.failed(nowhere, "receiver.invalid")
    assert report[own]["verdict"] == "ok"
    public = look(server, PASSERELLE__OUTBOUND__ALLOW_PRIVATE="false")
    public.failed(own, "not allowed", "outbound.allow_private")
    server.command("webhook", "update", str(listed[1]["id"]), "--disable")
    assert "switched off" in look(server)[closed]["seen"]


def test_webhook_off(deployment: Deployment) -> None:
    """Its receiver did not want any more: whoever forgot it is told."""
    api = deployment.documented
    deployment.receiver.answer = lambda _: (410, {})
    deployment.server.command("trigger", "TEST_EVENT", "--client-id", api.application.client_id)
    deadline = time.monotonic() + 10
    while True:
        listed = deployment.server.command("webhook", "list", "--client-id", api.application.client_id, "--json")
        (webhook,) = json.loads(listed)
        if not webhook["is_enabled"]:
            break
        assert time.monotonic() < deadline
        time.sleep(0.05)
    look(deployment.server).warned(f"webhook {webhook['id']}", "gone", "webhook enable")


def test_callbacks(deployment: Deployment) -> None:
    """Browsers go there: a host that can't be reached is a warning; patterns and `localhost` can't be tried."""
    server, client = deployment.server, deployment.documented.application.client_id
    for domain in ("*.app.invalid", "shop.invalid"):
        server.command("app", "update", client, "--add-redirect-domain", domain)
    report = look(server)
    report.warned("callback shop.invalid", "https://shop.invalid/")
    for untried in ("callback *.app.invalid", "callback localhost"):
        assert report[untried]["verdict"] == "ok"


def test_certificate(tmp_path: Path, deployment: Deployment) -> None:
    """A receiver whose certificate nobody signed; then one whose authority is known. Neither is asked anything."""
    authority = certificate(tmp_path, "authority", "-x509")
    pem = signed(tmp_path, "receiver", authority)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, pem.with_suffix(".key"))
    asked = []

    class Handler(SimpleHTTPRequestHandler):
        def parse_request(self) -> bool:
            is_one = super().parse_request()
            asked.append(self.requestline)
            return is_one

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that trusts nobody hangs up."""

    with Quiet(("127.0.0.1", 0), Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        url = f"https://localhost:{http.server_address[1]}/hooks"
        client = deployment.documented.application.client_id
        created = json.loads(
            deployment.server.command("webhook", "create", "--client-id", client, "--url", url, "--json")
        )
        name = f"webhook {created['id']}"
        look(deployment.server).failed(name, "certificate")
        assert look(deployment.server, SSL_CERT_FILE=str(authority))[name]["verdict"] == "ok"
        http.shutdown()
    assert asked == []


def test_public_url(deployment: Deployment) -> None:
    server = deployment.server
    look(server, "--public-url", "http://connect.acme.invalid").failed("public URL", "https")
    look(server, "--public-url", "https://connect.acme.invalid").failed("server", "connect.acme.invalid", "proxy")
    look(server, "--public-url", deployment.receiver.url("/")).failed("server", "not Passerelle")
    look(server, "--public-url", f"http://localhost:{free_port()}").warned("server", "start the server")


def test_mail(tmp_path: Path, deployment: Deployment) -> None:
    """Up to the login: closed, then open, then with a wrong certificate. No mail is sent."""
    server, mailbox = deployment.server, Mailbox()
    settings = {
        "PASSERELLE__MAIL__FROM": "no-reply@acme.example",
        "PASSERELLE__MAIL__HOST": "localhost",
        "PASSERELLE__MAIL__PORT": str(mailbox.port),
        "PASSERELLE__MAIL__ENCRYPTION": "none",
        "PASSERELLE__MAIL__TIMEOUT_MS": "3000",
    }
    look(server, **settings).failed("mail", "connection", "mail.host")
    half = {name: value for name, value in settings.items() if not name.endswith("FROM")}
    look(server, **half).failed("mail", "mail.from")
    mailbox.start()
    try:
        assert look(server, **settings)["mail"]["verdict"] == "ok"
    finally:
        mailbox.stop()
    mailbox.start(tls=certificate(tmp_path, "mail", "-x509"))
    try:
        look(server, **settings | {"PASSERELLE__MAIL__ENCRYPTION": "tls"}).failed("mail", "certificate")
    finally:
        mailbox.stop()
    assert mailbox.mails("camille@mail.example") == []


def test_mail_is_needed(deployment: Deployment) -> None:
    api = deployment.api("validates", ["app.example"], sandbox=False)
    client = api.application.client_id
    # The command would refuse it: the mail server was taken out of the configuration later.
    mail = {"PASSERELLE__MAIL__FROM": "no-reply@acme.example", "PASSERELLE__MAIL__HOST": "mail.invalid"}
    own = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")} | mail
    command = [deployment.server.binary, "app", "update", client, "--email-validation", "required"]
    subprocess.run([*command, *deployment.server.database.arguments()], env=own, timeout=60, check=True)
    look(deployment.server).failed("mail", client, "mail.host")


def test_no_postgres(tmp_path: Path, deployment: Deployment) -> None:
    """A server that is not there, and one that is none."""
    key = ("--key-file", str(tmp_path / "passerelle.key"))
    where = ("--database", f"postgres://passerelle:hidden@127.0.0.1:{free_port()}/bank", *key)
    report = look(deployment.server, *where)
    report.failed("database", "127.0.0.1/bank", "database.url")
    assert "hidden" not in json.dumps(report.checks)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        where = ("--database", f"postgres://passerelle@127.0.0.1:{port}/bank?connect_timeout=1", *key)
        look(deployment.server, *where).failed("database", "127.0.0.1/bank")
    look(deployment.server, "--database", "postgres://passerelle@127.0.0.1/bank").failed("configuration", "key_file")


@pytest.mark.postgres
def test_read_only_postgres(deployment: Deployment) -> None:
    """A server that takes no writes."""
    url = deployment.server.database.url.replace("options=", "options=-c%20default_transaction_read_only%3Don%20")
    arguments = deployment.server.database.arguments()
    look(deployment.server, *("--database", url), *arguments[2:]).failed("database", "no writes")
