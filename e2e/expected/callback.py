"""Writes crates/domain/tests/data/callback.toml: the way back for every outcome.

The table is built from the two matrices of the callback contract, written out below
row by row, and from nothing else: no value comes from the server.

    python3 e2e/expected/callback.py          write the file
    python3 e2e/expected/callback.py --check  fail when the file is not what this prints
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).parents[2] / "crates/domain/tests/data/callback.toml"
USER_UUID = "0d6f6a5e-2f0c-4a37-9f5a-8f8f6d0a1c11"
ITEM_ID = 10248839
CONTEXT = "order-4711"


@dataclass(frozen=True)
class Row:
    """One situation, and what each mode says about `step` and `item_id` in it."""

    outcome: str
    step: str | None
    has_item: bool
    documented: tuple[str | None, bool]
    live: tuple[str, bool]
    note: str = ""


def left(step: str, *, has_item: bool, outcome: str = "left", note: str = "") -> Row:
    """Left early, failed or expired: no `item_id` documented, live sends it when there is an item."""
    return Row(outcome, step, has_item, (step, False), (step, has_item), note)


def pending(outcome: str, step: str | None, note: str = "") -> Row:
    """The synchronisation goes on: both modes name the step and the item."""
    return Row(outcome, step, True, ("sync_pending", True), ("sync_pending", True), note)


ROWS = [
    Row("finished", None, True, (None, True), ("sync_success", True)),
    pending("pending", None),
    left("highlighted_banks", has_item=False),
    left("sub_banks_list", has_item=False),
    left("link_iban_error", has_item=False),
    left("email_validation_form", has_item=False),
    left("bank_creds_form", has_item=False),
    left("edit_bank_creds_form", has_item=True),
    left("sync_in_progress", has_item=True),
    left("sync_in_progress", has_item=False, note="back from the bank's site, no item yet"),
    left("otp_form", has_item=True),
    left("pro_validation_form", has_item=True),
    left("sync_error", has_item=True, note="the same as failed"),
    pending("left", "sync_pending", "left at sync_pending counts as pending"),
    left("sync_error", has_item=True, outcome="failed"),
    left("sync_error", has_item=False, outcome="failed", note="refused at the bank's site: no item"),
    left("edit_bank_creds_form", has_item=True, outcome="failed", note="the page left after sync_error"),
    left("highlighted_banks", has_item=False, outcome="expired"),
    left("bank_creds_form", has_item=False, outcome="expired"),
    left("edit_bank_creds_form", has_item=True, outcome="expired"),
    left("sync_in_progress", has_item=True, outcome="expired"),
    left("otp_form", has_item=True, outcome="expired"),
    left("sync_error", has_item=True, outcome="expired"),
    pending("expired", "sync_pending", "expired at sync_pending: the item is pending all the same"),
]

# name -> (callback_url, what stands before our parameters, what stands after them)
FORMS = {
    "plain": ("https://app.example/back", "https://app.example/back?", ""),
    "no path": ("https://app.example", "https://app.example/?", ""),
    "query": ("https://app.example/back?bridge=connected", "https://app.example/back?bridge=connected&", ""),
    "empty query": ("https://app.example/back?", "https://app.example/back?", ""),
    "trailing &": ("https://app.example/back?bridge=connected&", "https://app.example/back?bridge=connected&", ""),
    "fragment": ("https://app.example/back#done", "https://app.example/back?", "#done"),
    "query and fragment": (
        "https://app.example/back?bridge=connected#done",
        "https://app.example/back?bridge=connected&",
        "#done",
    ),
}

# Rarer forms, once per mode, for a finished session with a context.
RARE_FORMS = {
    "no path, query": ("https://app.example?a=1", "https://app.example/?a=1&", ""),
    "no path, fragment": ("https://app.example#done", "https://app.example/?", "#done"),
    "empty fragment": ("https://app.example/back#", "https://app.example/back?", "#"),
    "question mark in the fragment": ("https://app.example/#/banks?tab=2", "https://app.example/?", "#/banks?tab=2"),
    "port": ("http://localhost:3000/back", "http://localhost:3000/back?", ""),
    "default port and upper case": ("HTTPS://App.Example:443/Back", "https://app.example/Back?", ""),
    "own names like ours": (
        "https://app.example/back?source=mail&success=maybe&item_id=1",
        "https://app.example/back?source=mail&success=maybe&item_id=1&",
        "",
    ),
    "encoded query kept as it is": (
        "https://app.example/back?q=a%20b+c&empty=&flag&e=%C3%A9",
        "https://app.example/back?q=a%20b+c&empty=&flag&e=%C3%A9&",
        "",
    ),
    "path with escapes": ("https://app.example/a%2Fb/c;d=1", "https://app.example/a%2Fb/c;d=1?", ""),
}


def parameters(row: Row, mode: str, context: str | None) -> str:
    """Order on the wire: source, success, user_uuid, step, item_id, context."""
    step, names_item = row.documented if mode == "documented" else row.live
    pairs = ["source=connect", f"success={str(row.outcome == 'finished').lower()}", f"user_uuid={USER_UUID}"]
    if step:
        pairs.append(f"step={step}")
    if names_item:
        pairs.append(f"item_id={ITEM_ID}")
    if context:
        pairs.append(f"context={context}")
    return "&".join(pairs)


def case(row: Row, mode: str, context: str | None, form: str, urls: tuple[str, str, str]) -> str:
    callback_url, before, after = urls
    situation = row.outcome + (f" at {row.step}" if row.step else "") + ("" if row.has_item else ", no item")
    name = f"{mode}, {situation}, {'context, ' if context else ''}{form}"
    fields = [f'name = "{name}"', f'mode = "{mode}"', f'outcome = "{row.outcome}"']
    if row.step:
        fields.append(f'step = "{row.step}"')
    fields.append(f"item = {str(row.has_item).lower()}")
    if context:
        fields.append(f'context = "{context}"')
    expected = before + parameters(row, mode, context) + after
    fields += [f'callback_url = "{callback_url}"', f'expected = "{expected}"']
    return "  { " + ", ".join(fields) + " },"


HEAD = f"""\
# The way back to the application: one line per case, every outcome x mode x context x form of the callback URL.
# Written from the callback contract by e2e/expected/callback.py; the code is never the source of a value here.
#
#   mode          "documented" (item_id only when finished or pending, step only with success=false) or
#                 "live" (step always, item_id whenever the item exists)
#   outcome       finished | pending | left | failed | expired; the last three at `step`
#   item          whether the session has an item (id {ITEM_ID}) when it ends
#   context       absent: the session has none
#   expected      the whole URL, serialised as the WHATWG URL standard does
#
# Order of our parameters: source, success, user_uuid, step, item_id, context.
user_uuid = "{USER_UUID}"
item_id = {ITEM_ID}
case = ["""


def document() -> str:
    lines = [HEAD]
    for row in ROWS:
        title = row.outcome + (f" at {row.step}" if row.step else "") + ("" if row.has_item else ", no item")
        lines.append(f"\n  # {title}" + (f" ({row.note})" if row.note else ""))
        for mode in ("documented", "live"):
            for context in (None, CONTEXT):
                lines += [case(row, mode, context, form, urls) for form, urls in FORMS.items()]
    lines.append("\n  # rarer callback URLs, finished")
    for mode in ("documented", "live"):
        lines += [case(ROWS[0], mode, CONTEXT, form, urls) for form, urls in RARE_FORMS.items()]
    return "\n".join([*lines, "]", ""])


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != document():
            sys.exit(f"{TARGET} is not what {Path(__file__).name} writes")
    else:
        TARGET.write_text(document(), encoding="utf-8")
