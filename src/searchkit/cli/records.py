"""`searchkit records`: files of records turned into others, looked into, and compared."""

from __future__ import annotations

import json
from pathlib import Path

import click

from searchkit.cli import EXIT_FINDING
from searchkit.cli.damage import SHOWN, exit_on, tell
from searchkit.cli.outfile import OutFile
from searchkit.cli.records_dedupe import dedupe
from searchkit.diagnostics import Diagnostic, counted
from searchkit.records.formats import FORMATS, format_for, read_file, write
from searchkit.records.formats.profiles import PROFILES, write_for
from searchkit.records.record import Record
from searchkit.records.survey import Comparison, Survey, compare, survey

IN = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def records() -> None:
    """Read, write, look into and compare files of records.

    Every format is recognised by its content. Damage is named by file, line and cause; what
    is whole is kept. Damage is what is lost or guessed: a record that breaks off, bytes in
    another encoding. A repair that loses nothing (no `ER` line after a whole record) is a
    warning only, and does not change the exit code.
    """


records.add_command(dedupe)


@records.command()
@click.argument("source", metavar="IN", type=IN)
@click.argument("target", metavar="OUT", type=OutFile())
@click.option("--profile", type=click.Choice(sorted(PROFILES)), help="Write for this tool.")
@click.option("--from", "from_format", help="Read IN as this format, whatever it looks like.")
@click.option("--to", "to_format", help="Write this format, whatever OUT is called.")
def convert(
    source: Path, target: Path, profile: str | None, from_format: str | None, to_format: str | None
) -> None:
    """Write the records of IN to OUT, whose suffix says the format.

    Exit codes: 0 all records were written, 1 something in IN is damaged (what is whole was
    written), 2 the call is wrong, 3 a file cannot be read or written.
    """
    if profile and to_format:
        raise click.UsageError("--profile chooses the format itself; leave --to out")
    if target.exists() and target.samefile(source):
        raise click.UsageError("IN and OUT are one file; write to another, then replace it")
    if not profile:
        format_for(target, to_format)
    reading = read_file(source, from_format)
    objections: tuple[Diagnostic, ...] = ()
    if profile:
        written, objections = write_for(reading, target, profile)
    else:
        written = write(reading, target, to_format)
    tell(source, reading.diagnostics)
    tell(target, objections)
    click.echo(
        f"{counted(written, 'record')}: {source} ({reading.format.title}) -> {target}", err=True
    )
    exit_on(reading.diagnostics)


@records.command()
@click.argument("files", metavar="FILE...", type=IN, nargs=-1, required=True)
@click.option("--from", "from_format", help="Read the files as this format.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a file.")
def info(files: tuple[Path, ...], from_format: str | None, as_json: bool) -> None:
    """Show what each FILE holds: format, records, platforms, fields filled, damage.

    Exit codes: 0 the files are whole, 1 something in them is damaged, 2 the call is wrong,
    3 a file cannot be read.
    """
    found = [survey(path, from_format) for path in files]
    if as_json:
        click.echo(json.dumps([_plain(row) for row in found], indent=2, ensure_ascii=False))
    else:
        for row in found:
            _show(row)
        if len(found) > 1:
            total = sum(row.records for row in found)
            click.echo(f"{counted(len(found), 'file')}, {counted(total, 'record')}")
    exit_on(problem for row in found for problem in row.diagnostics)


@records.command("compare")
@click.argument("first", metavar="A", type=IN)
@click.argument("second", metavar="B", type=IN)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare_files(first: Path, second: Path, as_json: bool) -> None:
    """Say which records only A or only B holds, and in what the common ones differ.

    Exit codes: 0 both hold the same records, 1 they do not (or one is damaged), 2 the call is
    wrong, 3 a file cannot be read.
    """
    readings = read_file(first), read_file(second)
    found = compare(*readings)
    if as_json:
        click.echo(json.dumps(_plain_comparison(found), indent=2, ensure_ascii=False))
    else:
        _show_comparison(found, first, second)
    for reading in readings:
        tell(reading.path, reading.diagnostics)
        exit_on(reading.diagnostics)
    if found.only_first or found.only_second:
        raise click.exceptions.Exit(EXIT_FINDING)


def _show(row: Survey) -> None:
    years = f", {row.years[0]}-{row.years[1]}" if row.years else ""
    click.echo(f"{row.path}: {FORMATS[row.format].title}, {counted(row.records, 'record')}{years}")
    for name, counts in (("platform", row.platforms), ("database", row.databases)):
        known = [f"{what or 'not told'} {count}" for what, count in counts]
        click.echo(f"  {name}: {', '.join(known)}" if known else f"  {name}: none")
    for name, count in row.filled:
        if count:
            click.echo(f"  {name:<18} {count:>8} {100 * count / row.records:>5.0f} %")
    tell(row.path, row.diagnostics)


def _plain(row: Survey) -> dict[str, object]:
    return {
        "file": str(row.path),
        "format": row.format,
        "records": row.records,
        "platforms": dict(row.platforms),
        "databases": dict(row.databases),
        "years": list(row.years) if row.years else None,
        "filled": dict(row.filled),
        "diagnostics": [problem.to_json() for problem in row.diagnostics],
    }


def _show_comparison(found: Comparison, first: Path, second: Path) -> None:
    click.echo(f"in both: {found.common}")
    for path, only in ((first, found.only_first), (second, found.only_second)):
        click.echo(f"only in {path}: {len(only)}")
        for record in only[:SHOWN]:
            click.echo(f"  {_line(record)}")
        if len(only) > SHOWN:
            click.echo(f"  and {len(only) - SHOWN} more")
    for name, count in found.differing:
        click.echo(f"differ in {name}: {count}")


def _line(record: Record) -> str:
    who = record.authors[0].name if record.authors else "no author"
    where = record.provenance[-1] if record.provenance else None
    place = f" (line {where.line})" if where and where.line else ""
    return f"{who} {record.year or 'no year'}: {record.title[:80] or 'no title'}{place}"


def _plain_comparison(found: Comparison) -> dict[str, object]:
    return {
        "common": found.common,
        "only_first": [_line(record) for record in found.only_first],
        "only_second": [_line(record) for record in found.only_second],
        "differing": dict(found.differing),
    }
