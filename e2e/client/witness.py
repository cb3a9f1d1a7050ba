"""Clients that write down every 201 they got, while the server is taken from them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from client.api import AGGREGATION, Api

# Requests of one client never come faster than this: a witness is not a load test.
PAUSE = 0.01


@dataclass
class Log:
    """What was acknowledged, and what was not."""

    users: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    # Answers other than 201.
    refusals: list[requests.Response] = field(default_factory=list)
    hang_ups: int = 0
    # When the last 201 came.
    last_at: float = 0.0


class Witness:
    """Some clients of one application that create users and sessions until they are told to stop."""

    def __init__(self, api: Api, clients: int = 3) -> None:
        self._api = api
        self._clients = clients
        self._stopped = threading.Event()
        self.logs = [Log() for _ in range(clients)]

    @contextmanager
    def at_work(self) -> Iterator[Witness]:
        threads = [threading.Thread(target=self._create, args=(log,), daemon=True) for log in self.logs]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            for thread in threads:
                thread.join(60)
        assert not any(thread.is_alive() for thread in threads), "a call that never ends"

    @property
    def users(self) -> list[str]:
        return [uuid for log in self.logs for uuid in log.users]

    @property
    def sessions(self) -> list[str]:
        return [url for log in self.logs for url in log.sessions]

    @property
    def hang_ups(self) -> int:
        return sum(log.hang_ups for log in self.logs)

    @property
    def refusals(self) -> list[requests.Response]:
        return [answer for log in self.logs for answer in log.refusals]

    def forget_refusals(self) -> None:
        for log in self.logs:
            log.refusals.clear()

    def wait_for_success(self, since: float, timeout: float) -> float | None:
        """How long after `since` something was created, or None."""
        while time.monotonic() < since + timeout:
            # What was asked for before may have been answered late: any answer counts that came after.
            if (last_at := max(log.last_at for log in self.logs)) > since:
                return last_at - since
            time.sleep(0.01)
        return None

    def _create(self, log: Log) -> None:
        api = Api(self._api.base, self._api.application)
        while not self._stopped.is_set():
            try:
                self._create_one(api, log)
            except requests.RequestException:
                log.hang_ups += 1
            time.sleep(PAUSE)

    def _create_one(self, api: Api, log: Log) -> None:
        created = self._answer(log, api.post(f"{AGGREGATION}/users", json={}))
        if created is None:
            return
        log.users.append(created["uuid"])
        token = self._answer(log, api.post(f"{AGGREGATION}/authorization/token", json={"user_uuid": created["uuid"]}))
        if token is None:
            return
        headers = api.headers(token["access_token"])
        body = {"user_email": "camille@mail.example"}
        session = self._answer(log, api.call("POST", f"{AGGREGATION}/connect-sessions", headers=headers, json=body))
        if session is not None:
            log.sessions.append(session["url"])

    def _answer(self, log: Log, answer: requests.Response) -> dict[str, str] | None:
        if answer.status_code != 201:
            log.refusals.append(answer)
            return None
        log.last_at = time.monotonic()
        body: dict[str, str] = answer.json()
        return body

    def check_all_readable(self) -> None:
        """Every user is in the list, and every session's URL opens."""
        assert self.users, "nothing was created at all"
        assert self.sessions, "no session was created at all"
        listed = {user["uuid"] for user in self._api.all(f"{AGGREGATION}/users?limit=500")}
        lost = set(self.users) - listed
        assert not lost, f"{len(lost)} of {len(self.users)} acknowledged users are lost"
        with requests.Session() as http:
            closed = [url for url in self.sessions if not http.get(url, timeout=30).ok]
        assert not closed, f"{len(closed)} of {len(self.sessions)} acknowledged sessions are lost"


def check_refusal(answer: requests.Response) -> None:
    """What a server says whose database is away: come again, and when."""
    assert answer.status_code == 503, f"{answer.status_code}: {answer.text}"
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["errors"][0]["code"]
