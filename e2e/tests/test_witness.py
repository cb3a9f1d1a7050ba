"""Whatever was acknowledged is there afterwards, however often the server dies."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.cluster import Cluster
from client.database import Postgres
from client.deployment import Deployment
from client.server import Settings
from client.witness import Witness, check_refusal

# The lease of a delivery, twice the receiver's time, outlives a server that died only for so long.
SETTINGS: Settings = {"webhooks.timeout_ms": 500, "webhooks.schedule_ms": [0, 200, 200, 200, 500, 500]}
# In parts that run side by side.
KILLS, PARTS = 100, 2
# How soon the server works again when its database does.
BACK_AFTER_AT_MOST = 5.0


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, SETTINGS)
    yield deployment
    deployment.close()


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=pytest.mark.xdist_group(f"witness-{n}")) for n in range(1, PARTS + 1)]
)
def test_server_killed(deployment: Deployment, part: int) -> None:
    """SIGKILL at moments that nobody chose, while users and sessions are created."""
    moments = random.Random(part)
    deployment.start()
    with Witness(deployment.documented).at_work() as witness:
        for _ in range(KILLS // PARTS):
            time.sleep(moments.uniform(0.02, 0.2))
            deployment.server.kill()
            deployment.server.start()
    assert [answer.status_code for answer in witness.refusals] == [], "a server is there and creates, or is not there"
    witness.check_all_readable()


@pytest.mark.postgres
@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=pytest.mark.xdist_group(f"witness-postgres-{n}")) for n in range(1, PARTS + 1)]
)
def test_database_killed(tmp_path: Path, part: int) -> None:
    """The same with PostgreSQL: the server stays up, says that it can't for a moment, and can soon after."""
    moments = random.Random(part)
    cluster = Cluster()
    deployment = Deployment(tmp_path, SETTINGS, database=Postgres(tmp_path, cluster.url)).start()
    try:
        with Witness(deployment.documented).at_work() as witness:
            for _ in range(KILLS // PARTS):
                time.sleep(moments.uniform(0.02, 0.2))
                cluster.stop_at_once()
                time.sleep(moments.uniform(0.0, 0.1))
                cluster.start()
                back = witness.wait_for_success(time.monotonic(), 10)
                assert back is not None, deployment.server.tail()
                assert back < BACK_AFTER_AT_MOST
        assert witness.hang_ups == 0, "the server stayed up"
        assert witness.refusals, "fifty outages, and nobody noticed one"
        for refusal in witness.refusals:
            check_refusal(refusal)
        witness.check_all_readable()
    finally:
        deployment.close()
        cluster.close()


def test_killed_between_commit_and_send(deployment: Deployment) -> None:
    """Users deleted while the receiver refuses; the server dies, and every one is told of once it is back."""
    api = deployment.documented
    deployment.receiver.answer = lambda _delivery: (503, {})
    deployment.server.start()
    users = [api.create_user() for _ in range(20)]
    for user in users:
        assert api.delete(f"/v3/aggregation/users/{user.uuid}").status_code == 204
    deployment.server.kill()
    deployment.receiver.answer = lambda _delivery: (200, {})
    before = len(deployment.receiver.deliveries(api.application.webhook_path))

    deployment.server.start()

    told = {user.uuid for user in users}
    deliveries = deployment.receiver.wait(
        api.application.webhook_path, lambda d: {e.content["user_uuid"] for e in d[before:]} >= told
    )
    ids = defaultdict(set)
    for delivery in deliveries:
        delivery.verify(api.application.webhook_secret)
        ids[delivery.content["user_uuid"]].add(delivery.webhook_id)
    assert set(ids) == told
    assert all(len(found) == 1 for found in ids.values())
    assert {d.content["user_uuid"] for d in deliveries[before:]} == told
