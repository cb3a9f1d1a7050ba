"""Where a server under test keeps its data: each has its own, on the engine that PASSERELLE_TEST_DATABASE names.

Without it that is SQLite. With it, it is the URL of a PostgreSQL database, in which each server gets a schema.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import sqlite3
import subprocess
from pathlib import Path
from typing import Protocol

POSTGRES = os.environ.get("PASSERELLE_TEST_DATABASE")


class Database(Protocol):
    """What the server is told about it, and what tests ask of it behind the server's back."""

    url: str
    key_path: Path

    def arguments(self) -> list[str]:
        """Flags of the command line."""

    def query(self, sql: str) -> list[tuple[str, ...]]:
        """The rows of a query, as texts."""

    def dump(self) -> bytes:
        """All that is stored, in a form that shows texts as they are."""

    def is_being_written(self) -> bool:
        """Whether somebody who was stopped now would keep all others from writing."""

    def drop(self) -> None:
        """Removes it; nobody uses it any more."""


class Sqlite:
    """A file, with its key ring beside it."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "passerelle.db"
        self.key_path = directory / "passerelle.db.key"
        self.url = f"sqlite:{self.path}"

    def arguments(self) -> list[str]:
        return ["--database", self.url]

    def query(self, sql: str) -> list[tuple[str, ...]]:
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=20)
        try:
            return [tuple("" if value is None else str(value) for value in row) for row in connection.execute(sql)]
        finally:
            connection.close()

    def dump(self) -> bytes:
        files = [path for path in self.path.parent.glob("passerelle.db*") if path != self.key_path]
        return b"".join(path.read_bytes() for path in files)

    def is_being_written(self) -> bool:
        connection = sqlite3.connect(self.path, timeout=0.05, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        finally:
            connection.close()
        return False

    def drop(self) -> None:
        """The directory is the test's, and goes with it."""


class Postgres:
    """A schema of its own in a database, with the key ring in the directory."""

    def __init__(self, directory: Path, database: str) -> None:
        self.schema = f"t_{secrets.token_hex(8)}"
        self.key_path = directory / "passerelle.key"
        self.url = f"{database}?sslmode=disable&options=-c%20search_path%3D{self.schema}"
        self._database = database
        self._psql(f"CREATE SCHEMA {self.schema}")

    def arguments(self) -> list[str]:
        return ["--database", self.url, "--key-file", str(self.key_path)]

    def query(self, sql: str) -> list[tuple[str, ...]]:
        return [tuple(row) for row in csv.reader(io.StringIO(self._psql(sql)))]

    def dump(self) -> bytes:
        command = ["pg_dump", self._database, "--schema", self.schema, "--inserts"]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout

    def is_being_written(self) -> bool:
        return False

    def drop(self) -> None:
        self._psql(f"DROP SCHEMA {self.schema} CASCADE")

    def _psql(self, sql: str) -> str:
        options = ["--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--set=ON_ERROR_STOP=1"]
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        command = ["psql", *options, "--command", sql, self.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=quiet, check=False)
        assert done.returncode == 0, f"{sql}: {done.stderr}"
        return done.stdout


def fresh(directory: Path) -> Database:
    """A new, empty one on the engine under test."""
    return Postgres(directory, POSTGRES) if POSTGRES else Sqlite(directory)
