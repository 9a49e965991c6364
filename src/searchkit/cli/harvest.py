"""`searchkit run`: a strategy sent to a source; its records in a file, or hit counts only."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit.cli import EXIT_FINDING
from searchkit.cli.outfile import OutFile
from searchkit.cli.reaching import reach
from searchkit.cli.reading import read_text, show, summary
from searchkit.cli.review import review_option, run_all
from searchkit.cli.waiting import told_wait
from searchkit.diagnostics import NOWHERE, Diagnostic, Severity, combined
from searchkit.errors import SearchkitError, StrategyError
from searchkit.query.strategy import Strategy
from searchkit.records.formats import format_for, write
from searchkit.records.keys import each_once
from searchkit.records.record import Record
from searchkit.records.verdicts import Judged, Verdict
from searchkit.sources import SOURCES, Connection, target
from searchkit.sources.base import Page
from searchkit.sources.places import Row, are_candidates, diagnostics_of, judged_told, shortfall
from searchkit.sources.position import Tally
from searchkit.sources.report import Run
from searchkit.translate import Translation

if TYPE_CHECKING:
    from searchkit.review.judging import Judge


@click.command()
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--source", help="Where to search, such as ebsco:cinahl.  [default: pubmed]")
@click.option("--out", type=OutFile(), help="File for the records: .ris, .csv, .jsonl ...")
@click.option("--count", "only_count", is_flag=True, help="Only show the hits of every line.")
@click.option("--json", "as_json", is_flag=True, help="With --count: print JSON.")
@click.option(
    "--policy",
    type=click.Choice(["recall", "precision"]),
    default="recall",
    show_default=True,
    help="Which way to err where the target cannot be exact.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Take only the first N records.")
@click.option("--email", default="", help="Your address, for the platform.")
@click.option("--report", type=OutFile(), help="File for the run report (JSON).")
@click.option("--only", multiple=True, metavar="TARGET", help="Only this database of the review.")
@click.option("--again", is_flag=True, help="Search the review's databases anew.")
@review_option
def run(
    *,
    file: str | None,
    source: str | None,
    out: Path | None,
    only_count: bool,
    as_json: bool,
    policy: str,
    limit: int | None,
    email: str,
    report: Path | None,
    only: tuple[str, ...],
    again: bool,
    folder: Path,
) -> None:
    """Send the strategy in FILE (- for standard input) to a source and save its records.

    The records are written when all of them have arrived; a run that fails or is stopped
    leaves no file. The run report says what was sent, when, and what came of it.

    Without FILE, run the review in this folder: all its databases that a source reaches, at
    the same time, into the review's database. What was stopped goes on where it was; what
    is complete is not sent again.

    Exit codes: 0 done, 1 the strategy has faults, 2 the call is wrong, 3 a harvest could not
    be completed, 75 run it again later (a quota is used up, or another one is at work), 130
    stopped with Ctrl-C.
    """
    if file is None:
        if out or only_count or as_json or report or source:
            raise click.UsageError("name the FILE of a strategy for these options")
        if _is_given("policy"):
            raise click.UsageError("the policy of a review stands in its review.toml")
        run_all(folder, only=only, again=again, limit=limit, email=email)
        return
    if only or again or _is_given("folder"):
        raise click.UsageError("--only, --again and --review are for a review, without FILE")
    _refuse_contradictions(counting=only_count, as_json=as_json, kept=bool(out or report or limit))
    source = _source_called(source or "pubmed")
    searched = target(SOURCES[source])
    if not only_count:
        if out is None:
            raise click.UsageError("name a file with --out, or ask for hit counts with --count")
        format_for(out)
    search = _Search.read(file, searched, policy)
    search.tell_losses()
    screen = _Screen(sys.stderr.isatty())
    with reach(source, email=email, notify=screen.wait) as connection:
        if only_count or out is None:
            _count(connection, search, as_json=as_json)
        else:
            _harvest(_Task(connection, search, screen, out, limit, report))


def _is_given(name: str) -> bool:
    """Say whether an option stands in the call, rather than its usual value."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def _source_called(name: str) -> str:
    """Return the name of a source, which may be said as that of its target."""
    small = name.casefold().replace(":", "-")
    return small if small in SOURCES else name


def _refuse_contradictions(*, counting: bool, as_json: bool, kept: bool) -> None:
    """Raise a usage error where an option would be without effect beside another."""
    if counting and kept:
        raise click.UsageError(
            "--count fetches no records; leave it out, or --out, --report and --limit"
        )
    if as_json and not counting:
        raise click.UsageError("--json prints hit counts; it needs --count")


@dataclass(frozen=True)
class _Search:
    """The strategy as the user wrote it, and what the source is sent for it."""

    file: str
    strategy: Strategy
    translation: Translation

    @classmethod
    def read(cls, file: str, target: str, policy: str) -> _Search:
        """Read and translate; faults that forbid it are shown, and end the program."""
        strategy = searchkit.parse(read_text(file))
        if not strategy.lines:
            show(strategy.diagnostics, strategy.text, file, err=True)
            sys.exit(EXIT_FINDING)
        search = cls(file, strategy, searchkit.translate(strategy, to=target, policy=policy))
        told = search.translation.diagnostics
        errors = [found for found in told if found.severity is Severity.ERROR]
        search.show(errors)
        if errors:
            sys.exit(EXIT_FINDING)
        if not search.translation.text:
            raise StrategyError(
                f"nothing of this strategy can be said to {target}",
                help=f"`searchkit translate --to {target}` says why",
            )
        return search

    def tell_losses(self) -> None:
        """Say in one line that the search sent is not the one written, if so."""
        told, effect = self.translation.diagnostics, self.translation.effect
        if told:
            click.echo(
                f"translated for {self.translation.target}: {summary(told)};"
                f" taken together: {effect.value}",
                err=True,
            )

    def rows(self) -> list[Row]:
        text = self.strategy.text
        return [Row(one.number, one.span, text[slice(*one.span)]) for one in self.strategy.lines]

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        told = list(diagnostics)
        placed = [found for found in told if found.span != NOWHERE]
        show(placed, self.strategy.text, self.file, err=True)
        for found in told:
            if found.span == NOWHERE:
                click.echo(f"{found.severity.value}[{found.code.id}]: {found.message}", err=True)


@dataclass(frozen=True)
class _Screen:
    """The line on the terminal that shows how far it is; elsewhere only waits are told."""

    on: bool

    def show(self, text: str) -> None:
        if self.on:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    def progress(self, tally: Tally) -> None:
        found = tally.expected or 0
        wanted = found if tally.limit is None else min(found, tally.limit)
        filled = round(30 * tally.retrieved / wanted) if wanted else 30
        self.show(f"{'█' * filled:░<30} {tally.retrieved:,} of {wanted:,} records")

    def wait(self, seconds: float, reason: str) -> None:
        if self.on:
            self.show(f"{reason}; going on in {seconds:.0f} s")
        else:
            told_wait(seconds, reason)


def _count(connection: Connection, search: _Search, *, as_json: bool) -> None:
    """Print the hits of every line, as Ovid shows them; None where a line cannot be sent."""
    said: list[Diagnostic] = []
    counted: list[tuple[Row, int | None]] = []
    for row, query in zip(search.rows(), search.translation.queries, strict=True):
        page = connection.count(query) if query else None
        hits = page.hit_count if page else None
        counted.append((row, hits))
        if not as_json:
            shown = "-" if hits is None else f"{hits:,}"
            click.echo(f"{row.number:>4}  {' '.join(row.text.split())}  {shown}")
        told = diagnostics_of(page.warnings, [row]) if page else []
        said += [found for found in told if found not in said]
    total = counted[-1][1]
    if as_json:
        lines = [{"number": row.number, "text": row.text, "hit_count": n} for row, n in counted]
        diagnostics = [found.to_json() for found in said]
        answer = {"source": connection.source.platform, "lines": lines, "hit_count": total}
        click.echo(json.dumps(answer | {"diagnostics": diagnostics}, ensure_ascii=False, indent=2))
    else:
        parts = len(search.translation.parts)
        added = f" (added up over {parts} requests, which may find the same)" if parts > 1 else ""
        click.echo(f"hit count of the whole search: {total:,}{added}")
        search.show(said)


@dataclass(frozen=True)
class _Task:
    connection: Connection
    search: _Search
    screen: _Screen
    out: Path
    limit: int | None
    report: Path | None


def _harvest(task: _Task) -> None:
    """Write all records, then tell; when it fails, write no records and tell as well."""
    source, query, identity = task.connection.source, task.search.translation.text, _new_id()
    started = datetime.now().astimezone()
    tally = Tally(limit=task.limit)

    def progress(sums: Tally) -> None:
        nonlocal tally
        tally = sums
        task.screen.progress(sums)

    screened = _Screened(task.search.strategy)

    def records() -> Iterator[Record]:
        for page, _ in task.connection.pages(
            query, limit=task.limit, run=identity, progress=progress
        ):
            yield from screened.found(page)

    several = len(task.search.translation.parts) > 1
    written = 0
    error = "stopped before the end"
    try:
        # What several requests find is one record, which only the last of them completes.
        found = each_once(records(), source.platform) if several else records()
        written = write(found, task.out)
        error = ""
    except SearchkitError as fault:
        error = fault.message
        raise
    finally:
        task.screen.show("")
        said = diagnostics_of(tally.warnings, task.search.rows())
        verdicts = [judged_told(screened.judged)] if screened.judged else []
        task.search.show([*said, *shortfall(tally), *verdicts])
        screened.tell_losses()
        if task.report is not None:
            ended = datetime.now().astimezone()
            told = Run(
                identity,
                source.platform,
                source.url,
                query,
                started,
                ended,
                tally,
                error=error,
                judged=screened.judged,
                different=written if several and not error else None,
            )
            _save(told, task.report)
    what = "different ones" if several else "of them"
    kept = f" {written:,} {what}" if written != tally.retrieved else ""
    click.echo(
        f"{source.platform}: hit count {tally.hit_count:,}, retrieved {tally.retrieved:,},"
        f"{kept} in {task.out}"
    )


@dataclass
class _Screened:
    """Leaves candidates that the strategy matches, or that it cannot judge; counts the others."""

    strategy: Strategy
    judged: Judged | None = None

    @cached_property
    def _judge(self) -> Judge:
        from searchkit.review.judging import Judge  # noqa: PLC0415 - only for candidates

        return Judge.of(self.strategy, date.today())

    def found(self, page: Page) -> list[Record]:
        """Return the records of a page that count as found, candidates with the verdict."""
        if not are_candidates(page.warnings):
            return list(page.records)
        judged = self._judge.judged(page.records)
        verdicts = [record.provenance[-1].verdict for record in judged]
        self.judged = (self.judged or Judged()).plus(verdicts)
        return [record for record in judged if record.provenance[-1].verdict != Verdict.NO_MATCH]

    def tell_losses(self) -> None:
        """Say in one line how the strategy was read to judge candidates, if there were any."""
        if self.judged and (told := self._judge.told):
            effect = combined(found.effect for found in told if found.effect)
            click.echo(
                f"the strategy as candidates were judged by it: {summary(told)};"
                f" taken together: {effect.value}",
                err=True,
            )


def _new_id() -> str:
    return str(uuid.uuid4())


def _save(told: Run, path: Path) -> None:
    content = json.dumps(told.to_json(), ensure_ascii=False, indent=2)
    try:
        path.write_text(f"{content}\n", encoding="utf-8")
    except OSError as fault:
        click.echo(f"warning: the report {path} is not written: {fault.strerror}", err=True)
