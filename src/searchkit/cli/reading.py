"""What the commands share: reading the text of a strategy, and showing diagnostics."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from searchkit.diagnostics import Diagnostic, Severity, counted, render
from searchkit.dialects import DEFAULT_SOURCE, language_of, parse
from searchkit.errors import UsageError
from searchkit.query.strategy import Strategy

STDIN = "-"


def read_text(path: str) -> str:
    """Return the text of a file, or of standard input for `-`.

    Raises UsageError when it is missing or no text.
    """
    try:
        received = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder", help="name the file of the strategy") from None
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise UsageError(f"{path} cannot be read: {why}", help="check the name") from None
    if b"\x00" in received[:4096] and not received.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{path} is not text", help="save the strategy as plain text first")
    for encoding in (
        "utf-16" if received.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8",
        "cp1252",
    ):
        try:
            return received.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{path} is in no known encoding", help="save it as UTF-8")


def read_strategy(path: str, language: str | None) -> Strategy:
    """Read the strategy of a file; a language that was not named is recognised, and told."""
    text = read_text(path)
    if language is None:
        language, signs = language_of(text)
        if signs and language != DEFAULT_SOURCE:
            click.echo(f"{shown_name(path)}: read as {language} ({'; '.join(signs)})", err=True)
    return parse(text, language)


def shown_name(path: str) -> str:
    """Return the name that messages use for the text."""
    return "<stdin>" if path == STDIN else path


def show(diagnostics: Sequence[Diagnostic], text: str, path: str, *, err: bool) -> None:
    """Draw diagnostics, in colour on a terminal only."""
    if not diagnostics:
        return
    stream = sys.stderr if err else sys.stdout
    drawn = render(diagnostics, text, name=shown_name(path), colour=stream.isatty())
    click.echo(drawn, err=err, color=stream.isatty())


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many of each severity there are.

    >>> summary([])
    'nothing to report'
    """
    parts = []
    for severity in Severity:
        count = sum(found.severity is severity for found in diagnostics)
        if count:
            parts.append(counted(count, severity.value))
    return ", ".join(parts) or "nothing to report"
