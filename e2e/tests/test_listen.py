"""`passerelle listen`: events to a developer's own receiver, by a connection that the developer opens."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from standardwebhooks.webhooks import Webhook as StandardWebhook

from client.api import AGGREGATION, Api, ok
from client.deployment import Deployment
from client.listener import Listener
from client.receiver import Delivery, WebhookReceiver
from client.server import free_port

EVENTS = "/passerelle/v1/events"


@pytest.fixture
def laptop() -> Iterator[WebhookReceiver]:
    """The developer's receiver."""
    receiver = WebhookReceiver()
    yield receiver
    receiver.close()


@pytest.fixture
def api(deployment: Deployment, request: pytest.FixtureRequest) -> Api:
    """An application of the test's own."""
    return deployment.api(request.node.name)


def delete_user(api: Api) -> str:
    user = api.create_user()
    assert api.delete(f"{AGGREGATION}/users/{user.uuid}").status_code == 204
    return user.uuid


def heard(laptop: WebhookReceiver, count: int, path: str = "/hooks") -> list[str]:
    """The users that the receiver heard of, as soon as there are so many; and a moment later there are no more."""
    laptop.wait(path, lambda deliveries: len(deliveries) >= count)
    time.sleep(0.3)
    return [delivery.content["user_uuid"] for delivery in laptop.deliveries(path)]


def begun(listener: Listener) -> Listener:
    """As soon as it asks for what happens from now on."""
    listener.wait_for("webhook_secret")
    time.sleep(0.5)
    return listener


def test_forwarded(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    """What happens from now on, with both signatures, as a webhook gets it; a line for each; Ctrl+C ends well."""
    delete_user(api)
    with begun(Listener(deployment.server, api, laptop.url("/hooks"))) as listener:
        user = delete_user(api)
        assert heard(laptop, 1) == [user]
        (delivery,) = laptop.deliveries("/hooks")
        secret = listener.wait_for("webhook_secret").split()[1]
        whsec = listener.wait_for("whsec_").split()[0]
        delivery.verify(secret)
        assert StandardWebhook(whsec).verify(delivery.body, dict(delivery.headers)) == delivery.event
        line = listener.wait_for(delivery.webhook_id)
        assert "user.deleted" in line
        assert "200 in" in line
        assert listener.stop() == 0
        assert "Arrived: 1, given up: 0" in listener.text()
    # Byte by byte what the webhook got, under the same id.
    path = api.application.webhook_path
    sent = deployment.receiver.wait(path, lambda deliveries: len(deliveries) >= 2)[1]
    assert (sent.body, sent.webhook_id) == (delivery.body, delivery.webhook_id)
    # The secret is the same each time, and none of the application's others.
    with Listener(deployment.server, api, laptop.url("/hooks")) as again:
        assert again.wait_for("webhook_secret").split()[1] == secret
        assert again.stop(signal.SIGTERM) == 0
    assert secret not in {api.application.webhook_secret, api.application.client_secret}


def test_own_secret(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    where = (deployment.server, api, laptop.url("/hooks"), "--secret", "kept in a file", "--json")
    with begun(Listener(*where)) as listener:
        delete_user(api)
        heard(laptop, 1)
        (delivery,) = laptop.deliveries("/hooks")
        delivery.verify("kept in a file")
        listener.wait_for(delivery.webhook_id)
        welcome, attempt = listener.printed()
        assert welcome["webhook_secret"] == "kept in a file"
        assert (attempt["id"], attempt["type"], attempt["status_code"]) == (delivery.webhook_id, "user.deleted", 200)
        assert attempt["attempt"] == 1
        assert 0 <= attempt["duration_ms"] < 5000
        assert listener.stop() == 0


def test_server_restarts(deployment: Deployment, laptop: WebhookReceiver, api: Api) -> None:
    """Before, while and after it is away: nothing is lost, nothing comes twice, and the order holds."""
    with begun(Listener(deployment.server, api, laptop.url("/hooks"))) as listener:
        users = [delete_user(api) for _ in range(3)]
        deployment.server.stop()
        listener.wait_for("can't be asked")
        deployment.server.start()
        users += [delete_user(api) for _ in range(3)]
        deployment.server.kill()
        deployment.server.start()
        users += [delete_user(api) for _ in range(3)]
        assert heard(laptop, 9) == users
        assert "Going on." in listener.text()
        assert listener.stop() == 0


def test_more_than_a_page(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    """From the first that is kept: more than are pulled at once, in their order."""
    users = [delete_user(api) for _ in range(120)]
    with Listener(deployment.server, api, laptop.url("/hooks"), "--from", "start") as listener:
        assert heard(laptop, 120) == users
        assert listener.stop() == 0


def test_failing_receiver(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    """Tried again, then given up for the next; the line says how to have it again, under the same id."""
    answers = iter([500, 302, 200])

    def answer(delivery: Delivery) -> tuple[int, dict[str, str]]:
        return (next(answers), {}) if delivery.path == "/hooks" else (503, {})

    laptop.answer = answer
    with begun(Listener(deployment.server, api, laptop.url("/hooks"))) as listener:
        user = delete_user(api)
        assert heard(laptop, 3) == [user] * 3
        assert len({delivery.webhook_id for delivery in laptop.deliveries("/hooks")}) == 1
        assert "again in 50 ms" in listener.wait_for("500 in")
        assert "again in 50 ms" in listener.wait_for("302 in")
        assert "again" not in listener.wait_for("200 in")
        assert listener.stop() == 0
    with begun(Listener(deployment.server, api, laptop.url("/always"))) as listener:
        users = [delete_user(api), delete_user(api)]
        assert heard(laptop, 6, "/always") == [users[0]] * 3 + [users[1]] * 3
        cursor = listener.wait_for("given up: --from").split("--from ")[1].split()[0]
        assert listener.stop() == 0
        assert "Arrived: 0, given up: 2" in listener.text()
        behind = listener.wait_for("goes on here").split()[1]
    with Listener(deployment.server, api, laptop.url("/again"), "--from", cursor):
        assert heard(laptop, 6, "/again") == [users[0]] * 3 + [users[1]] * 3
    laptop.answer = lambda _: (200, {})
    third = delete_user(api)
    with Listener(deployment.server, api, laptop.url("/behind"), "--from", behind):
        assert heard(laptop, 1, "/behind") == [third]


def test_slow_receiver(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    """Who takes too long has failed."""

    def slow(_: Delivery) -> tuple[int, dict[str, str]]:
        time.sleep(0.4)
        return 200, {}

    laptop.answer = slow
    with begun(Listener(deployment.server, api, laptop.url("/hooks"), "--timeout-ms", "100")) as listener:
        delete_user(api)
        assert "no answer in time" in listener.wait_for("given up")
        assert listener.stop() == 0


def test_receiver_comes_later(deployment: Deployment, api: Api) -> None:
    """While nobody listens at the URL, events wait, and none is given up."""
    port = free_port()
    with begun(Listener(deployment.server, api, f"http://127.0.0.1:{port}/hooks")) as listener:
        users = [delete_user(api), delete_user(api)]
        listener.wait_for("can't be reached")
        time.sleep(0.5)
        laptop = WebhookReceiver(port)
        try:
            assert heard(laptop, 2) == users
            assert listener.stop() == 0
        finally:
            laptop.close()


def test_filter(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    where = (deployment.server, api, laptop.url("/hooks"))
    with begun(Listener(*where, "--events", "item.created,item.deleted")), begun(Listener(*where)):
        user = delete_user(api)
        assert heard(laptop, 1) == [user], "by the one that wants all"


def test_from_a_time(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    delete_user(api)
    time.sleep(0.05)
    later = delete_user(api)
    at = ok(api.get(EVENTS))["resources"][1]["created_at"]
    with Listener(deployment.server, api, laptop.url("/hooks"), "--from", at):
        assert heard(laptop, 1) == [later]


def test_refused(deployment: Deployment, api: Api, laptop: WebhookReceiver) -> None:
    """What no waiting mends ends at once, with 1; what is typed wrong with 2."""
    url = laptop.url("/hooks")
    with Listener(deployment.server, api, url, secret="sandbox_secret_of_nobody") as listener:
        assert listener.exit_code() == 1
        listener.wait_for("401")
    with Listener(deployment.server, api, url, "--from", "bm9uZQ") as listener:
        assert listener.exit_code() == 1
        listener.wait_for("cursor")
    with _page() as elsewhere, Listener(deployment.server, api, url, url=elsewhere) as listener:
        assert listener.exit_code() == 1
        listener.wait_for("--server")
    with Listener(deployment.server, api, "localhost:3000") as listener:
        assert listener.exit_code() == 2
        listener.wait_for("--forward-to")
    for wrong in (("--from", "no/where"), ("--secret", "whsec_YQ==")):
        with Listener(deployment.server, api, url, *wrong) as listener:
            assert listener.exit_code() == 2
            listener.wait_for(wrong[0])
    with Listener(deployment.server, api, url, "--event", "item.renamed") as listener:
        assert listener.exit_code() == 2
        listener.wait_for("item.refreshed")


@contextmanager
def _page() -> Iterator[str]:
    """The URL of a server that is no Passerelle."""
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_latest(api: Api) -> None:
    """The endpoint says where the list ends, also before the first event; and goes on from there."""
    for expected in (1, 2):
        page = ok(api.get(f"{EVENTS}?after=latest&limit=7"))
        assert page["resources"] == []
        following = page["pagination"]["next_uri"]
        assert "limit=7" in following
        assert ok(api.get(following))["resources"] == []
        users = [delete_user(api) for _ in range(expected)]
        assert [event["body"] for event in ok(api.get(following))["resources"] if event["body"].find(users[0]) > 0]
        assert len(ok(api.get(following))["resources"]) == expected
