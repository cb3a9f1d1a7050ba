"""The expected values: data files written before the server."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "crates/domain/tests/data"


@dataclass(frozen=True)
class LoginCase:
    """One way a session with a Demo Bank login ends; the fields are explained in the file."""

    name: str
    credentials: list[str]
    stops: list[str]
    leave_by: list[str]
    last_step: str
    outcome: str
    documented: str
    live: str
    events: list[str]
    accounts: str = "none"
    can_retry: bool | None = None
    item: dict[str, Any] | None = None

    def query(self, mode: str) -> str:
        return self.documented if mode == "documented" else self.live


def demo_logins() -> list[LoginCase]:
    return [LoginCase(**case) for case in _read("demo_logins.toml")["case"]]


def account_kinds(account_types: str) -> dict[str, int]:
    kinds: dict[str, int] = _read("demo_logins.toml")["accounts"][account_types]
    return kinds


def redirect_domains() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = _read("redirect_domains.toml")["case"]
    return cases


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)
