"""Updates: what came, changed or went since the last search, for the price of what is new.

An update asks for the days since the last complete search (since the last day of its dates,
where the protocol bounds it) and `lag` days before, because records enter an index late; what
is found again is recognised. It then compares the
platform's count of the whole search with what is known, so that a record that the window
missed does not stay unseen. A strategy that has changed is searched anew as a whole, and
the update says what the change adds and drops. To repeat an update changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from searchkit.errors import SearchkitError
from searchkit.records.record import Record
from searchkit.review.harvesting import Search, asks_the_same, lists_candidates
from searchkit.review.lockfile import is_search_of, latest, write_lock
from searchkit.review.protocol import Review, Updates
from searchkit.review.running import Opening, Progress, Task, run_tasks
from searchkit.review.targets import Sending, record_translation
from searchkit.sources import SOURCES, Connection
from searchkit.sources.base import Settings, Source, Window
from searchkit.sources.partitions import Divisible, Revisable
from searchkit.sources.position import Position
from searchkit.store import (
    Changed,
    Kind,
    RunRow,
    Status,
    Store,
    changed_records,
    gone_records,
    known_count,
    new_records,
    runs_of,
)


class Way(StrEnum):
    """How a target is updated."""

    WINDOW = "the days since the last search"
    WHOLE = "the whole search again"
    CHANGED = "the whole search, with a changed strategy"


@dataclass(frozen=True, slots=True)
class Finding:
    """What an update found on a target.

    `total` is the platform's count of the whole search, `known` how many records are known
    of it now; where they differ, `remark` says what to do. `gone` is known only after a
    whole search, and None where it is not. `error` is what stopped the update.
    """

    target: str
    way: Way
    run: RunRow | None = None
    new: tuple[Record, ...] = ()
    changed: tuple[Changed, ...] = ()
    gone: tuple[Record, ...] | None = None
    total: int | None = None
    known: int | None = None
    remark: str = ""
    error: SearchkitError | None = None

    @property
    def is_news(self) -> bool:
        """Whether anything is new, changed or gone."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a target is updated; `days` are those of the whole search, None for all."""

    task: Task
    way: Way
    base: RunRow
    days: Window | None


def is_due(store: Store, target: str, updates: Updates, today: date) -> bool:
    """Say whether the last complete search of a target was `every_days` ago or more.

    A target that was never searched is not due: its first search is `searchkit run`.
    """
    complete = runs_of(store, target, Status.COMPLETE, kinds=[Kind.HARVEST, Kind.UPDATE])
    if not complete:
        return False
    last = max(datetime.fromisoformat(run.started).date() for run in complete)
    return last + timedelta(days=updates.every_days) <= today


def update_review(
    review: Review,
    store: Store,
    chosen: Sequence[Sending],
    opening: Opening,
    *,
    today: date,
    whole: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Update the databases that have a source and were searched before.

    `whole` searches all again, which also names what has gone.
    """
    plans = [
        plan
        for sending in chosen
        if sending.source and sending.translation
        if (plan := _plan(review, store, sending, today, whole)) is not None
    ]
    by_target = {plan.task.search.target: plan for plan in plans}
    anew = [plan.task for plan in plans if plan.way is Way.WHOLE and not _is_begun(store, plan)]
    other = [plan.task for plan in plans if plan.task not in anew]
    outcomes = [
        *run_tasks(store, other, opening, progress=progress),
        *run_tasks(store, anew, opening, again=True, progress=progress),
    ]
    findings = []
    for target, run, error in ((one.target, one.run, one.error) for one in outcomes):
        plan = by_target[target]
        if run is None:
            findings.append(Finding(target, plan.way, error=error))
            continue
        finding = found_by(store, run, plan.way, plan.base.number)
        findings.append(_counted(store, finding, plan, opening))
    write_lock(review, store)
    return findings


def is_new(store: Store, sending: Sending) -> bool:
    """Say whether a database has not been searched yet."""
    return latest(store, sending.target) is None


def left_out(store: Store, chosen: Sequence[Sending]) -> dict[str, str]:
    """Return the databases that an update does not search, and why."""
    found = {}
    for sending in chosen:
        base = latest(store, sending.target)
        if sending.translation is None:
            found[sending.target] = sending.problem
        elif base is None:
            found[sending.target] = "not searched yet"
        elif base.kind is Kind.IMPORT or not sending.source:
            found[sending.target] = f"searched by hand on {base.started[:10]}"
    return found


def found_by(store: Store, run: RunRow, way: Way, since: int) -> Finding:
    """Return what a run brought against all earlier ones; `since` is the run it continues."""
    return Finding(
        run.target,
        way,
        run,
        tuple(new_records(store, run)),
        tuple(changed_records(store, run)),
        None if way is Way.WINDOW else tuple(gone_records(store, run, since)),
    )


def _plan(review: Review, store: Store, sending: Sending, today: date, whole: bool) -> _Plan | None:
    base = latest(store, sending.target)
    if base is None or base.kind is Kind.IMPORT:
        return None
    days = review.dates.open_window(today)
    search = Search(
        sending.target,
        sending.query,
        window=days,
        translation=record_translation(store, review, sending),
        limits=sending.limits_told,
        strategy=sending.strategy,
    )
    if not (is_search_of(base, sending.query, review.dates) and asks_the_same(base, search)):
        return _Plan(Task(sending.source, search), Way.CHANGED, base, days)
    if whole:
        return _Plan(Task(sending.source, search), Way.WHOLE, base, days)
    first = _covered(store, base) - timedelta(days=review.updates.lag_days)
    window = Window(min(max(first, days.first) if days else first, today), today)
    source = SOURCES[sending.source].configured(Settings())
    if isinstance(source, Revisable):
        query = source.revised(_since(source, search.query, days), window)
        search = replace(search, kind=Kind.UPDATE, query=query, window=None, covers=window)
    else:
        search = replace(search, kind=Kind.UPDATE, window=window)
    return _Plan(Task(sending.source, search), Way.WINDOW, base, days)


def _since(source: Source, query: str, window: Window | None) -> str:
    """Return the query for the days of a window, where the source can put them into it."""
    if window is None or not isinstance(source, Divisible):
        return query
    return source.narrowed(query, source.whole(window))


def _is_begun(store: Store, plan: _Plan) -> bool:
    """Say whether the same search was begun anew before, and stopped."""
    stopped = runs_of(store, plan.base.target, Status.STOPPED, kinds=[Kind.HARVEST])
    return any(run.query == plan.task.search.query for run in stopped)


def _covered(store: Store, base: RunRow) -> date:
    """Return the last day that is covered by a whole search and the updates after it."""
    started = datetime.fromisoformat(base.started).date()
    days = [date.fromisoformat(base.window_last) if base.window_last else started]
    days += [
        date.fromisoformat(run.window_last)
        for run in runs_of(store, base.target, Status.COMPLETE, kinds=[Kind.UPDATE])
        if run.number > base.number
    ]
    return max(days)


def _count(connection: Connection, query: str, days: Window | None) -> int | None:
    """Return the platform's count of a search on some days, or on all."""
    source = connection.source
    if days is None or isinstance(source, Divisible):
        return connection.count(_since(source, query, days)).hit_count
    # A count has no window; the first page of a search has one, and tells the count as well.
    return connection.transport.exchange(source.first(query, days), source.read).value.hit_count


def _counted(store: Store, finding: Finding, plan: _Plan, opening: Opening) -> Finding:
    """Compare the platform's count of the whole search with what is known of it."""
    assert finding.run is not None
    base = Position.from_json(plan.base.position)
    if base.tally.listed is not None or base.among is not None or lists_candidates(plan.base):
        # Lists that are cut short, requests that overlap and candidates have no count to compare.
        return finding
    since = plan.base.number if plan.way is Way.WINDOW else finding.run.number
    # What the platform counts and does not deliver is known as well: by its name.
    lacking = base.tally.missing
    known = known_count(store, finding.target, since) + len(lacking)
    total = finding.run.hit_count
    if plan.way is Way.WINDOW:
        try:
            with opening(plan.task.source) as connection:
                total = _count(connection, plan.base.query, plan.days)
        except SearchkitError as fault:
            return replace(finding, known=known, remark=f"not counted: {fault.message}")
    remark = ""
    if total is not None and total < known:
        remark = (
            f"the platform counts {known - total:,} fewer than are known: records have gone;"
            " only `searchkit update --whole` can name them"
        )
    elif total is not None and total > known:
        remark = (
            f"the platform counts {total - known:,} more than are known: records came with an"
            " earlier day than the window's; `searchkit update --whole` fetches them"
        )
    return replace(finding, total=total, known=known, remark=remark)
