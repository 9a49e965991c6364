"""Commands about a whole review: init, run (without a file), status, import."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import EXIT_FAILED, EXIT_FINDING
from searchkit.cli.outcomes import judged_in, tell_run
from searchkit.cli.reaching import reach
from searchkit.cli.reading import read_text
from searchkit.cli.sending import limits_told, refuse_faulty, tell_losses
from searchkit.cli.waiting import told_wait
from searchkit.errors import Busy, QuotaExceeded, SearchkitError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from searchkit.review.protocol import Review
    from searchkit.review.running import Outcome
    from searchkit.review.status import Standing
    from searchkit.review.targets import Sending
    from searchkit.sources.position import Tally
    from searchkit.store import Store

EXIT_LATER = 75
"""Nothing is wrong, but not now: a quota is used up, or another searchkit is at work."""

_FOLDER = click.Path(file_okay=False, exists=True, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


def review_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that names the folder of the review."""
    return click.option(
        "--review",
        "folder",
        type=_FOLDER,
        default=".",
        show_default=True,
        help="Folder that holds review.toml.",
    )(command)


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Review, Store]]:
    """Give the review in a folder and its database."""
    from searchkit.review.protocol import read_review  # noqa: PLC0415 - when the command runs
    from searchkit.sources.credentials import refuse_inside  # noqa: PLC0415 - when the command runs
    from searchkit.store import open_store  # noqa: PLC0415 - loads SQLAlchemy

    refuse_inside(folder, os.environ)
    review = read_review(folder)
    with open_store(review.store_place) as store:
        yield review, store


@dataclass
class Screen:
    """The line on the terminal that shows how far each target is; elsewhere waits are told."""

    on: bool
    sums: dict[str, str] = field(default_factory=dict)

    def progress(self, target: str, tally: Tally) -> None:
        """Show the sums of a target."""
        found = "?" if tally.expected is None else f"{tally.expected:,}"
        self.sums[target] = f"{target} {tally.retrieved:,}/{found}"
        self._draw(" · ".join(self.sums.values()))

    def wait(self, seconds: float, reason: str) -> None:
        """Show why nothing moves."""
        if self.on:
            self._draw(f"{reason}; going on in {seconds:.0f} s")
        else:
            told_wait(seconds, reason)

    def clear(self) -> None:
        """Take the line away."""
        self._draw("")

    def _draw(self, text: str) -> None:
        if self.on:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def opening(email: str, screen: Screen) -> Callable[[str], Any]:
    """Return what opens a source by its name."""

    def opened(source: str) -> Any:
        return reach(source, email=email, notify=screen.wait)

    return opened


def chosen(found: list[Sending], only: Sequence[str]) -> list[Sending]:
    """Return the databases that were asked for, all when none is named."""
    known = [one.target for one in found]
    wanted = [name.casefold() for name in only]
    for name in wanted:
        if name not in known:
            raise UnknownNameError("database of this review", name, known)
    return [one for one in found if not only or one.target in wanted]


@click.command()
@click.option("--title", help="Title of the review.  [asked for on a terminal]")
@click.option("--question", default="", help="The question it answers.")
@click.option("--strategy", type=_FILE, required=True, help="File of the strategy.")
@click.option("--target", "targets", multiple=True, help="A database, such as ebsco:cinahl.")
@review_option
def init(
    *, title: str | None, question: str, strategy: Path, targets: tuple[str, ...], folder: Path
) -> None:
    """Write the review.toml of a new review, to be completed by hand.

    Exit codes: 0 done, 2 the call is wrong or there is a review already.
    """
    from searchkit.dialects import target as known_target  # noqa: PLC0415 - when the command runs
    from searchkit.review.protocol import FILE, first_file  # noqa: PLC0415 - when the command runs

    path = folder / FILE
    try:
        name = strategy.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        name = str(strategy.resolve())
    if not strategy.exists():
        raise UsageError(f"there is no strategy at {strategy}", help="write it first")
    if title is None:
        if not sys.stdin.isatty():
            raise UsageError("the review has no title", help='give it with --title "..."')
        title = click.prompt("Title of the review", type=str)
    names = tuple(name.casefold() for name in targets) or ("pubmed",)
    for target in names:
        known_target(target)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(first_file(title, question, name, names))
    except FileExistsError:
        raise UsageError(f"{path} exists", help="edit it; it is not overwritten") from None
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise UsageError(f"{path} cannot be written: {why}", help="name another folder") from None
    click.echo(f"wrote {path}; look through it, then `searchkit run` and `searchkit next`")


def run_all(
    folder: Path, *, only: Sequence[str], again: bool, limit: int | None, email: str
) -> None:
    """Harvest all databases of a review that a source reaches; tell what became of each."""
    from searchkit.review.running import run_review  # noqa: PLC0415 - when the command runs
    from searchkit.review.targets import sendings  # noqa: PLC0415 - when the command runs

    screen = Screen(sys.stderr.isatty())
    with opened(folder) as (review, store):
        refuse_faulty(review)
        wanted = chosen(sendings(review), only)
        tell_losses(review, [one for one in wanted if one.source])
        outcomes = run_review(
            review,
            store,
            wanted,
            opening(email, screen),
            again=again,
            limit=limit,
            progress=screen.progress,
        )
        screen.clear()
        for outcome in outcomes:
            _tell(outcome)
        for text in limits_told(wanted):
            click.echo(text, err=True)
        left = len(wanted) - len(outcomes)
        if left:
            click.echo(f"{left} to be searched by hand: `searchkit next` says how", err=True)
    leave_for([outcome.error for outcome in outcomes])


def _tell(outcome: Outcome) -> None:
    run = outcome.run
    if run is not None:
        tell_run(outcome.target, run)
    elif outcome.error is not None:
        tell_error(outcome.target, outcome.error)


def tell_error(target: str, error: SearchkitError) -> None:
    """Show what stopped a target."""
    click.echo(f"error: {target}: {error.message}", err=True)
    if error.help:
        click.echo(f"help: {error.help}", err=True)


def leave_for(errors: Sequence[SearchkitError | None]) -> None:
    """Leave with the code that the errors ask for, if there are any."""
    found = [error for error in errors if error is not None]
    if not found:
        return
    later = all(isinstance(error, QuotaExceeded | Busy) for error in found)
    sys.exit(EXIT_LATER if later else EXIT_FAILED)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@review_option
def status(*, as_json: bool, folder: Path) -> None:
    """Show how far each database of the review is, and whether known records were found.

    Exit codes: 0 shown, 1 something is still to be done, 2 the call is wrong.
    """
    from searchkit.review.status import State, known_records, standings  # noqa: PLC0415 - at need
    from searchkit.review.targets import sendings  # noqa: PLC0415 - when the command runs

    with opened(folder) as (review, store):
        found = standings(store, sendings(review), review.dates)
        known = known_records(review, store)
    done = all(one.state is State.DONE for one in found)
    if as_json:
        content = {
            "review": review.title,
            "databases": [_plain(one) for one in found],
            "known": known,
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(_line(one))
        for name, targets in known.items():
            click.echo(f"known record {name}: {', '.join(targets) or 'not found'}")
    sys.exit(0 if done else EXIT_FINDING)


def _plain(one: Standing) -> dict[str, object]:
    run = one.run
    judged = judged_in(run) if run else None
    return {
        "name": one.sending.database.name,
        "target": one.sending.target,
        "source": one.sending.source or None,
        "state": one.state.value,
        "problem": one.sending.problem or None,
        "limits": [limit.to_json() for limit in one.sending.limits],
        "run": run.id if run else None,
        "hit_count": run.hit_count if run else None,
        "retrieved": run.retrieved if run else None,
        "candidates": judged._asdict() if judged else None,
        "ended": run.ended if run else None,
        "error": run.error or None if run else None,
    }


def _line(one: Standing) -> str:
    run = one.run
    numbers = ""
    if run is not None:
        found = "?" if run.hit_count is None else f"{run.hit_count:,}"
        judged = judged_in(run)
        numbers = f", {run.retrieved:,} of {found} records, {run.started[:10]}"
        numbers += f" ({judged})" if judged else ""
    why = one.sending.problem or (run.error if run else "")
    return f"{one.sending.target}: {one.state.value}{numbers}" + (f" ({why})" if why else "")


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

    Where the database was searched before, it is told what is new, changed or gone since.

    Exit codes: 0 stored, 2 the call is wrong or the numbers differ, 3 a file cannot be read.
    """
    from searchkit.review.digest import summary  # noqa: PLC0415 - when the command runs
    from searchkit.review.importing import Export, import_files  # noqa: PLC0415 - when it runs
    from searchkit.review.lockfile import latest, write_lock  # noqa: PLC0415 - when it runs
    from searchkit.review.targets import record_translation, sendings  # noqa: PLC0415 - at need
    from searchkit.review.updating import Way, found_by  # noqa: PLC0415 - when the command runs

    with opened(folder) as (review, store):
        (sending,) = chosen(sendings(review), [target])
        target = sending.target
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
            limits=sending.limits_told if by_us else "",
            format_name=format_name,
        )
        before = latest(store, target)
        run, told = import_files(store, files, export)
        write_lock(review, store)
        since = ""
        if before is not None and before.number < run.number:
            way = Way.WHOLE if before.query == run.query else Way.CHANGED
            found = found_by(store, run, way, before.number)
            since = f"since {before.started[:10]}: {summary(found)}"
    for one in told:
        click.echo(f"{one.severity.value}[{one.code.id}]: {one.message}", err=True)
    click.echo(f"{target}: hit count {hits:,}, imported {run.retrieved:,}, sha256 {run.sha256}")
    if since:
        click.echo(since)
