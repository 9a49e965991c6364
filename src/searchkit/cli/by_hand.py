"""What is done by hand: the strings to paste on a site, and the import of what it exports."""

from __future__ import annotations

import shlex
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli.reading import read_text
from searchkit.cli.review import chosen, opened, review_option
from searchkit.errors import UsageError

if TYPE_CHECKING:
    from searchkit.review.status import Standing
    from searchkit.translate import Translation

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("next")
@review_option
def next_(*, folder: Path) -> None:
    """Tell what is to be done next: which string to paste where, and what to export.

    Exit codes: 0 told, 2 the call is wrong.
    """
    from searchkit.review.status import State, standings  # noqa: PLC0415
    from searchkit.review.targets import sendings  # noqa: PLC0415

    with opened(folder) as (review, store):
        waiting = [one for one in standings(store, sendings(review)) if one.state != State.DONE]
    automatic = [one for one in waiting if one.sending.source]
    for one in automatic:
        click.echo(f"{one.sending.target}: run `searchkit run --only {one.sending.target}`")
        if one.run is not None and one.run.error:
            click.echo(f"  it stopped: {one.run.error}. {one.run.advice}")
    for one in waiting:
        if one not in automatic:
            _tell_by_hand(one)
    if not waiting:
        click.echo("every database has been searched with the present strategy")


def _tell_by_hand(one: Standing) -> None:
    sending, site = one.sending, one.site
    click.echo(f"\n{sending.database.name} ({sending.target}), by hand:")
    if sending.translation is None:
        click.echo(f"  there is no search string: {sending.problem}")
        click.echo("  write one on the site, keep it in a file, and import with --query FILE")
    else:
        if site is None:
            click.echo("  paste into the platform's advanced search:")
        else:
            click.echo(f"  in {site.title}, paste into {site.paste}:")
        _tell_strings(sending.translation, by_line=site is not None and site.lines)
    if site is not None:
        click.echo(f"  export: {site.export} ({site.evidence.grade.value})")
        if site.most:
            click.echo(f"  at most {site.most:,} records at once: name all files in one import")
    if sending.lacks:
        click.echo(f"  `searchkit run` does it where there is a key: {sending.lacks}")
    today = date.today()
    target = shlex.quote(sending.target)
    click.echo("  then, with the number of records that the site shows:")
    click.echo(f"    searchkit import FILE ... --target {target} --date {today} --hits N")


def _tell_strings(translation: Translation, *, by_line: bool) -> None:
    """Show what is pasted: numbered lines, the requests of a search that is several, or one."""
    lines = [line for line in translation.lines if line.text] if by_line else []
    for line in lines:
        click.echo(f"    {line.number}. {line.text}")
    parts = translation.parts or (translation.text,)
    if not lines and len(parts) > 1:
        click.echo(f"    one search after the other, {len(parts)} in all:")
    for part in () if lines else parts:
        click.echo(f"    {part}")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option("--target", required=True, help="Database of the review, such as ebsco:cinahl.")
@click.option(
    "--date",
    "searched",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Day of the search on the site.",
)
@click.option(
    "--hits", type=click.IntRange(min=0), required=True, help="Records that the site showed."
)
@click.option("--query", type=_FILE, help="File with the search as sent, if not the translation.")
@click.option("--explain", default="", help="Why the numbers differ, if they do.")
@click.option("--format", "format_name", help="Format of the files; else recognised.")
@review_option
def import_(
    *,
    files: tuple[Path, ...],
    target: str,
    searched: datetime,
    hits: int,
    query: Path | None,
    explain: str,
    format_name: str | None,
    folder: Path,
) -> None:
    """Store the files that were exported from a site as a run, like a harvest.

    All files of one search belong into one call. When they hold another number of records
    than the site showed, or are damaged, nothing is stored without --explain.

    Exit codes: 0 stored, 2 the call is wrong or the numbers differ, 3 a file cannot be read.
    """
    from searchkit.review.importing import Export, import_files  # noqa: PLC0415
    from searchkit.review.lockfile import write_lock  # noqa: PLC0415
    from searchkit.review.targets import record_translation, sendings  # noqa: PLC0415

    with opened(folder) as (review, store):
        (sending,) = chosen(sendings(review), [target])
        sent = read_text(str(query)).strip() if query else sending.query
        if not sent:
            raise UsageError(
                f"there is no search string for {target}: {sending.problem}",
                help="give the search as it was sent with --query FILE",
            )
        by_us = sending.translation is not None and sent == sending.query
        export = Export(
            target=target,
            query=sent,
            searched=searched.date(),
            hits=hits,
            explanation=explain,
            translation=record_translation(store, review, sending) if by_us else None,
            format_name=format_name,
        )
        run, told = import_files(store, files, export)
        write_lock(review, store)
    for found in told:
        click.echo(f"{found.severity.value}[{found.code.id}]: {found.message}", err=True)
    click.echo(f"{target}: hit count {hits:,}, imported {run.retrieved:,}, sha256 {run.sha256}")
