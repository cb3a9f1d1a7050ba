"""`passerelle doctor receiver`: a good receiver passes; of each bad one it says what is wrong, and what to do."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator

import pytest
from standardwebhooks.webhooks import Webhook as StandardWebhook
from standardwebhooks.webhooks import WebhookVerificationError

from client.doctor import Report, doctor
from client.receiver import Answer, Delivery, WebhookReceiver
from client.server import free_port
from client.signature import bridge_signature, standard_signature

SECRET = "644b2ac3-0797-4ec6-9537-cb5c0af9caf9"
WHSEC = "whsec_NjQ0YjJhYzMtMDc5Ny00ZWM2LTk1MzctY2I1YzBhZjljYWY5"
CHECKS = [
    "good signature",
    "bad signature",
    "changed body",
    "no signature",
    "old message",
    "twice",
    "other order",
]


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    receiver = WebhookReceiver()
    yield receiver
    receiver.close()


def look(url: str, *more: str, secret: str = SECRET) -> Report:
    return doctor("receiver", url, *more, PASSERELLE_WEBHOOK_SECRET=secret)


def only_failure(receiver: WebhookReceiver, answer: Answer, name: str, *words: str) -> Report:
    """Of what was looked at, that alone is wrong."""
    receiver.answer = answer
    report = look(receiver.url("/hooks"))
    report.failed(name, *words)
    others = [check for check in report.checks if check["name"] != name]
    assert {check["verdict"] for check in others} <= {"ok"}, report.checks
    return report


def is_standard(delivery: Delivery) -> bool:
    """As the library of Standard Webhooks says, time included."""
    try:
        StandardWebhook(WHSEC).verify(delivery.body, dict(delivery.headers))
    except WebhookVerificationError:
        return False
    return True


def is_bridge(delivery: Delivery) -> bool:
    return bridge_signature(SECRET, delivery.body) in delivery.headers.get("bridgeapi-signature", "").split(",")


def good(delivery: Delivery) -> tuple[int, dict[str, str]]:
    """Checks both."""
    return (200 if is_standard(delivery) and is_bridge(delivery) else 401), {}


def test_good(receiver: WebhookReceiver) -> None:
    receiver.answer = good
    report = look(receiver.url("/hooks"))
    assert report.code == 0
    assert [(check["name"], check["verdict"]) for check in report.checks] == [(name, "ok") for name in CHECKS]
    sent = receiver.deliveries("/hooks")
    kinds = [delivery.type for delivery in sent]
    assert kinds[-2:] == ["item.refreshed", "item.created"]
    assert sent[-2].timestamp > sent[-1].timestamp, "in the other order"
    assert sent[-3].webhook_id == sent[-4].webhook_id
    assert sent[-3].body == sent[-4].body
    assert len({delivery.webhook_id for delivery in sent}) == len(sent) - 2, "twice, and a body changed or unsigned"


def test_good_by_standard_webhooks_alone(receiver: WebhookReceiver) -> None:
    receiver.answer = lambda delivery: (204 if is_standard(delivery) else 400, {})
    assert look(receiver.url("/hooks")).code == 0


def test_good_by_bridge_alone(receiver: WebhookReceiver) -> None:
    """Bridge's signature has no time: a warning, for that is no fault of the receiver's."""
    receiver.answer = lambda delivery: (200 if is_bridge(delivery) else 403, {})
    report = look(receiver.url("/hooks"))
    report.warned("old message", "no time", "webhook-timestamp")
    assert report.code == 0
    assert {check["verdict"] for check in report.checks if check["name"] != "old message"} == {"ok"}


def test_takes_everything(receiver: WebhookReceiver) -> None:
    report = look(receiver.url("/hooks"))
    for name in ("bad signature", "changed body", "no signature", "old message"):
        report.failed(name)
    assert "anybody" in report["bad signature"]["seen"]


def test_takes_the_unsigned(receiver: WebhookReceiver) -> None:
    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        return (200, {}) if "webhook-signature" not in delivery.headers else good(delivery)

    only_failure(receiver, answer, "no signature", "401")


def test_looks_at_no_time(receiver: WebhookReceiver) -> None:
    """Checks the signatures as they should be, whenever they were made."""

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        seconds = delivery.headers.get("webhook-timestamp", "")
        expected = standard_signature(SECRET, delivery.webhook_id, seconds, delivery.body)
        return (200 if delivery.headers.get("webhook-signature") == expected else 401), {}

    only_failure(receiver, answer, "old message", "five minutes")


def test_signs_what_it_parsed(receiver: WebhookReceiver) -> None:
    """Takes every body for the documented test event, whose signature it knows."""

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        if delivery.type != "TEST_EVENT":
            return good(delivery)
        body = delivery.body.replace(b"1234567891", b"1234567890")
        return good(Delivery(delivery.path, delivery.headers, body, delivery.received_at))

    only_failure(receiver, answer, "changed body", "raw body")


def test_refuses_doubles(receiver: WebhookReceiver) -> None:
    known = set()

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        status, headers = good(delivery)
        if status == 200 and delivery.webhook_id in known:
            return 409, {}
        known.add(delivery.webhook_id if status == 200 else "")
        return status, headers

    only_failure(receiver, answer, "twice", "409", "webhook-id")


def test_wants_its_order(receiver: WebhookReceiver) -> None:
    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        return (404, {}) if delivery.type == "item.refreshed" else good(delivery)

    only_failure(receiver, answer, "other order", "404", "item.created")


@pytest.mark.parametrize(("status", "words"), [(401, "secret"), (302, "redirects"), (500, "log")])
def test_refuses_what_is_good(receiver: WebhookReceiver, status: int, words: str) -> None:
    """Then nothing else would say anything."""
    receiver.answer = lambda _: (status, {"location": "/elsewhere"} if status == 302 else {})
    report = look(receiver.url("/hooks"))
    report.failed("good signature", str(status), words)
    assert len(receiver.deliveries("/hooks")) == 1


def test_another_secret(receiver: WebhookReceiver) -> None:
    receiver.answer = good
    look(receiver.url("/hooks"), secret="another").failed("good signature", "401", "secret")


def test_slow(receiver: WebhookReceiver) -> None:
    def slow(_: Delivery) -> tuple[int, dict[str, str]]:
        time.sleep(0.5)
        return 200, {}

    receiver.answer = slow
    look(receiver.url("/hooks"), "--timeout-ms", "100").failed("good signature", "in time", "work afterwards")


def test_fails_where_it_should_refuse(receiver: WebhookReceiver) -> None:
    receiver.answer = lambda delivery: (200 if good(delivery)[0] == 200 else 500, {})
    report = look(receiver.url("/hooks"))
    for name in ("bad signature", "changed body", "no signature"):
        report.warned(name, "500", "401")
    assert report.code == 0


def test_nobody() -> None:
    look(f"http://127.0.0.1:{free_port()}/hooks").failed("good signature", "onnection refused")
    report = look("http://receiver.invalid/hooks")
    report.failed("URL", "https")


def test_secret_is_needed(receiver: WebhookReceiver) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    for more in ((), ("--secret", WHSEC)):
        command = [os.environ["PASSERELLE_BIN"], "doctor", "receiver", receiver.url("/hooks"), *more]
        done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert "--secret" in done.stderr
