"""What a run brought against all complete runs before it: new records, changed ones, gone ones.

Records are compared by their key within a target. The work is done in the database and grows
with the run that is looked at, not with what was there before.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, distinct, func, select

from searchkit.records.formats.jsonl import from_plain
from searchkit.records.record import Record
from searchkit.store.database import Store
from searchkit.store.records import found
from searchkit.store.runs import RunRow, Status
from searchkit.store.schema import occurrences, records, runs


class Changed(NamedTuple):
    """A record before and now, and the names of the fields that differ."""

    before: Record
    now: Record
    fields: tuple[str, ...]


def _earlier(run: RunRow) -> list[ColumnElement[bool]]:
    return [runs.c.number < run.number, runs.c.status == Status.COMPLETE]


def new_records(store: Store, run: RunRow) -> list[Record]:
    """Return the records of a run whose key no complete run of the target had before."""
    other = records.alias()
    seen = (
        select(other.c.id)
        .join(occurrences, occurrences.c.record == other.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            other.c.target == records.c.target,
            other.c.key == records.c.key,
            found(occurrences),
            *_earlier(run),
        )
        .correlate(records)
    )
    ours = occurrences.alias()
    wanted = (
        select(records.c.key, records.c.content)
        .join(ours, ours.c.record == records.c.id)
        .where(ours.c.run == run.number, found(ours), ~seen.exists())
        .order_by(ours.c.place)
    )
    with store.reading() as connection:
        first: dict[str, str] = {}
        for key, content in connection.execute(wanted):
            first.setdefault(key, content)
    return [from_plain(json.loads(content)) for content in first.values()]


def changed_records(store: Store, run: RunRow) -> list[Changed]:
    """Return the records of a run that the newest complete run before it had in another form.

    A search of several requests may bring a record in several forms; one that both runs have
    makes it unchanged.
    """
    other, theirs = records.alias(), occurrences.alias()
    ours = (
        select(occurrences.c.record, func.min(occurrences.c.place).label("place"))
        .where(occurrences.c.run == run.number, found(occurrences))
        .group_by(occurrences.c.record)
        .subquery()
    )
    newest = func.max(runs.c.number)
    form = (records.c.key, records.c.id, records.c.content, other.c.id, other.c.content)
    wanted = (
        select(*form, newest)
        .join(ours, ours.c.record == records.c.id)
        .join(other, and_(other.c.target == records.c.target, other.c.key == records.c.key))
        .join(theirs, theirs.c.record == other.c.id)
        .join(runs, runs.c.number == theirs.c.run)
        .where(found(theirs), *_earlier(run))
        .group_by(*form, ours.c.place)
        .order_by(ours.c.place, newest)
    )
    pairs: dict[str, list[_Pair]] = {}
    with store.reading() as connection:
        for key, *pair in connection.execute(wanted):
            pairs.setdefault(key, []).append(_Pair(*pair))
    last = (
        [pair for pair in found_as if pair.run == max(one.run for one in found_as)]
        for found_as in pairs.values()
    )
    return [
        _difference(forms[-1]) for forms in last if all(pair.now_id != pair.id for pair in forms)
    ]


class _Pair(NamedTuple):
    """A form of a record now, and one that an earlier run had."""

    now_id: int
    now: str
    id: int
    before: str
    run: int


def _difference(pair: _Pair) -> Changed:
    old, new = from_plain(json.loads(pair.before)), from_plain(json.loads(pair.now))
    names = (field.name for field in fields(Record))
    return Changed(old, new, tuple(n for n in names if getattr(old, n) != getattr(new, n)))


def gone_records(store: Store, run: RunRow, since: int) -> list[Record]:
    """Return the records that complete runs from `since` on had and that a run does not have."""
    ours = occurrences.alias()
    mine = records.alias()
    had = (
        select(mine.c.key)
        .join(ours, ours.c.record == mine.c.id)
        .where(ours.c.run == run.number, found(ours))
    )
    wanted = (
        select(records.c.key, records.c.content)
        .join(occurrences, occurrences.c.record == records.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            records.c.target == run.target,
            runs.c.number >= since,
            found(occurrences),
            *_earlier(run),
            records.c.key.not_in(had),
        )
        .order_by(records.c.id)
    )
    with store.reading() as connection:
        last = {row.key: row.content for row in connection.execute(wanted)}
    return [from_plain(json.loads(content)) for content in last.values()]


def different_count(store: Store, run: int) -> int:
    """Return how many different records a run found."""
    wanted = (
        select(func.count(distinct(records.c.key)))
        .join(occurrences, occurrences.c.record == records.c.id)
        .where(occurrences.c.run == run, found(occurrences))
    )
    with store.reading() as connection:
        return int(connection.execute(wanted).scalar_one())


def known_count(store: Store, target: str, since: int) -> int:
    """Return how many records the complete runs of a target have found from `since` on."""
    wanted = (
        select(func.count(distinct(records.c.key)))
        .join(occurrences, occurrences.c.record == records.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            records.c.target == target,
            runs.c.number >= since,
            found(occurrences),
            runs.c.status == Status.COMPLETE,
        )
    )
    with store.reading() as connection:
        return int(connection.execute(wanted).scalar_one())
