"""The data files of expected values agree with one another."""

from __future__ import annotations

import tomllib

import pytest

from client.expected import DATA, LoginCase, demo_logins
from expected import callback


def test_callback_table_is_the_generated_one() -> None:
    assert callback.TARGET.read_text(encoding="utf-8") == callback.document()


def rows() -> dict[tuple[str, ...], str]:
    """The queries of callback.toml, with the user and the item as places."""
    with (DATA / "callback.toml").open("rb") as file:
        table = tomllib.load(file)
    plain = [c for c in table["case"] if c["callback_url"] == "https://app.example/back" and "context" not in c]
    return {
        (case["mode"], case["outcome"], case.get("step", ""), str(case["item"])): case["expected"]
        .partition("?")[2]
        .replace(table["user_uuid"], "{user_uuid}")
        .replace(str(table["item_id"]), "{item_id}")
        for case in plain
    }


@pytest.mark.parametrize("case", demo_logins(), ids=lambda case: case.name)
def test_logins_agree_with_the_callback_table(case: LoginCase) -> None:
    step = "" if case.outcome in {"finished", "pending"} else case.last_step
    for mode in ("documented", "live"):
        assert case.query(mode) == rows()[mode, case.outcome, step, str(case.item is not None)]
