"""What schemathesis can't know: what a cursor is, and which callback URLs an application has registered."""

from __future__ import annotations

from typing import Any

import schemathesis
from hypothesis import strategies

from client.deployment import CALLBACK

schemathesis.openapi.format("uri", strategies.just(CALLBACK))
schemathesis.openapi.format("email", strategies.just("camille@mail.example"))


@schemathesis.hook
def before_call(_context: Any, case: schemathesis.Case, **_: Any) -> None:
    """A cursor is opaque: only a page's own `next_uri` has one, and any other is refused, as a test in Rust shows."""
    if case.query:
        case.query.pop("after", None)
