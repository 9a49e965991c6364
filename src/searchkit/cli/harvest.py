"""`searchkit run`: a strategy sent to a source; its records in a file, or hit counts only."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FINDING
from searchkit.diagnostics import NOWHERE, Diagnostic, Severity, render
from searchkit.errors import SearchkitError, UsageError
from searchkit.sources import SOURCES, Connection, connect
from searchkit.sources.driver import Tally
from searchkit.sources.places import Row, diagnostics_of, shortfall
from searchkit.sources.report import Run

if TYPE_CHECKING:
    from searchkit.records.record import Record
    from searchkit.translate import Translation


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--source", default="pubmed", show_default=True, help="Where to search.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the records; its suffix (.ris, .csv, .jsonl) names the format.",
)
@click.option("--count", is_flag=True, help="Only ask for the hit count of every line.")
@click.option("--json", "as_json", is_flag=True, help="With --count: print JSON.")
@click.option("--policy", type=click.Choice(["recall", "precision"]), default="recall")
@click.option("--limit", type=click.IntRange(min=1), help="Take only the first N records.")
@click.option("--email", default="", help="Address the platform can write to.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the run report (JSON): what was sent, when, what came of it.",
)
def run(
    *,
    file: str,
    source: str,
    out: Path | None,
    count: bool,
    as_json: bool,
    policy: str,
    limit: int | None,
    email: str,
    report: Path | None,
) -> None:
    """Send the strategy in FILE (- for standard input) to a source and save its records.

    The records are written when all of them have arrived; a run that fails or is stopped
    leaves no file. Exit codes: 0 done, 1 the strategy has faults, 2 the call is wrong, 3 the
    harvest could not be completed, 130 stopped with Ctrl-C.
    """
    if out is None and not count:
        raise click.UsageError("name a file with --out, or ask for hit counts with --count")
    SOURCES[source]
    strategy = _Strategy.read(file, source, policy)
    strategy.require_translation()
    screen = _Screen()
    with connect(source, email=email, notify=screen.wait) as connection:
        if count or out is None:
            _count(connection, strategy, as_json=as_json)
        else:
            _harvest(connection, strategy, out, limit=limit, report=report, screen=screen)


@dataclass
class _Screen:
    """The line on the terminal that shows how far it is; silent anywhere else."""

    on: bool = field(default_factory=sys.stderr.isatty)

    def show(self, text: str) -> None:
        if self.on:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    def progress(self, tally: Tally) -> None:
        wanted = min(tally.limit or sys.maxsize, tally.hit_count or 0)
        share = tally.retrieved / wanted if wanted else 1.0
        bar = "█" * int(share * 30)
        self.show(f"{bar:░<30} {tally.retrieved:,} of {wanted:,} records")

    def wait(self, seconds: float, reason: str) -> None:
        self.show(f"{reason}; going on in {seconds:.0f} s")


@dataclass(frozen=True)
class _Strategy:
    """The strategy as the user wrote it, and what the source is sent for it."""

    name: str
    text: str
    translation: Translation

    @classmethod
    def read(cls, file: str, target: str, policy: str) -> _Strategy:
        from searchkit.translate import translate  # noqa: PLC0415 - not for `--help`

        stream = click.open_file(file, "rb")
        with stream:
            content = stream.read()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise UsageError(
                f"{file} is not text in UTF-8 (byte {fault.start})", help="save it as UTF-8"
            ) from None
        name = "<stdin>" if file == "-" else file
        return cls(name, text, translate(text, to=target, policy=policy))

    def require_translation(self) -> None:
        """Show the faults that forbid a translation and stop, when there are any."""
        errors = [d for d in self.translation.diagnostics if d.severity is Severity.ERROR]
        if errors:
            self.show(errors)
            raise click.exceptions.Exit(EXIT_FINDING)

    def rows(self) -> list[Row]:
        lines = self.translation.strategy.lines
        return [Row(line.number, line.span, self.text[slice(*line.span)]) for line in lines]

    def show(self, diagnostics: Sequence[Diagnostic]) -> None:
        placed = [found for found in diagnostics if found.span != NOWHERE]
        if placed:
            colour = sys.stderr.isatty()
            click.echo(render(placed, self.text, name=self.name, colour=colour), err=True)
        for found in diagnostics:
            if found.span == NOWHERE:
                click.echo(f"{found.severity.value}[{found.code.id}]: {found.message}", err=True)


def _count(connection: Connection, strategy: _Strategy, *, as_json: bool) -> None:
    """Print the hit count of every line, as Ovid shows it beside the lines."""
    said: list[Diagnostic] = []
    counted: list[tuple[Row, int]] = []
    for row in strategy.rows():
        page = connection.count(strategy.translation.inlined(row.number))
        counted.append((row, page.hit_count or 0))
        if not as_json:
            click.echo(f"{row.number:>4}  {' '.join(row.text.split())}  {page.hit_count:,}")
        said += [found for found in diagnostics_of(page.warnings, [row]) if found not in said]
    total = counted[-1][1] if counted else 0
    if as_json:
        lines = [{"number": r.number, "text": r.text.strip(), "hit_count": n} for r, n in counted]
        answer = {"source": connection.source.platform, "lines": lines, "hit_count": total}
        answer["diagnostics"] = [found.to_json() for found in said]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(f"hit count of the search: {total:,}")
    strategy.show(said)


def _harvest(
    connection: Connection,
    strategy: _Strategy,
    out: Path,
    *,
    limit: int | None,
    report: Path | None,
    screen: _Screen,
) -> None:
    from searchkit.records.formats import write  # noqa: PLC0415 - not for `--count`

    query, identity = strategy.translation.text, str(uuid.uuid4())
    started = datetime.now().astimezone()
    sums = [Tally(limit=limit)]

    def progress(tally: Tally) -> None:
        sums.append(tally)
        screen.progress(tally)

    def records() -> Iterator[Record]:
        for page, _ in connection.harvest(query, limit=limit, run=identity, progress=progress):
            yield from page.records

    error = "stopped before the end"
    try:
        write(records(), out)
        error = ""
    except SearchkitError as fault:
        error = fault.message
        raise
    finally:
        screen.show("")
        tally = sums[-1]
        strategy.show([*diagnostics_of(tally.warnings, strategy.rows()), *shortfall(tally)])
        if report is not None:
            source = connection.source
            ended = datetime.now().astimezone()
            told = Run(
                identity, source.platform, source.url, query, started, ended, tally, error=error
            )
            content = json.dumps(told.to_json(), ensure_ascii=False, indent=2)
            report.write_text(f"{content}\n", encoding="utf-8")
    click.echo(
        f"{connection.source.platform}: hit count {tally.hit_count:,},"
        f" retrieved {tally.retrieved:,}, written to {out}"
    )
