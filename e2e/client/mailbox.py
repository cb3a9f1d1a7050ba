"""A mail server that keeps every mail as it came."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from client.server import free_port

# What it answers to a recipient; "250" takes it.
Recipient = Callable[[str], str]


@dataclass(frozen=True)
class Mail:
    """One mail, with what the connection was."""

    sender: str
    recipients: list[str]
    content: bytes
    is_encrypted: bool

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def text(self, kind: str) -> str:
        """What it says as `plain` or as `html`."""
        body = self.message.get_body((kind,))
        assert body, self.content
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def code(self) -> str:
        (code,) = re.findall(r"^ +(\d{6})$", self.text("plain"), re.MULTILINE)
        return str(code)


class Mailbox:
    """Listens on a port that stays its own while it is stopped; `recipient` decides who is taken."""

    def __init__(self) -> None:
        self.port = free_port()
        self.recipient: Recipient = lambda _address: "250 OK"
        self.logins: list[tuple[bytes, bytes]] = []
        self._mails: list[Mail] = []
        self._arrived = threading.Condition()
        self._controller: Controller | None = None

    def start(self, *, tls: Path | None = None, starttls: Path | None = None, login: bool = False) -> Mailbox:
        """Begins to listen: with TLS from the beginning, or by STARTTLS, with these certificates."""
        rest: dict[str, Any] = {}
        if starttls:
            rest |= {"tls_context": _context(starttls), "require_starttls": True}
        if login:
            rest |= {"authenticator": self._login, "auth_require_tls": starttls is not None}
        context = _context(tls) if tls else None
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ssl_context=context, **rest)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
        self._controller = None

    def mails(self, address: str) -> list[Mail]:
        with self._arrived:
            return [mail for mail in self._mails if address in mail.recipients]

    def wait(self, address: str, count: int = 1, timeout: float = 15.0) -> Mail:
        """The latest mail to an address, as soon as there are so many, and no more a moment later."""
        with self._arrived:
            arrived = lambda: sum(address in mail.recipients for mail in self._mails) >= count  # noqa: E731
            assert self._arrived.wait_for(arrived, timeout), f"no mail number {count} to {address}"
        time.sleep(0.05)
        mails = self.mails(address)
        assert len(mails) == count, f"{len(mails)} mails to {address}"
        return mails[-1]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.recipient(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        assert server.transport
        is_encrypted = server.transport.get_extra_info("ssl_object") is not None
        mail = Mail(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content, is_encrypted)
        with self._arrived:
            self._mails.append(mail)
            self._arrived.notify_all()
        return "250 OK"

    def _login(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=True)


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context
