"""`searchkit reread`: the stored answers of a review, read again by the present searchkit."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FAILED
from searchkit.cli.review import leave_for, opened, review_option, tell_error
from searchkit.diagnostics import counted
from searchkit.errors import SearchkitError, UnknownNameError

if TYPE_CHECKING:
    from searchkit.review.rereading import Reread


@click.command()
@click.option("--only", multiple=True, metavar="TARGET", help="Only this database.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@review_option
def reread(*, only: tuple[str, ...], as_json: bool, folder: Path) -> None:
    """Read the stored answers and imported files again, with the present readers.

    Nothing is asked of a platform. Where something else is read now, the record takes the
    new form; its run, query and place stay, and what was decided about it. It may be
    stopped and repeated at will.

    Exit codes: 0 done, 2 the call is wrong, 3 something could not be read (it stays as it
    was), 75 run it again later: another searchkit is at work.
    """
    from searchkit.review.rereading import reread as read_again  # noqa: PLC0415 - when it runs
    from searchkit.store import all_runs  # noqa: PLC0415 - when the command runs

    found: list[Reread] = []
    errors: list[SearchkitError] = []
    with opened(folder) as (review, store):
        known = list(dict.fromkeys(run.target for run in all_runs(store)))
        for name in only:
            if name not in known:
                raise UnknownNameError("database with a search in this review", name, known)
        for target in only or known:
            try:
                found.append(read_again(store, target, review.limits))
            except SearchkitError as fault:
                errors.append(fault)
                tell_error(target, fault)
    if as_json:
        content = {"targets": [_plain(one) for one in found]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(_line(one))
    for one in found:
        for problem in one.problems:
            click.echo(f"warning: {one.target}: {problem}", err=True)
    leave_for(errors)
    if any(one.problems for one in found):
        sys.exit(EXIT_FAILED)


def _plain(one: Reread) -> dict[str, object]:
    return {
        "target": one.target,
        "pages": one.pages,
        "records": one.records,
        "changed": one.changed,
        "fields": dict(one.fields.most_common()),
        "problems": one.problems,
    }


def _line(one: Reread) -> str:
    which = ", ".join(f"{name} in {count:,}" for name, count in one.fields.most_common())
    return (
        f"{one.target}: {counted(one.pages, 'page')}, {counted(one.records, 'record')} read again,"
        f" {one.changed:,} changed" + (f" ({which})" if which else "")
    )
