"""What became of a run, in words: how many arrived, where its list ended, what was judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from searchkit.records.verdicts import Judged
    from searchkit.store import RunRow


def tell_run(target: str, run: RunRow) -> None:
    """Show the sums of a run that is complete, and what explains them."""
    different = json.loads(run.report or "{}").get("different")
    kept = "" if different is None else f", {different:,} different ones"
    click.echo(f"{target}: hit count {run.hit_count:,}, retrieved {run.retrieved:,}{kept}")
    _tell_list(target, run)


def _tell_list(target: str, run: RunRow) -> None:
    """Say where a list ended elsewhere than at its count, and how candidates were judged."""
    from searchkit.sources.places import (  # noqa: PLC0415 - when the command runs
        diagnostics_of,
        judged_told,
        shortfall,
    )
    from searchkit.sources.position import Position  # noqa: PLC0415 - when the command runs

    tally = Position.from_json(run.position).tally if run.position else None
    told = []
    if tally is not None and tally.listed is not None:
        told = [*diagnostics_of(tally.warnings, ()), *shortfall(tally)]
    judged = judged_in(run)
    told += [judged_told(judged)] if judged else []
    for found in told:
        click.echo(f"{found.severity.value}[{found.code.id}]: {target}: {found.message}", err=True)


def judged_in(run: RunRow) -> Judged | None:
    """Return what the strategy says of a run's candidates, None where there are none."""
    from searchkit.records.verdicts import Judged  # noqa: PLC0415 - when the command runs

    counted = json.loads(run.report).get("candidates") if run.report else None
    return Judged(**counted) if counted else None
