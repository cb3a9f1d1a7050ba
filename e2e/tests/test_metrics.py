"""What an operator reads of a connected bank."""

from __future__ import annotations

import re
import time

import requests

from client.api import Api, User
from client.deployment import Deployment
from client.flow import NEW_ITEM_EVENTS, add_item
from client.server import Settings

SETTINGS: Settings = {"metrics.listen": "127.0.0.1:0", "metrics.sample_ms": 20}


def base(deployment: Deployment) -> str:
    """Where the server says that metrics are."""
    said = re.search(r"at (http://127\.0\.0\.1:\d+)/metrics", deployment.server.log.read_text(encoding="utf-8"))
    assert said, deployment.server.tail()
    return said[1]


def samples(deployment: Deployment) -> dict[str, float]:
    """The series that count or measure, with their labels."""
    answer = requests.get(f"{base(deployment)}/metrics", timeout=10)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {series: float(value) for series, _, value in (line.rpartition(" ") for line in lines)}


def test_flow_is_counted(deployment: Deployment, api: Api, user: User) -> None:
    item = add_item(api, user)
    deployment.events(api, user, NEW_ITEM_EVENTS)
    expected = {
        'passerelle_flow_steps_total{state="authenticating"}': 1,
        'passerelle_flow_steps_total{state="choosing_accounts"}': 1,
        'passerelle_flow_steps_total{state="synchronising"}': 1,
        'passerelle_flow_steps_total{state="succeeded"}': 1,
        'passerelle_synchronisations_total{trigger="connect",status="0"}': 2,
        'passerelle_job_runs_total{kind="authenticate",outcome="done"}': 1,
        'passerelle_job_runs_total{kind="first_sync",outcome="done"}': 1,
        'passerelle_job_runs_total{kind="full_sync",outcome="done"}': 1,
        'passerelle_jobs_waiting{kind="refresh"}': 0,
    }
    deadline = time.monotonic() + 10
    while (found := samples(deployment)).get('passerelle_job_runs_total{kind="full_sync",outcome="done"}') != 1:
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    for series, value in expected.items():
        assert found.get(series) == value, f"{series} in {found}"
    # One for each event, counted after its receiver knows it.
    for series in ('passerelle_delivery_attempts_total{outcome="delivered"}', "passerelle_delivery_delay_seconds_count"):
        assert found[series] > 0
    for series in found:
        assert str(item["id"]) not in series
        assert user.uuid not in series
    routes = {match[1] for series in found if (match := re.search(r'route="([^"]*)"', series))}
    assert {"/session/{token}", "/v3/aggregation/connect-sessions", "/v3/aggregation/items"} <= routes


def test_health_beside_metrics(deployment: Deployment) -> None:
    assert requests.get(f"{base(deployment)}/health/ready", timeout=10).json() == {"status": "ok"}
