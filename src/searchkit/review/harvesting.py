"""One search of one source, into the store: begun, gone on with, or found complete.

Whoever asks for the same search of the same target again gets the run that there is: a
complete one as it stands (an update is asked for again, because its last day may bring
more), a stopped one gone on with after its last whole page. Two
processes never work on one target of a review at the same time.

What a platform lists as candidates is judged by the strategy before the run is complete.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import uuid4

from searchkit.dialects import parse
from searchkit.errors import Incomplete, SearchkitError, StoreError
from searchkit.query.strategy import Strategy
from searchkit.review.judging import Judge
from searchkit.review.ledger import StoreLedger
from searchkit.sources import Connection
from searchkit.sources.base import Window
from searchkit.sources.places import are_candidates
from searchkit.sources.position import Position, Tally
from searchkit.sources.report import Run
from searchkit.store import (
    Kind,
    RunRow,
    Status,
    Store,
    begin,
    candidates_of,
    close,
    different_count,
    judged_of,
    keep_verdicts,
    locked,
    runs_of,
    strategy,
    strategy_language,
    translation_of,
)

_BATCH = 1_000
"""Candidates that are judged at once: enough for an index of their words to pay."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of a target: the query in its language, and of which days.

    `window` is left to the source to put into words; `covers` are days that the query names
    itself. `translation` is the number of the stored translation that the query comes from,
    `limits` what became of the protocol's limits in it, as JSON, and `strategy` what candidates
    are judged by, limits included; without it they are judged by the stored strategy.
    """

    target: str
    query: str
    kind: Kind = Kind.HARVEST
    window: Window | None = None
    covers: Window | None = None
    limit: int | None = None
    translation: int | None = None
    limits: str = ""
    strategy: Strategy | None = None

    @property
    def days(self) -> tuple[str, str]:
        """Return both ends of the window as the store holds them."""
        days = self.window or self.covers
        return (str(days.first), str(days.last)) if days else ("", "")


def harvest_into(
    store: Store,
    connection: Connection,
    source: str,
    search: Search,
    *,
    again: bool = False,
    progress: Callable[[Tally], None] | None = None,
) -> RunRow:
    """Bring a search to its end and return its run.

    `again` begins anew although the search is there. Raises Busy when another process works
    on the target, HarvestError when the search stops; the run then holds why, and what
    arrived. After Incomplete the same call begins anew, after any other error it goes on.
    """
    with locked(store, search.target):
        run = None if again else _known(store, search)
        if run is not None and run.status is Status.COMPLETE:
            if search.kind is not Kind.UPDATE:
                return run
            run = None  # a day may bring more after it was asked for
        if run is None:
            _abandon(store, search)
            run = begin(store, _new(connection, source, search))
        ledger = StoreLedger(store, run)
        try:
            tally = connection.keep(
                search.query,
                ledger,
                window=search.window,
                limit=search.limit,
                run=run.id,
                progress=progress,
            )
            if are_candidates(tally.warnings):
                judge(store, ledger.run, search.strategy)
        except StoreError:
            raise  # there is nowhere to write it down
        except Incomplete as fault:
            # Its sums will not agree on another day either: the next call begins anew.
            _close(store, connection, search, ledger, status=Status.ABANDONED, fault=fault)
            raise
        except SearchkitError as fault:
            _close(store, connection, search, ledger, status=Status.STOPPED, fault=fault)
            raise
        return _close(store, connection, search, ledger, status=Status.COMPLETE)


def _known(store: Store, search: Search) -> RunRow | None:
    """Return the last run of this very search that was not given up."""
    found = [
        run
        for run in runs_of(store, search.target, Status.COMPLETE, Status.STOPPED)
        if asks_the_same(run, search)
        and run.kind == search.kind
        and (run.window_first, run.window_last) == search.days
        and _same_limit(run, search.limit)
    ]
    return found[-1] if found else None


def _same_limit(run: RunRow, limit: int | None) -> bool:
    return not run.position or Position.from_json(run.position).tally.limit == limit


def asks_the_same(run: RunRow, search: Search) -> bool:
    """Say whether a run is of the same search; the same words may be judged by two strategies."""
    judged_by = (run.translation, run.limits) == (search.translation, search.limits)
    return run.query == search.query and (judged_by or not lists_candidates(run))


def lists_candidates(run: RunRow) -> bool:
    """Say whether a run brought candidates, which its strategy has judged."""
    return bool(run.position) and are_candidates(Position.from_json(run.position).tally.warnings)


def strategy_behind(store: Store, run: RunRow) -> Strategy | None:
    """Return the strategy that a run comes from, None where it was sent as it is."""
    if run.translation is None:
        return None
    version = translation_of(store, run.translation)["strategy"]
    return parse(strategy(store, version), strategy_language(store, version))


def judge(store: Store, run: RunRow, known: Strategy | None) -> None:
    """Write down what a strategy says of each candidate of a run, without one the stored one."""
    known = known or strategy_behind(store, run)
    if known is None:
        return
    judging = Judge.of(known, datetime.fromisoformat(run.started).date())
    candidates = candidates_of(store, run.number)
    while batch := list(islice(candidates, _BATCH)):
        places, records = zip(*batch, strict=True)
        keep_verdicts(store, run.number, zip(places, judging.verdicts(records), strict=True))


def _abandon(store: Store, search: Search) -> None:
    for run in runs_of(store, search.target, Status.STOPPED, kinds=[search.kind]):
        close(
            store,
            run,
            Status.ABANDONED,
            ended=datetime.now().astimezone(),
            report=run.report,
            error=run.error or "begun anew before it had ended",
        )


def _new(connection: Connection, source: str, search: Search) -> RunRow:
    first, last = search.days
    return RunRow(
        id=str(uuid4()),
        kind=search.kind,
        target=search.target,
        source=source,
        endpoint=connection.source.url,
        translation=search.translation,
        query=search.query,
        window_first=first,
        window_last=last,
        limits=search.limits,
        started=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def _close(
    store: Store,
    connection: Connection,
    search: Search,
    ledger: StoreLedger,
    *,
    status: Status,
    fault: SearchkitError | None = None,
) -> RunRow:
    """Write the end of a run, and the report that says what was sent and what came of it."""
    run, ended = ledger.run, datetime.now().astimezone()
    position = ledger.position()
    error = fault.message if fault else ""
    report = Run(
        id=run.id,
        source=run.source,
        endpoint=connection.source.url,
        query=run.query,
        started=datetime.fromisoformat(run.started),
        ended=ended,
        tally=position.tally if position else Tally(limit=search.limit),
        window=search.window or search.covers,
        error=error,
        judged=judged_of(store, run.number),
        different=different_count(store, run.number) if position and position.among else None,
    )
    told = report.to_json() | ({"limits": json.loads(run.limits)} if run.limits else {})
    return close(
        store,
        run,
        status,
        ended=ended,
        report=json.dumps(told, ensure_ascii=False),
        error=error,
        advice=(fault.help or "") if fault else "",
    )
