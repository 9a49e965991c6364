"""`searchkit records dedupe`: files of records in, one record for each work out, and why."""

from __future__ import annotations

import json
from pathlib import Path

import click

from searchkit.cli.damage import exit_on, tell
from searchkit.cli.outfile import OutFile
from searchkit.diagnostics import Diagnostic
from searchkit.records.formats import format_for, read_file, write
from searchkit.records.record import Record

IN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", metavar="FILE...", type=IN, nargs=-1, required=True)
@click.option(
    "--out", type=OutFile(), help="File for one record of each work: .ris, .csv, .jsonl ..."
)
@click.option(
    "--decisions",
    type=OutFile(),
    help="Your decisions (CSV): applied when there, pairs to be looked at are added.",
)
@click.option("--from", "from_format", help="Read the files as this format.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, every pair named.")
def dedupe(
    files: tuple[Path, ...],
    out: Path | None,
    decisions: Path | None,
    from_format: str | None,
    as_json: bool,
) -> None:
    """Find which records of all FILEs are one work, say why, and write each work once.

    Records are joined only when title, authors and place give reason to; pairs that may be
    one work are left apart and listed. With --decisions they go into a CSV file: write
    `same` or `different` into its first column and run the command again.

    Exit codes: 0 done, 1 something in the files is damaged (what is whole was used), 2 the
    call is wrong, 3 a file cannot be read or written.
    """
    # The comparison loads numpy and rapidfuzz, which the other commands do without.
    from searchkit.cli import dedupe_report as report  # noqa: PLC0415 - when the command runs
    from searchkit.records.deduplication import (  # noqa: PLC0415 - when the command runs
        deduplicate,
        read_rulings,
        with_new,
        write_rulings,
    )

    if out:
        format_for(out)
    known = read_rulings(decisions) if decisions else []
    received: list[Record] = []
    origins: list[int] = []
    damage: list[Diagnostic] = []
    for number, path in enumerate(files):
        reading = read_file(path, from_format)
        received.extend(reading)
        origins.extend([number] * (len(received) - len(origins)))
        tell(path, reading.diagnostics)
        damage.extend(reading.diagnostics)
    found = deduplicate(received, known)
    counts = report.by_file(files, origins, found)
    if out:
        write(found.survivors, out)
    if decisions and (found.to_look_at or known):
        write_rulings(
            decisions, with_new(known, (report.open_ruling(found, p) for p in found.to_look_at))
        )
    if as_json:
        click.echo(json.dumps(report.plain(found, counts), indent=2, ensure_ascii=False))
    else:
        report.show(found, counts, out, decisions)
    exit_on(damage)
