"""Damage found in files of records, told on the error stream and by the exit code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from searchkit.cli import EXIT_FINDING
from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import is_damaged

SHOWN = 20
"""How many lines or records are listed before the rest is only counted."""


def tell(path: Path, found: Iterable[Diagnostic]) -> None:
    """Draw diagnostics on the error stream; those that say the same are drawn once."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for problem in found:
        groups.setdefault((problem.code.id, problem.message), []).append(problem)
    for same in groups.values():
        first = same[0]
        click.echo(f"{first.severity.value}[{first.code.id}]: {first.message}", err=True)
        lines = [str(problem.line) for problem in same]
        more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
        others = f" (also lines {', '.join(lines[1:SHOWN])}{more})" if lines[1:] else ""
        click.echo(f"  --> {path}:{first.line}{others}", err=True)
        if first.help:
            click.echo(f"   = help: {first.help}", err=True)


def exit_on(found: Iterable[Diagnostic]) -> None:
    """Leave with the exit code for findings when something is lost, or was guessed."""
    if is_damaged(found):
        raise click.exceptions.Exit(EXIT_FINDING)
