"""`searchkit next`: what is left to be done, and how it is done by hand on each site."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli.outfile import write_text
from searchkit.cli.review import opened, review_option
from searchkit.cli.sending import losses_shown_by, losses_told, refuse_faulty
from searchkit.diagnostics import counted

if TYPE_CHECKING:
    from searchkit.review.protocol import Review
    from searchkit.review.status import Standing

_SHOWN = 60
"""Searches of one database that are printed; more are written to a file with `--into`."""


@click.command("next")
@click.option("--by-hand", is_flag=True, help="Also tell it for databases that a source reaches.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the search strings, a file for each database.",
)
@review_option
def next_(*, by_hand: bool, into: Path | None, folder: Path) -> None:
    """Tell what is to be done next: which string to paste where, and what to export.

    Exit codes: 0 told, 1 the strategy has faults, 2 the call is wrong.
    """
    from searchkit.review.status import State, standings  # noqa: PLC0415 - when the command runs
    from searchkit.review.targets import sendings  # noqa: PLC0415 - when the command runs

    with opened(folder) as (review, store):
        refuse_faulty(review)
        found = standings(store, sendings(review), review.dates)
    waiting = [one for one in found if one.state != State.DONE]
    automatic = [one for one in waiting if one.sending.source]
    for one in automatic:
        click.echo(f"{one.sending.target}: run `searchkit run --only {one.sending.target}`")
        if one.run is not None and one.run.error:
            click.echo(f"  it stopped: {one.run.error}; {one.run.advice}")
    for one in waiting:
        if by_hand or not one.sending.source:
            _tell(review, one, into)
    if not waiting:
        click.echo("every database has been searched with the present strategy")


def _tell(review: Review, one: Standing, into: Path | None) -> None:
    sending = one.sending
    click.echo(f"\n{sending.database.name} ({sending.target}), by hand:")
    if sending.translation is None:
        click.echo(f"  there is no search string: {sending.problem}")
        click.echo("  write one on the site, keep it in a file, and import with --query FILE")
    else:
        where = f"in {one.site.title}, {one.site.paste}" if one.site else "the advanced search"
        click.echo(f"  paste into: {where}")
        _tell_searches(_searches(one), sending.target, into)
        if told := losses_told(sending):
            click.echo(f"  {told}")
            click.echo(f"    `{losses_shown_by(review, sending.target)}` shows each of them")
    for limit in sending.limits:
        click.echo(f"  {limit}")
    if str(review.dates):
        click.echo(
            f"  only what entered the database {review.dates}: set it on the site where it has"
            " such a filter, else exclude after the export, and say so with --explain"
        )
    _tell_export(one)
    if sending.lacks:
        click.echo(f"  `searchkit run` does it where there is an account: it lacks {sending.lacks}")


def _searches(one: Standing) -> list[str]:
    """Return what is pasted, one search after the other, with its number where it has one."""
    translation = one.sending.translation
    assert translation is not None
    lines = [line for line in translation.lines if line.text]
    if one.site is not None and one.site.lines and lines:
        return [f"{line.number}. {line.text}" for line in lines]
    return list(translation.parts) or [translation.text]


def _tell_searches(searches: Sequence[str], target: str, into: Path | None) -> None:
    if into is not None:
        path = into / f"{re.sub(r'[^A-Za-z0-9]+', '-', target)}.txt"
        write_text(path, "\n".join(searches) + "\n")
        click.echo(f"    {counted(len(searches), 'search', 'searches')} in {path}")
        return
    for text in searches[:_SHOWN]:
        click.echo(f"    {text}")
    if len(searches) > _SHOWN:
        left = len(searches) - _SHOWN
        click.echo(f"    and {left:,} more: `searchkit next --into FOLDER` writes all of them")


def _tell_export(one: Standing) -> None:
    from searchkit.review.byhand import told_most  # noqa: PLC0415 - when the command runs

    site, target = one.site, shlex.quote(one.sending.target)
    says = [site.evidence.source] if site else []
    if site is not None:
        click.echo(f"  export: {site.export} ({site.evidence.grade.value})")
        if site.most is not None:
            click.echo(f"  {told_most(site.most)}")
            says.append(site.most.evidence.source)
        else:
            click.echo("  how many records one export holds is not known: compare with the site")
    if says:
        click.echo(f"  according to: {'; '.join(dict.fromkeys(says))}")
    click.echo(
        "  then, with the number of records that the site shows, and all files of this search:"
    )
    click.echo(f"    searchkit import FILE ... --target {target} --date {date.today()} --hits N")
