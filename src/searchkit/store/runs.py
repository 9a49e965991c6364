"""Runs: every search of a target, harvested or imported, from its beginning to its end.

A page of a run, its records and the position after it are one transaction: whatever kills
the process, the run stands after a whole page, and nothing is there twice or not at all.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, insert, select, update

from searchkit.errors import Busy, UsageError
from searchkit.records.record import Record
from searchkit.store.database import Store, insert_new
from searchkit.store.records import store_records
from searchkit.store.schema import pages, runs, strategies, translations


class Kind(StrEnum):
    """What a run is: a harvest, an import by hand, or an update of what was found before."""

    HARVEST = "harvest"
    IMPORT = "import"
    UPDATE = "update"


class Status(StrEnum):
    """How far a run is. A stopped run can go on; an abandoned one was begun anew."""

    STOPPED = "stopped"
    COMPLETE = "complete"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run as it is stored. `number` is its place in the review, from 1.

    `position` is where a harvest goes on; `report` is the run report in JSON; `error` is
    what stopped it and `advice` what to do; `explanation` is the user's word for a difference
    between `hit_count` and `retrieved`; `limits` says in JSON what became of the limits of
    the protocol. Moments are ISO 8601 with a zone.
    """

    id: str
    kind: Kind
    target: str
    source: str
    query: str
    started: str
    number: int = 0
    endpoint: str = ""
    translation: int | None = None
    window_first: str = ""
    window_last: str = ""
    status: Status = Status.STOPPED
    ended: str = ""
    hit_count: int | None = None
    retrieved: int = 0
    pages: int = 0
    position: str = ""
    report: str = ""
    error: str = ""
    advice: str = ""
    explanation: str = ""
    file: str = ""
    sha256: str = ""
    limits: str = ""


_FIELDS = tuple(field.name for field in fields(RunRow))
_COLUMNS = [runs.c[name] for name in _FIELDS]


@dataclass(frozen=True, slots=True)
class RawPage:
    """An answer as it came, or an imported file: what records can be read from again."""

    body: bytes
    received: str
    request: str = ""
    status: int = 0
    headers: str = ""
    query: str = ""


def add_strategy(store: Store, body: str, target: str, moment: datetime) -> int:
    """Keep a strategy and return its version; the same text has the same version again."""
    digest = hashlib.sha256(f"{target}\n{body}".encode()).hexdigest()
    more = {"target": target, "body": body, "added": moment.isoformat()}
    return _entered(store, strategies.c.version, {"sha256": digest}, more)


def strategy(store: Store, version: int) -> str:
    """Return the text of a version. Raises UsageError when there is none."""
    with store.reading() as connection:
        found = connection.execute(
            select(strategies.c.body).where(strategies.c.version == version)
        ).scalar_one_or_none()
    if found is None:
        raise UsageError(f"the review has no version {version} of its strategy")
    return str(found)


def strategy_language(store: Store, version: int) -> str:
    """Return the target whose language a version of the strategy is written in."""
    with store.reading() as connection:
        found = connection.execute(
            select(strategies.c.target).where(strategies.c.version == version)
        )
        return str(found.scalar_one())


def add_translation(
    store: Store,
    version: int,
    *,
    target: str,
    policy: str,
    query: str,
    effect: str,
    losses: str,
    made_by: str,
) -> int:
    """Keep what a version of the strategy became for a target, and return its number.

    `losses` is a JSON list of diagnostics, `made_by` the version of searchkit.
    """
    same = {"strategy": version, "target": target, "policy": policy, "query": query}
    more = {"effect": effect, "losses": losses, "made_by": made_by}
    return _entered(store, translations.c.id, same, more)


def _entered(
    store: Store, number: Column[int], same: Mapping[str, object], more: Mapping[str, object]
) -> int:
    """Return the number of the row that has these values, entered if there is none.

    Two processes may enter the same row at once: the second passes over it and finds it.
    """
    table = number.table
    known = select(number).where(*(table.c[name] == value for name, value in same.items()))
    with store.writing() as connection:
        found = connection.execute(known).scalar()
        if found is None:
            connection.execute(insert_new(connection, table).values({**same, **more}))
            found = connection.execute(known).scalar_one()
        return int(found)


def translation_of(store: Store, number: int) -> dict[str, Any]:
    """Return a translation as a mapping of its columns."""
    with store.reading() as connection:
        found = connection.execute(select(translations).where(translations.c.id == number))
        return dict(found.mappings().one())


def begin(store: Store, row: RunRow) -> RunRow:
    """Enter a new run and return it with its number."""
    values = {name: getattr(row, name) for name in _FIELDS if name != "number"}
    with store.writing() as connection:
        inserted = connection.execute(insert(runs).values(values)).inserted_primary_key
    assert inserted is not None
    return find(store, int(inserted[0]))


def find(store: Store, number: int) -> RunRow:
    """Return a run by its number. Raises UsageError when there is none."""
    found = all_runs(store, runs.c.number == number)
    if not found:
        raise UsageError(f"the review has no run {number}")
    return found[0]


def all_runs(store: Store, *conditions: ColumnElement[bool]) -> list[RunRow]:
    """Return the runs that meet conditions on the table `runs`, oldest first."""
    with store.reading() as connection:
        rows = connection.execute(select(*_COLUMNS).where(*conditions).order_by(runs.c.number))
        return [_run(row) for row in rows]


def runs_of(
    store: Store, target: str, *statuses: Status, kinds: Sequence[Kind] = tuple(Kind)
) -> list[RunRow]:
    """Return the runs of a target in any of the statuses (all when none is named)."""
    return all_runs(
        store,
        runs.c.target == target,
        runs.c.status.in_(statuses or tuple(Status)),
        runs.c.kind.in_(kinds),
    )


def keep_page(
    store: Store,
    run: RunRow,
    raw: RawPage,
    found: Sequence[Record],
    *,
    position: str,
    hit_count: int | None,
) -> RunRow:
    """Store a page, its records and the position after it as one; return the run after it.

    Raises Busy, and stores nothing, when another process went on with the run meanwhile.
    """
    page, retrieved = run.pages + 1, run.retrieved + len(found)
    with store.writing() as connection:
        ahead = (
            update(runs)
            .where(runs.c.number == run.number, runs.c.pages == run.pages)
            .values(pages=page, retrieved=retrieved, position=position, hit_count=hit_count)
        )
        if connection.execute(ahead).rowcount != 1:
            raise Busy(
                f"another searchkit went on with the run of {run.target}",
                help="wait until it has ended; nothing was stored twice",
            )
        connection.execute(
            insert(pages).values(
                run=run.number,
                page=page,
                request=raw.request,
                status=raw.status,
                headers=raw.headers,
                received=raw.received,
                query=raw.query,
                body=zlib.compress(raw.body, 6),
            )
        )
        store_records(
            connection, run.target, found, run=run.number, page=page, before=run.retrieved
        )
    return find(store, run.number)


def close(
    store: Store,
    run: RunRow,
    status: Status,
    *,
    ended: datetime,
    report: str,
    error: str = "",
    advice: str = "",
) -> RunRow:
    """Write down how a run ended, or why it stopped."""
    values = {
        "status": status,
        "ended": ended.isoformat(timespec="seconds"),
        "report": report,
        "error": error,
        "advice": advice,
    }
    with store.writing() as connection:
        connection.execute(update(runs).where(runs.c.number == run.number).values(values))
    return find(store, run.number)


def raw_pages(store: Store, number: int) -> Iterator[RawPage]:
    """Yield the answers of a run as they came, in their order."""
    page = 0
    while True:
        page += 1
        with store.reading() as connection:
            row = connection.execute(
                select(pages).where(pages.c.run == number, pages.c.page == page)
            ).one_or_none()
        if row is None:
            return
        yield RawPage(
            zlib.decompress(row.body),
            row.received,
            row.request,
            row.status,
            row.headers,
            row.query,
        )


def _run(row: Row[Any]) -> RunRow:
    values = dict(row._mapping)
    return RunRow(**values | {"kind": Kind(values["kind"]), "status": Status(values["status"])})
