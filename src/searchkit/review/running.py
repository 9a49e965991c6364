"""Running a review: every source that can be reached, at the same time, into the store.

Each source has a thread, a connection and a run of its own; one that stops does not stop the
others. What stopped it, and what to do, is part of the outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from searchkit.errors import HarvestError, SearchkitError
from searchkit.review.harvesting import Search, harvest_into
from searchkit.review.lockfile import is_search_of, latest, write_lock
from searchkit.review.protocol import Review
from searchkit.review.targets import Sending, record_translation
from searchkit.sources import Connection
from searchkit.sources.base import Window
from searchkit.sources.position import Tally
from searchkit.store import Kind, RunRow, Status, Store, runs_of

Opening = Callable[[str], AbstractContextManager[Connection]]
"""Opens a source by its name."""

Progress = Callable[[str, Tally], None]
"""Is told the target and its sums after each page."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target: its run, or the error that stopped it."""

    target: str
    run: RunRow | None
    error: SearchkitError | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A search and the source that it is sent to."""

    source: str
    search: Search


def run_review(
    review: Review,
    store: Store,
    chosen: Sequence[Sending],
    opening: Opening,
    *,
    again: bool = False,
    limit: int | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Harvest the databases that have a source, and freeze what was sent in the lock file.

    The dates of the protocol bound what is asked for.
    """
    tasks = [
        Task(
            one.source,
            Search(
                one.target,
                one.query,
                window=_window(review, store, one),
                limit=limit,
                translation=record_translation(store, review, one),
                limits=one.limits_told,
            ),
        )
        for one in chosen
        if one.source and one.translation
    ]
    outcomes = run_tasks(store, tasks, opening, again=again, progress=progress)
    write_lock(review, store)
    return outcomes


def _window(review: Review, store: Store, sending: Sending) -> Window | None:
    """Return the days to ask for: those of the search that there is, else the protocol's.

    An open end is closed by the day of the search, so another day would be another search.
    """
    begun = runs_of(store, sending.target, Status.STOPPED, kinds=[Kind.HARVEST])
    known = [*begun, *filter(None, [latest(store, sending.target)])]
    run = next((one for one in known if is_search_of(one, sending.query, review.dates)), None)
    if run is None or run.kind is Kind.IMPORT:
        return review.dates.window(date.today())
    if not run.window_last:
        return None
    return Window(date.fromisoformat(run.window_first), date.fromisoformat(run.window_last))


def run_tasks(
    store: Store,
    tasks: Sequence[Task],
    opening: Opening,
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Bring searches to their ends at the same time; return the outcomes in their order.

    When the caller is interrupted, each run ends after the page it is at.
    """
    stop = threading.Event()

    def work(task: Task) -> RunRow:
        def told(tally: Tally) -> None:
            if stop.is_set():
                raise HarvestError("stopped by the user", help="run the command again to go on")
            if progress is not None:
                progress(task.search.target, tally)

        with opening(task.source) as connection:
            return harvest_into(
                store, connection, task.source, task.search, again=again, progress=told
            )

    if not tasks:
        return []
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(len(tasks)) as threads:
        futures = {threads.submit(work, task): task.search.target for task in tasks}
        try:
            for future in as_completed(futures):
                target = futures[future]
                try:
                    outcomes[target] = Outcome(target, future.result())
                except SearchkitError as fault:
                    outcomes[target] = Outcome(target, None, fault)
        except BaseException:
            stop.set()
            raise
    return [outcomes[task.search.target] for task in tasks]
