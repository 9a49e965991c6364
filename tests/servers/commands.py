"""Calling searchkit as a user does, and what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from searchkit.cli import main


class Done(NamedTuple):
    """A call that has ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


KEY = "0123456789abcdef-planted-secret"

Command = Callable[..., Done]


def caller(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *first: str
) -> Command:
    """Return what calls searchkit with some words first, in this process."""

    def call(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["searchkit", *first, *arguments])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Done(code, *capsys.readouterr())

    return call


def enter(
    folder: Path, strategy: str, environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Go into a new folder that holds a strategy, with some settings."""
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("strategy.txt").write_text(strategy, encoding="utf-8")


def store_setting(place: str) -> dict[str, str]:
    """Return the setting that puts the database of a review at a place."""
    return {"SEARCHKIT_STORE": place if "://" in place else str(Path(place).resolve())}


def digest(done: Done) -> dict[str, Any]:
    """Return what an update printed with --json about its first target."""
    found: dict[str, Any] = json.loads(done.out)["targets"][0]
    return found


def change(before: str, after: str, path: Path = Path("review.toml")) -> None:
    """Put another text in the place of one that is in a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
