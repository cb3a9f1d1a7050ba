"""A database that is away, can't write, or is full: the server says so, loses nothing, and goes on by itself."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from client.api import AGGREGATION, Api
from client.browser import Browser
from client.certificates import certificate, signed
from client.cluster import Cluster
from client.database import Postgres, Sqlite
from client.deployment import Deployment
from client.fake_postgres import FakePostgres
from client.flow import act, add_item
from client.server import Server, Settings
from client.witness import Witness, check_refusal

SETTINGS: Settings = {"database.statement_timeout_ms": 2_000}
# How soon the server works again after the cause has gone away.
BACK_AFTER_AT_MOST = 5.0
# How long an outage lasts, and how long the server may take to notice it.
OUTAGE = 2.0


@dataclass
class Outage:
    """A cause that comes and goes, under a server that runs."""

    deployment: Deployment
    begin: Callable[[], None]
    end: Callable[[], None]


@contextmanager
def cluster_with(begin: Callable[[Cluster], None], end: Callable[[Cluster], None], directory: Path) -> Iterator[Outage]:
    cluster = Cluster()
    try:
        deployment = Deployment(directory, SETTINGS, database=Postgres(directory, cluster.url)).start()
        try:
            yield Outage(deployment, lambda: begin(cluster), lambda: end(cluster))
        finally:
            deployment.close()
    finally:
        cluster.close()


@contextmanager
def stopped(directory: Path) -> Iterator[Outage]:
    with cluster_with(Cluster.stop_at_once, Cluster.start, directory) as outage:
        yield outage


@contextmanager
def read_only(directory: Path) -> Iterator[Outage]:
    begin, end = (lambda cluster, on=on: cluster.set_read_only(on=on) for on in (True, False))
    with cluster_with(begin, end, directory) as outage:
        yield outage


@contextmanager
def hanging(directory: Path) -> Iterator[Outage]:
    with cluster_with(Cluster.hang, Cluster.go_on, directory) as outage:
        yield outage


@contextmanager
def full_disk(directory: Path) -> Iterator[Outage]:
    """A small disk of its own, filled to the last byte."""
    disk = directory / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a disk of its own is root's to make")
    ballast = disk / "ballast"

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                return

    try:
        deployment = Deployment(directory, SETTINGS, database=Sqlite(disk)).start()
        try:
            yield Outage(deployment, fill, ballast.unlink)
        finally:
            deployment.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@contextmanager
def file_limit(directory: Path) -> Iterator[Outage]:
    """The same where nobody is root: no file may grow beyond the size that the largest one has."""
    deployment = Deployment(directory, SETTINGS, database=Sqlite(directory)).start()
    process = deployment.server.process_id

    def limit(size: int) -> None:
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))

    def begin() -> None:
        limit(max(path.stat().st_size for path in [*directory.glob("passerelle.db*"), deployment.server.log]) + 65_536)

    try:
        yield Outage(deployment, begin, lambda: limit(resource.RLIM_INFINITY))
    finally:
        deployment.close()


CAUSES = [
    pytest.param(stopped, marks=pytest.mark.postgres),
    pytest.param(read_only, marks=pytest.mark.postgres),
    pytest.param(hanging, marks=pytest.mark.postgres),
    pytest.param(full_disk, marks=pytest.mark.sqlite),
    pytest.param(file_limit, marks=pytest.mark.sqlite),
]


@pytest.fixture
def outage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outage]:
    with request.param(tmp_path) as outage:
        yield outage


def wait_for_refusal(witness: Witness, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while not witness.refusals:
        assert time.monotonic() < deadline, "nobody noticed"
        time.sleep(0.01)


@pytest.mark.parametrize("outage", CAUSES, indirect=True)
def test_nothing_accepted_is_lost(outage: Outage) -> None:
    """503 with Retry-After while it lasts; writes are taken again within five seconds of its end."""
    api = outage.deployment.documented
    with Witness(api).at_work() as witness:
        for _ in range(2):
            witness.wait_for_success(time.monotonic(), 5)
            witness.forget_refusals()
            outage.begin()
            wait_for_refusal(witness, 10)
            time.sleep(OUTAGE)
            outage.end()
            back = witness.wait_for_success(time.monotonic(), 15)
            assert back is not None, outage.deployment.server.tail()
            assert back < BACK_AFTER_AT_MOST
            for refusal in witness.refusals:
                check_refusal(refusal)
    assert witness.hang_ups == 0, "the server stayed up, and answered in time"
    witness.check_all_readable()


@pytest.mark.parametrize("outage", CAUSES, indirect=True)
def test_flow_goes_on(outage: Outage) -> None:
    """A page says that it will be back; then the session goes on where it was, and its events arrive."""
    api = outage.deployment.documented
    user, browser = api.create_user(), Browser()
    url = api.create_session(user)
    page = act(browser, browser.open(url), iter(()))
    outage.begin()
    wait_until(lambda: not is_writable(api), 10)
    shown = browser.submit(page, {"login": "success", "password": "x"}, check=False)
    assert shown.status == 503, shown
    assert int(shown.headers["retry-after"]) >= 1
    assert shown.title
    assert requests.get(f"{outage.deployment.url}/health/live", timeout=10).ok, "it is not the process that is ill"
    outage.end()
    wait_until(lambda: is_writable(api), BACK_AFTER_AT_MOST)
    assert browser.open(url).state == "entering_credentials"
    assert add_item(api, user)["status"] == 0


def is_writable(api: Api) -> bool:
    return api.post(f"{AGGREGATION}/users", json={}).status_code == 201


def wait_until(is_so: Callable[[], bool], timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while not is_so():
        assert time.monotonic() < deadline, f"not after {timeout} s"
        time.sleep(0.05)


@pytest.mark.postgres
def test_readiness_follows_the_database(tmp_path: Path) -> None:
    with stopped(tmp_path) as outage:
        ready = f"{outage.deployment.url}/health/ready"
        assert requests.get(ready, timeout=10).status_code == 200
        outage.begin()
        assert requests.get(ready, timeout=10).status_code == 503
        outage.end()
        wait_until(lambda: requests.get(ready, timeout=10).status_code == 200, BACK_AFTER_AT_MOST)


def refused_to_start(directory: Path, database: Postgres, *, timeout: float = 15) -> str:
    """What a server says that ends by itself at its start."""
    server = Server(directory, database=database)
    server.start(wait=False)
    code = server.wait_for_exit(timeout)
    said = server.tail()
    server.kill()
    assert code not in (0, None), said
    assert "panicked" not in said
    return said


class Elsewhere(Postgres):
    """A database that this test did not make."""

    def __init__(self, directory: Path, url: str) -> None:
        self.url = url
        self.key_path = directory / "passerelle.key"


@pytest.mark.postgres
def test_too_old(tmp_path: Path) -> None:
    postgres = FakePostgres("14.9 (Debian 14.9-1)")
    said = refused_to_start(tmp_path, Elsewhere(tmp_path, postgres.url))
    postgres.close()
    assert "14.9" in said
    assert "15" in said


@pytest.mark.postgres
def test_down_at_the_start(tmp_path: Path) -> None:
    said = refused_to_start(tmp_path, Elsewhere(tmp_path, "postgres://postgres:secret@127.0.0.1:1/postgres"))
    assert "database" in said
    assert "127.0.0.1" in said
    assert "secret" not in said


@pytest.mark.postgres
def test_tls(tmp_path: Path) -> None:
    """`sslmode=require` with the authorities of a file; a certificate that none of them has signed is refused."""
    cluster = Cluster()
    try:
        authority, other = (certificate(tmp_path, name, "-x509") for name in ("authority", "other"))
        own = signed(tmp_path, "server", authority)
        cluster.use_tls(own, own.with_suffix(".key"))
        url = f"{cluster.url}?sslmode=require"
        accepted = migrate(tmp_path, url, authority)
        assert accepted.returncode == 0, accepted.stderr
        refused = migrate(tmp_path, url, other)
        assert refused.returncode != 0
        assert "certificate" in refused.stderr
    finally:
        cluster.close()


def migrate(directory: Path, url: str, authorities: Path) -> subprocess.CompletedProcess[str]:
    server = Server(directory, {"database.ca_file": str(authorities)}, database=Elsewhere(directory, url))
    return server.run("migrate")


@pytest.mark.postgres
def test_no_key_file(tmp_path: Path) -> None:
    server = Server(tmp_path)
    url = server.database.url
    done = subprocess.run(
        [server.binary, "migrate", "--database", url], capture_output=True, text=True, timeout=30, check=False
    )
    server.database.drop()
    assert done.returncode != 0
    assert "--key-file" in done.stderr


@pytest.mark.sqlite
def test_read_only_file(tmp_path: Path) -> None:
    """A folder in which nothing can be made."""
    done = Server(tmp_path, database=Sqlite(Path("/proc"))).run("migrate")
    assert done.returncode != 0
    assert "panicked" not in done.stderr
    assert "/proc/passerelle.db" in done.stderr


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    """A full disk under the log costs its lines, and nothing else."""
    deployment = Deployment(tmp_path, SETTINGS).start()
    try:
        server, api = deployment.server, deployment.documented
        # The log is by far the largest file, and no file may grow beyond half of it.
        size = 64 << 20
        os.truncate(server.log, size)
        _, hard = resource.prlimit(server.process_id, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process_id, resource.RLIMIT_FSIZE, (size // 2, hard))
        assert add_item(api, api.create_user())["status"] == 0
        assert server.log.stat().st_size == size
        resource.prlimit(server.process_id, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))
        api.create_user()
        assert server.log.stat().st_size > size
    finally:
        deployment.close()
