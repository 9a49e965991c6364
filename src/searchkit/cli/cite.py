"""`searchkit cite`: what given records cite and what cites them, each search a run of its own."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from searchkit.cli.damage import exit_on, tell
from searchkit.cli.outfile import OutFile
from searchkit.cli.reaching import reach
from searchkit.cli.waiting import told_wait
from searchkit.diagnostics import Diagnostic, counted
from searchkit.errors import SearchkitError
from searchkit.records.formats import format_for, read_file, write
from searchkit.records.record import Record
from searchkit.sources import CITATIONS, Connection
from searchkit.sources.links import Direction, query_for
from searchkit.sources.places import diagnostics_of
from searchkit.sources.position import Tally
from searchkit.sources.report import Run


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option("--backward", is_flag=True, help="Find what the records cite.")
@click.option("--forward", is_flag=True, help="Find what cites the records.")
@click.option(
    "--through",
    multiple=True,
    default=["openalex"],
    show_default=True,
    help=f"A service; give it again for more: {', '.join(CITATIONS)}.",
)
@click.option("--out", type=OutFile(), required=True, help="File for the records: .ris, .csv ...")
@click.option("--email", default="", help="Your address, for the services.")
@click.option("--report", type=OutFile(), help="File for the run reports (JSON).")
def cite(
    *,
    file: str,
    backward: bool,
    forward: bool,
    through: tuple[str, ...],
    out: Path,
    email: str,
    report: Path | None,
) -> None:
    """Follow the citations of the records in FILE, through one service or several.

    A record is found by its DOI, PMID or another number; one without is named and left out.
    The file holds every record as often as it was found; `searchkit records dedupe` removes
    duplicates later, and the provenance of each says which record led to it. Crossref goes
    backward only.

    Exit codes: 0 done, 1 something in FILE is damaged (nothing was sent), 2 the call is
    wrong, 3 a search could not be completed (then no file is written), 130 stopped with
    Ctrl-C.
    """
    chosen: list[Direction] = ["backward"] if backward else []
    chosen += ["forward"] if forward else []
    if not chosen:
        raise click.UsageError("say --backward, --forward or both")
    if tuple(through) == ("crossref",) and not backward:
        raise click.UsageError("Crossref does not tell who cites a work: go --backward with it")
    format_for(out)
    reading = read_file(file)
    seeds = list(reading)
    tell(Path(file), reading.diagnostics)
    exit_on(reading.diagnostics)
    log = _Log()
    try:
        write(_found(seeds, chosen, tuple(dict.fromkeys(through)), email, log), out)
    finally:
        if report is not None:
            _save(log.reports, report)
        log.tell()
    retrieved = sum(run.tally.retrieved for run in log.runs)
    click.echo(
        f"{counted(len(log.runs), 'search', 'searches')} from {counted(len(seeds), 'record')}:"
        f" {counted(retrieved, 'record')} in {out}"
    )


@dataclass
class _Log:
    """What was done so far, so that it can be told when something fails as well."""

    runs: list[Run] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    said: list[Diagnostic] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, run: Run, seed: Record) -> None:
        self.runs.append(run)
        self.reports.append({**run.to_json(), "record": {"title": seed.title, "doi": seed.doi}})
        self.said += diagnostics_of(run.tally.warnings, ())

    def skip(self, seed: Record, service: str) -> None:
        self.skipped.append(f"{seed.title or 'a record without a title'} ({service})")

    def tell(self) -> None:
        for found in self.said:
            click.echo(f"{found.severity.value}[{found.code.id}]: {found.message}", err=True)
        for what in self.skipped:
            click.echo(f"warning: no number to find it by: {what}", err=True)


def _found(
    seeds: list[Record],
    directions: list[Direction],
    services: tuple[str, ...],
    email: str,
    log: _Log,
) -> Iterator[Record]:
    for service in services:
        schemes = CITATIONS[service].schemes
        offered = [way for way in directions if (service, way) != ("crossref", "forward")]
        with reach(service, email=email, notify=told_wait, table=CITATIONS) as connection:
            for seed in seeds:
                queries = [query_for(seed, way, schemes) for way in offered]
                if None in queries:
                    log.skip(seed, service)
                for query in queries:
                    if query is not None:
                        yield from _one(connection, query, seed, log)


def _one(connection: Connection, query: str, seed: Record, log: _Log) -> Iterator[Record]:
    """Yield the records of one search; its run is logged whether it ends well or not."""
    source, identity, started = connection.source, str(uuid.uuid4()), _now()
    tally, error = Tally(), "stopped before the end"
    try:
        for page, sums in connection.pages(query, run=identity):
            tally = sums
            yield from page.records
        error = ""
    except SearchkitError as fault:
        error = fault.message
        raise
    finally:
        place = f"{source.platform} ({source.database})"
        log.add(Run(identity, place, source.url, query, started, _now(), tally, error=error), seed)


def _now() -> datetime:
    return datetime.now().astimezone()


def _save(reports: list[dict[str, Any]], path: Path) -> None:
    content = json.dumps(reports, ensure_ascii=False, indent=2)
    try:
        path.write_text(f"{content}\n", encoding="utf-8")
    except OSError as fault:
        click.echo(f"warning: the report {path} is not written: {fault.strerror}", err=True)
