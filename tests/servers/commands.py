"""Calling searchkit as a user does, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


class Done(NamedTuple):
    """A call that has ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


KEY = "0123456789abcdef-planted-secret"

Command = Callable[..., Done]


def digest(done: Done) -> dict[str, Any]:
    """Return what an update printed with --json about its first target."""
    found: dict[str, Any] = json.loads(done.out)["targets"][0]
    return found


def change(before: str, after: str, path: Path = Path("review.toml")) -> None:
    """Put another text in the place of one that is in a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
