"""One receiver that is dead and one that is slow take nothing from the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import pytest

from client.api import AGGREGATION, Api
from client.deployment import Deployment
from client.receiver import Delivery
from client.server import Server, Settings

SETTINGS: Settings = {"webhooks.timeout_ms": 30_000, "webhooks.schedule_ms": [0, 1_000, 1_000, 1_000]}
RECEIVERS = 20
DEAD, SLOW = "dead", "slow"
# Events for each receiver in a round.
EVENTS = 30
LEAST_ROUNDS, MOST_ROUNDS = 4, 8
# What part of their rate the others keep.
KEPT = 0.9
# How long a receiver takes. Those that are well take long enough for the rate to be a matter of how many attempts run at
# once, and not of how fast this machine is.
WELL_SECONDS = 0.3
SLOW_SECONDS = 3.0


class Receivers:
    """A server without workers, applications with a receiver each, and a worker that is started when there is work."""

    def __init__(self, directory: Path, *, are_well: bool) -> None:
        directory.mkdir()
        self.deployment = Deployment(directory, SETTINGS, role="serve --no-workers")
        database, url = self.deployment.database, self.deployment.url
        self.worker = Server(directory / "worker", SETTINGS, database=database, public_url=url, role="worker")
        names = [DEAD, SLOW, *(f"good-{number}" for number in range(RECEIVERS - 2))]
        self.apis = [self.deployment.api(name) for name in names]
        self.deployment.start()
        self._are_well = are_well
        self._is_over = threading.Event()
        self.deployment.receiver.answer = self._answer
        self._events = 0

    def close(self) -> None:
        self._is_over.set()
        self.worker.kill()
        self.deployment.close()

    def make_backlog(self) -> None:
        """The events of the first two come first."""
        with ThreadPoolExecutor(4) as pool:
            for apis in (self.apis[:2], self.apis[2:]):
                list(pool.map(delete_users, apis))
        self._events += EVENTS
        self._is_over.clear()

    def seconds(self) -> float:
        """How long it takes to tell all others, from the first delivery of the backlog to the last."""
        times = sorted(delivery.received_at for api in self.apis[2:] for delivery in self._wait_for_all(api))
        round_ = times[-EVENTS * (RECEIVERS - 2) :]
        return round_[-1] - round_[0]

    def end_round(self) -> None:
        """Now the first two, so that the next round begins with an empty queue."""
        self._is_over.set()
        for api in self.apis[:2]:
            self._wait_for_all(api)
        deadline = time.monotonic() + 60
        while self.deployment.database.query("SELECT count(*) FROM deliveries WHERE delivered_at IS NULL") != [("0",)]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        self.worker.stop()

    def _wait_for_all(self, api: Api) -> list[Delivery]:
        """Its events of all rounds so far."""
        path = api.application.webhook_path
        arrived = self.deployment.receiver.wait(path, lambda deliveries: len(deliveries) >= self._events, 60)
        assert len(arrived) == self._events == len({delivery.webhook_id for delivery in arrived})
        return arrived

    def _answer(self, delivery: Delivery) -> tuple[int, dict[str, str]]:
        if not self._are_well and delivery.path == f"/hooks/{DEAD}":
            self._is_over.wait(60)
        elif not self._are_well and delivery.path == f"/hooks/{SLOW}":
            self._is_over.wait(SLOW_SECONDS)
        else:
            time.sleep(WELL_SECONDS)
        return 200, {}


def delete_users(api: Api) -> None:
    """As many events as users."""
    own = Api(api.base, api.application)
    for _ in range(EVENTS):
        created = own.post(f"{AGGREGATION}/users", json={}).json()
        assert own.delete(f"{AGGREGATION}/users/{created['uuid']}").status_code == 204


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Receivers, Receivers]]:
    well, bad = Receivers(tmp_path / "well", are_well=True), Receivers(tmp_path / "bad", are_well=False)
    yield well, bad
    well.close()
    bad.close()


@pytest.mark.long
@pytest.mark.timeout(400)
def test_the_others_keep_their_rate(both: tuple[Receivers, Receivers]) -> None:
    """Side by side with a server whose receivers are all well, so that both meet the same machine."""
    well, bad = both
    kept: list[float] = []
    while len(kept) < LEAST_ROUNDS or (median(kept) < KEPT and len(kept) < MOST_ROUNDS):
        for receivers in both:
            receivers.make_backlog()
        # Who starts first has the machine for itself at first: in turns.
        for receivers in both if len(kept) % 2 else reversed(both):
            receivers.worker.start(wait=False)
        kept.append(well.seconds() / bad.seconds())
        for receivers in both:
            receivers.end_round()
    assert median(kept) >= KEPT, kept
