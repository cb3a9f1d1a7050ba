"""`passerelle doctor`, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass

Check = dict[str, str]


@dataclass
class Report:
    """What it said, by what was looked at."""

    code: int
    checks: list[Check]

    def __getitem__(self, name: str) -> Check:
        found = [check for check in self.checks if check["name"] == name]
        assert found, f"{name} is not among {self.checks}"
        # Of several, the one that says most.
        return max(found, key=lambda check: ["ok", "warning", "failure"].index(check["verdict"]))

    def failed(self, name: str, *words: str) -> None:
        """That, and with advice."""
        check = self[name]
        assert check["verdict"] == "failure", check
        assert check["advice"], check
        assert all(word in f"{check['seen']} {check['advice']}" for word in words), check
        assert self.code == 1

    def warned(self, name: str, *words: str) -> None:
        check = self[name]
        assert check["verdict"] == "warning", check
        assert check["advice"], check
        assert all(word in f"{check['seen']} {check['advice']}" for word in words), check


def doctor(*arguments: str, **environment: str) -> Report:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    command = [os.environ["PASSERELLE_BIN"], "doctor", *arguments, "--json"]
    done = subprocess.run(command, env=own | environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1), done.stderr
    return Report(done.returncode, json.loads(done.stdout))
